using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Benchmarks;

/// <summary>
/// The facility of the benchmarks: fixed secrets, a lock in a zone with daylight saving time, and the keys that it issues.
/// </summary>
internal static class Facility
{
    internal const uint FacilityId = 7;
    internal const uint LockId = 4711;
    internal const ushort Generation = 1;

    /// <summary>Monday 2026-11-23T12:00:00Z.</summary>
    internal const uint Noon = 217598400;

    private const uint Day = 86400;

    internal static readonly byte[] SetupSecret = Secret(1);

    internal static readonly LockSecrets Secrets = new(LockSecrets.DeriveLockSecret(Secret(2), FacilityId, LockId, Generation));

    /// <summary>A holder's key, valid now: one window, so a request has 79 bytes.</summary>
    internal static PhoneKey Holder { get; } = Issue(Rights.Unlock | Rights.Share, Noon + (7 * Day), Window(0xFF, 0, 1440));

    /// <summary>A guest's share of the holder's key.</summary>
    internal static PhoneKey Guest { get; } = Holder.ShareWith(NewShare());

    /// <summary>An expired key.</summary>
    internal static PhoneKey Expired { get; } = Issue(Rights.Unlock, Noon - Day, Window(0xFF, 0, 1440));

    /// <summary>A key with eight windows, none of which contains now. The next one begins on Saturday.</summary>
    internal static PhoneKey Weekend { get; } = Issue(
        Rights.Unlock, Noon + (30 * Day),
        [.. Enumerable.Range(0, AccessWindows.CountMax).SelectMany(i => Window(0x60, 60 * i, (60 * i) + 30))]);

    /// <summary>A key of staff.</summary>
    internal static PhoneKey Staff { get; } = Issue(Rights.ReadEvents | Rights.Manage, Noon + (7 * Day), Window(0xFF, 0, 1440));

    internal static PhoneKey Issue(Rights rights, uint notAfter, byte[] windows)
    {
        Grant grant = new()
        {
            FacilityId = FacilityId,
            LockId = LockId,
            KeyId = 100,
            HolderId = 10,
            IssuedAt = Noon - (2 * Day),
            NotBefore = Noon - (2 * Day),
            NotAfter = notAfter,
            Rights = rights,
        };
        grant.Windows.TryRead(windows, 0, windows.Length / AccessWindows.EntrySize);
        return PhoneKey.Issue(Secrets, grant);
    }

    internal static byte[] ProvisionBody(byte[] challengeFrame)
    {
        ProvisionBody body = new() { FacilityId = FacilityId, LockId = LockId, Generation = Generation, LockSecret = Secrets.LockSecret };
        body.Configuration.Calendar.Zone.TryRead(CentralEurope(), 0);
        return body.Seal(SetupSecret, challengeFrame);
    }

    private static Share NewShare()
    {
        Share share = new() { GuestId = 20, NotAfter = Noon + Day, Rights = Rights.Unlock };
        share.Windows.TryRead(Window(0xFF, 0, 1440), 0, 1);
        return share;
    }

    private static byte[] CentralEurope()
    {
        const int sunday = 6;
        byte[] zone = new byte[ZoneRule.Size];
        int at = ZoneRule.WriteOffsets(zone, 0, 60, 120);
        at = ZoneRule.WriteChange(zone, at, 3, ZoneRule.LastWeek, sunday, 120);
        ZoneRule.WriteChange(zone, at, 10, ZoneRule.LastWeek, sunday, 180);
        return zone;
    }

    private static byte[] Window(int days, int start, int end)
    {
        byte[] window = new byte[AccessWindows.EntrySize];
        AccessWindows.WriteWindow(window, 0, days, start, end);
        return window;
    }

    private static byte[] Secret(byte seed)
    {
        byte[] secret = new byte[Hmac.HashSize];
        Array.Fill(secret, seed);
        return secret;
    }
}
