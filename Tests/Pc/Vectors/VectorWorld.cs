using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>The facility, the lock and the keys of the test vectors. All inputs are fixed.</summary>
internal static class VectorWorld
{
    internal const uint FacilityId = 0xA1B2C3D4;
    internal const uint LockId = 4711;
    internal const ushort Generation = 3;
    internal const ushort NextGeneration = 4;

    /// <summary>Monday 2026-11-23T12:00:00Z, 13:00 in the facility's local time.</summary>
    internal const uint Noon = 217598400;

    internal const uint Hour = 3600;
    internal const uint Day = 86400;

    /// <summary>When the facility made the keys: an hour before noon.</summary>
    internal const uint Issued = Noon - Hour;

    internal const uint TenantKeyId = 0x00010001;
    internal const uint MorningKeyId = 0x00010002;
    internal const uint StaffKeyId = 0x00010003;
    internal const uint RevokedKeyId = 0x00010004;
    internal const uint GuestId = 0x0000BEEF;
    internal const uint RevokedHolderId = 0x00000777;
    internal const int Always = 0xFF;
    internal const int WorkingDays = 0x1F;

    internal static byte[] FacilitySecret => Pattern(0x00, Hmac.HashSize);

    internal static byte[] SetupSecret => Pattern(0x20, Hmac.HashSize);

    /// <summary>The entropy of every challenge; a challenge does not repeat even when it is constant.</summary>
    internal static byte[] Entropy { get; } = Filled(0x55, 16);

    internal static byte[] LockSecret(ushort generation) =>
        LockSecrets.DeriveLockSecret(FacilitySecret, FacilityId, LockId, generation);

    /// <summary>Bytes with rising values.</summary>
    internal static byte[] Pattern(int first, int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)(first + i);
        return bytes;
    }

    internal static Grant NewGrant(uint keyId, uint holderId, ushort tenancy, Rights rights, params int[] windows)
    {
        Grant grant = new()
        {
            FacilityId = FacilityId,
            LockId = LockId,
            KeyId = keyId,
            HolderId = holderId,
            IssuedAt = Issued,
            NotBefore = Noon - Day,
            NotAfter = Noon + (7 * Day),
            Tenancy = tenancy,
            Rights = rights,
        };
        Set(grant.Windows, windows);
        return grant;
    }

    internal static Grant Tenant(ushort tenancy = 7) =>
        NewGrant(TenantKeyId, 1001, tenancy, Rights.Unlock | Rights.Share, Always, 0, 1440);

    internal static Grant Staff() => NewGrant(StaffKeyId, 9, 0,
        Rights.Unlock | Rights.HoldOpen | Rights.OverrideOverlock | Rights.ReadEvents | Rights.Manage, Always, 0, 1440);

    /// <summary>Mornings of working days, Friday night, and all of a holiday.</summary>
    internal static Grant Morning() => NewGrant(MorningKeyId, 1002, 0, Rights.Unlock,
        WorkingDays, 360, 720, 0x10, 1320, 360, 0x80, 0, 1440);

    internal static Grant Revoked() => NewGrant(RevokedKeyId, RevokedHolderId, 8, Rights.Unlock, Always, 0, 1440);

    internal static Share NewShare()
    {
        Share share = new() { GuestId = GuestId, NotAfter = Noon + Day, Rights = Rights.Unlock };
        Set(share.Windows, 0x01, 480, 1080);
        return share;
    }

    /// <summary>Central European time, a holiday at Christmas.</summary>
    internal static LockConfiguration NewConfiguration(ushort releaseMs)
    {
        LockConfiguration configuration =
            new() { IsExit = true, RelockOnClose = true, ReleaseMs = releaseMs, HeldOpenSeconds = 45, ClocklessHours = 48 };
        byte[] zone = new byte[ZoneRule.Size];
        int at = ZoneRule.WriteOffsets(zone, 0, 60, 120);
        at = ZoneRule.WriteChange(zone, at, 3, 5, 6, 120);
        ZoneRule.WriteChange(zone, at, 10, 5, 6, 180);
        configuration.Calendar.Zone.TryRead(zone, 0);
        configuration.Calendar.TrySetExitGrace(15);
        byte[] holidays = new byte[AccessCalendar.HolidaySize];
        Bytes.WriteU16(holidays, 0, LockTime.DayNumber(2026, 12, 25));
        configuration.Calendar.TryReadHolidays(holidays, 0, 1);
        return configuration;
    }

    internal static byte[] ToBytes(LockConfiguration configuration)
    {
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        return bytes;
    }

    private static byte[] Filled(byte value, int length)
    {
        byte[] bytes = new byte[length];
        System.Array.Fill(bytes, value);
        return bytes;
    }

    private static void Set(AccessWindows windows, params int[] values)
    {
        byte[] bytes = new byte[values.Length / 3 * AccessWindows.EntrySize];
        for (int i = 0; i < values.Length / 3; i++)
            AccessWindows.WriteWindow(bytes, i * AccessWindows.EntrySize, values[3 * i], values[(3 * i) + 1], values[(3 * i) + 2]);
        windows.TryRead(bytes, 0, values.Length / 3);
    }
}
