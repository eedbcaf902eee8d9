using System.Linq;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>Hours of the local day on days of the week: bit 0 Monday .. bit 6 Sunday.</summary>
internal sealed record Hours(int Days, int Start, int End)
{
    public static readonly Hours Always = new(0xFF, 0, 1440);

    public static byte[] ToBytes(Hours[] hours) => [.. hours.SelectMany(h => Tests.Rig.LockRig.Window(h.Days, h.Start, h.End))];
}

/// <summary>A key on a phone: a holder's key, or a guest's share of one.</summary>
internal sealed class SiteKey
{
    public required SiteLock Lock { get; init; }

    public required Grant Grant { get; init; }

    public required Hours[] Hours { get; init; }

    /// <summary>The holder's or the guest's secret.</summary>
    public required byte[] Secret { get; init; }

    public Share? Share { get; init; }

    public Hours[] GuestHours { get; init; } = [Site.Hours.Always];

    public uint GuestId => Share?.GuestId ?? 0;

    public uint NotAfter => Share == null || Share.NotAfter > Grant.NotAfter ? Grant.NotAfter : Share.NotAfter;

    /// <summary>What the key permits. For a guest only those rights of the holder that can be shared.</summary>
    public Rights Rights => Share == null ? Grant.Rights : Grant.Rights & Share.Rights & (Rights.Unlock | Rights.HoldOpen);

    /// <summary>Shares the key with a guest.</summary>
    public SiteKey ShareWith(uint guestId, uint notAfter, Hours[] hours)
    {
        Share share = new() { GuestId = guestId, NotAfter = notAfter, Rights = Rights.Unlock };
        share.Windows.TryRead(Site.Hours.ToBytes(hours), 0, hours.Length);
        return new SiteKey
        {
            Lock = Lock,
            Grant = Grant,
            Hours = Hours,
            Secret = Share.GuestSecret(Secret, share.ToBytes()),
            Share = share,
            GuestHours = hours,
        };
    }

    public byte[] Ask(Command command, ushort sequence, byte[] nonce, byte[] body, byte[] challengeFrame) =>
        Request.Build(command, sequence, nonce, Grant.ToBytes(), Share?.ToBytes(), body, Secret, challengeFrame);
}
