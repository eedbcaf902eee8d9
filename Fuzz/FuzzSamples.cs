using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.Fuzz;

/// <summary>The facility of the lock that is fuzzed: fixed secrets, and valid data made with them.</summary>
internal static class FuzzSamples
{
    internal const uint FacilityId = 7;
    internal const uint LockId = 4711;
    internal const ushort Generation = 3;
    internal const uint Day = 86400;

    /// <summary>Monday 2026-11-23T12:00:00Z.</summary>
    internal const uint Noon = 217598400;

    internal static readonly byte[] SetupSecret = Secret(1);

    internal static readonly byte[] LockSecret = LockSecrets.DeriveLockSecret(Secret(2), FacilityId, LockId, Generation);

    internal static LockSecrets Secrets { get; } = new(LockSecret);

    internal static byte[] Secret(byte seed) => [.. Enumerable.Repeat(seed, Hmac.HashSize)];

    internal static byte[] Window(int days, int start, int end)
    {
        byte[] window = new byte[AccessWindows.EntrySize];
        AccessWindows.WriteWindow(window, 0, days, start, end);
        return window;
    }

    internal static Grant NewGrant(Rights rights, params byte[][] windows)
    {
        Grant grant = new()
        {
            FacilityId = FacilityId,
            LockId = LockId,
            KeyId = 100,
            HolderId = 10,
            IssuedAt = Noon - Day,
            NotBefore = Noon - Day,
            NotAfter = Noon + (7 * Day),
            Rights = rights,
        };
        byte[] all = windows.Length == 0 ? Window(0xFF, 0, 1440) : [.. windows.SelectMany(window => window)];
        grant.Windows.TryRead(all, 0, all.Length / AccessWindows.EntrySize);
        return grant;
    }

    internal static Share NewShare(Rights rights)
    {
        Share share = new() { GuestId = 20, NotAfter = Noon + Day, Rights = rights };
        share.Windows.TryRead(Window(0x9F, 480, 1200), 0, 1);
        return share;
    }

    /// <summary>Central Europe with two holidays, exit device and grace.</summary>
    internal static LockConfiguration NewConfiguration()
    {
        const int sunday = 6;
        LockConfiguration configuration = new() { IsExit = true, RelockOnClose = true };
        byte[] zone = new byte[ZoneRule.Size];
        int at = ZoneRule.WriteOffsets(zone, 0, 60, 120);
        at = ZoneRule.WriteChange(zone, at, 3, ZoneRule.LastWeek, sunday, 120);
        ZoneRule.WriteChange(zone, at, 10, ZoneRule.LastWeek, sunday, 180);
        configuration.Calendar.Zone.TryRead(zone, 0);
        configuration.Calendar.TrySetExitGrace(30);
        configuration.Calendar.TryReadHolidays([0x10, 0x0A, 0x2D, 0x0B], 0, 2);
        return configuration;
    }

    internal static byte[] BytesOf(LockConfiguration configuration)
    {
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        return bytes;
    }

    internal static ProvisionBody NewProvisionBody(ushort generation)
    {
        ProvisionBody body = new() { FacilityId = FacilityId, LockId = LockId, Generation = generation, LockSecret = LockSecret };
        byte[] configuration = BytesOf(NewConfiguration());
        body.Configuration.TryRead(configuration, 0, configuration.Length);
        return body;
    }

    internal static byte[] BytesOf(RevocationTable table) =>
        [.. Enumerable.Range(0, RevocationTable.PageCount).SelectMany(table.ToRecord)];

    internal static byte[] BytesOf(ProvisionBody body)
    {
        byte[] bytes = new byte[ProvisionBody.HeaderSize + body.Configuration.Size];
        body.WriteTo(bytes, 0);
        return bytes;
    }

    /// <summary>A notice of one item of every kind; a Rekey ends it.</summary>
    internal static byte[] NewNotice(uint number)
    {
        NoticeBuilder notice = new(LockId, number, number - 1, Noon);
        notice.RevokeHolder(11, Noon, Noon + Day);
        notice.RevokeKey(101, Noon + Day);
        notice.RevokeGuest(100, 21, Noon + Day);
        notice.Tenancy(2);
        notice.Overlock(true);
        notice.Lockdown(false);
        notice.Configuration(NewConfiguration());
        notice.EventsStored(1);
        notice.Rekey(Secrets.NoticeSecret, (ushort)(Generation + number), Secret(9));
        return notice.ToBytes(Secrets.NoticeSecret);
    }

    /// <summary>The first 16 bytes of a mac over a label of the protocol and data.</summary>
    internal static byte[] Mac(byte[] secret, string label, params byte[][] data) =>
        Bytes.Copy(Hmac.Hash(secret, [.. System.Text.Encoding.ASCII.GetBytes(label), .. data.SelectMany(part => part)]), 0, Hmac.MacSize);
}
