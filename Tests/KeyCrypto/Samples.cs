using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>Well-formed objects with no field at its default.</summary>
internal static class Samples
{
    internal const uint FacilityId = 0x01020304;
    internal const uint LockId = 0x05060708;

    internal static byte[] LockSecret => Hex.Count(0x80, Hmac.HashSize);

    internal static byte[] Windows(int count)
    {
        byte[] windows = new byte[count * AccessWindows.EntrySize];
        for (int i = 0; i < count; i++)
        {
            windows[i * AccessWindows.EntrySize] = (byte)(i + 1);
            Bytes.WriteU16(windows, (i * AccessWindows.EntrySize) + 1, 60 * i);
            Bytes.WriteU16(windows, (i * AccessWindows.EntrySize) + 3, 1440 - i);
        }
        return windows;
    }

    internal static Grant Grant(int windowCount)
    {
        Grant grant = new Grant
        {
            FacilityId = FacilityId,
            LockId = LockId,
            KeyId = 0x090A0B0C,
            HolderId = 0x0D0E0F10,
            IssuedAt = 0x11121314,
            NotBefore = 0x15161718,
            NotAfter = 0x191A1B1C,
            Tenancy = 0x1D1E,
            Rights = Rights.Unlock | Rights.Share | Rights.OpenWithoutClock,
        };
        grant.Windows.TryRead(Windows(windowCount), 0, windowCount);
        return grant;
    }

    internal static Share Share(int windowCount)
    {
        Share share = new Share { GuestId = 0x21222324, NotAfter = 0x25262728, Rights = Rights.Unlock | Rights.HoldOpen };
        share.Windows.TryRead(Windows(windowCount), 0, windowCount);
        return share;
    }

    internal static LockConfiguration Configuration()
    {
        LockConfiguration configuration = new LockConfiguration
        {
            IsExit = true,
            RelockOnClose = true,
            ResetButton = true,
            ReleaseMs = 4321,
            HeldOpenSeconds = 99,
            ClocklessHours = 77,
        };
        byte[] zone = new byte[ZoneRule.Size];
        int at = ZoneRule.WriteOffsets(zone, 0, -300, -240);
        at = ZoneRule.WriteChange(zone, at, 3, 2, 6, 120);
        ZoneRule.WriteChange(zone, at, 11, 1, 6, 120);
        configuration.Calendar.Zone.TryRead(zone, 0);
        configuration.Calendar.TrySetExitGrace(30);
        configuration.Calendar.TryReadHolidays(Hex.Parse("f609000a"), 0, 2);
        return configuration;
    }

    internal static byte[] ConfigurationBytes()
    {
        LockConfiguration configuration = Configuration();
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        return bytes;
    }

    internal static byte[] ChallengeFrame()
    {
        byte[] frame = Hex.Count(0x40, KeyCrypto.ChallengeFrame.Size);
        frame[0] = KeyCrypto.ChallengeFrame.Version;
        frame[1] = KeyCrypto.ChallengeFrame.FlagProvisioned;
        return frame;
    }
}
