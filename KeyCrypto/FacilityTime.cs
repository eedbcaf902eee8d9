namespace LockFirmware.KeyCrypto;

/// <summary>
/// The facility's time for one lock and one challenge: utc u32 | mac[16], with
/// <c>mac = H(noticeSecret, "LF1 time" | challengeFrame | utc)[0..16)</c> (docs/protocol.md, 5). The body of SetTime.
/// </summary>
public static class FacilityTime
{
    /// <summary>Bytes of the whole.</summary>
    public const int Size = 4 + Hmac.MacSize;

    /// <summary>Makes the time stamp (the facility's side).</summary>
    /// <param name="noticeSecret">The lock's <see cref="LockSecrets.NoticeSecret"/>.</param>
    /// <param name="challengeFrame">What the lock's Challenge gave, 22 bytes.</param>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z at the moment of this call.</param>
    public static byte[] Make(byte[] noticeSecret, byte[] challengeFrame, uint utc)
    {
        byte[] time = new byte[Size];
        int at = Bytes.WriteU32(time, 0, utc);
        Bytes.Append(time, at, Mac(noticeSecret, challengeFrame, utc), 0, Hmac.MacSize);
        return time;
    }

    /// <summary>Checks the mac in constant time and gives the time.</summary>
    /// <param name="noticeSecret">The lock's <see cref="LockSecrets.NoticeSecret"/>.</param>
    /// <param name="challengeFrame">The challenge in force.</param>
    /// <param name="source">Holds the time stamp.</param>
    /// <param name="offset">Where it starts; <see cref="Size"/> bytes.</param>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z; not to be used when the result is false.</param>
    public static bool TryOpen(byte[] noticeSecret, byte[] challengeFrame, byte[] source, int offset, out uint utc)
    {
        utc = Bytes.ReadU32(source, offset);
        byte[] expected = Mac(noticeSecret, challengeFrame, utc);
        return Bytes.FixedTimeEquals(expected, 0, source, offset + 4, Hmac.MacSize);
    }

    private static byte[] Mac(byte[] noticeSecret, byte[] challengeFrame, uint utc)
    {
        byte[] data = new byte[ChallengeFrame.Size + 4];
        Bytes.WriteU32(data, Bytes.Append(data, 0, challengeFrame, 0, ChallengeFrame.Size), utc);
        return Hmac.Derive(noticeSecret, Labels.Time, data);
    }
}
