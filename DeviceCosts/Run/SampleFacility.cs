using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.DeviceCosts.Run;

/// <summary>
/// The facility of the benchmarks: fixed secrets, a lock in a zone with daylight saving time, and the keys that it issues.
/// </summary>
public static class SampleFacility
{
    /// <summary>Its number.</summary>
    public const uint FacilityId = 7;
    /// <summary>The number of the lock.</summary>
    public const uint LockId = 4711;
    /// <summary>The generation of the lock's secret.</summary>
    public const ushort Generation = 1;

    /// <summary>Monday 2026-11-23T12:00:00Z.</summary>
    public const uint Noon = 217598400;

    private const uint Day = 86400;

    /// <summary>The setup secret of the lock's hardware.</summary>
    public static readonly byte[] SetupSecret = Secret(1);

    /// <summary>The lock's secrets.</summary>
    public static readonly LockSecrets Secrets = new(LockSecrets.DeriveLockSecret(Secret(2), FacilityId, LockId, Generation));

    /// <summary>A holder's key, valid now: one window, so a request has 79 bytes.</summary>
    public static PhoneKey Holder { get; } = Issue(Rights.Unlock | Rights.Share, Noon + (7 * Day), Window(0xFF, 0, 1440));

    /// <summary>A guest's share of the holder's key.</summary>
    public static PhoneKey Guest { get; } = Holder.ShareWith(NewShare());

    /// <summary>An expired key.</summary>
    public static PhoneKey Expired { get; } = Issue(Rights.Unlock, Noon - Day, Window(0xFF, 0, 1440));

    /// <summary>A key with eight windows, none of which contains now. The next one begins on Saturday.</summary>
    public static PhoneKey Weekend { get; } = Issue(
        Rights.Unlock, Noon + (30 * Day),
        [.. Enumerable.Range(0, AccessWindows.CountMax).SelectMany(i => Window(0x60, 60 * i, (60 * i) + 30))]);

    /// <summary>A key of staff.</summary>
    public static PhoneKey Staff { get; } = Issue(Rights.ReadEvents | Rights.Manage, Noon + (7 * Day), Window(0xFF, 0, 1440));

    /// <summary>Issues a key for the lock.</summary>
    public static PhoneKey Issue(Rights rights, uint notAfter, byte[] windows)
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

    /// <summary>The body of the Provision request.</summary>
    public static byte[] ProvisionBody(byte[] challengeFrame)
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
