using System;

namespace LockFirmware.KeyCrypto;

/// <summary>
/// What a phone reads before each exchange: version u8 = 1 | flags u8 (bit 0 provisioned) | now u32 | challenge[16]
/// (docs/protocol.md, 4). Every proof covers it whole.
/// </summary>
public static class ChallengeFrame
{
    /// <summary>Bytes of the frame; fits one read at the smallest MTU.</summary>
    public const int Size = 22;

    /// <summary>Bytes of the challenge in it.</summary>
    public const int ChallengeSize = 16;

    /// <summary>Offset of the challenge.</summary>
    public const int ChallengeOffset = 6;

    /// <summary>The version of the radio protocol.</summary>
    public const byte Version = 1;

    /// <summary>Flag: the lock has an identity.</summary>
    public const byte FlagProvisioned = 1;

    private const int EntropySize = 16;

    /// <summary>Draws the challenge <c>H(nonceSecret, bootCount u32 | drawCount u32 | entropy)[0..16)</c> into a frame.</summary>
    /// <param name="frame">22 bytes, written whole.</param>
    /// <param name="nonceSecret">32 bytes.</param>
    /// <param name="bootCount">Persisted before the first challenge of a boot.</param>
    /// <param name="drawCount">Rises with every challenge of a boot.</param>
    /// <param name="entropy">16 bytes; the challenge does not repeat even when they are constant.</param>
    /// <param name="provisioned">Whether the lock has an identity.</param>
    /// <param name="now">The lock's time, seconds since 2020-01-01T00:00:00Z; 0 when it knows none.</param>
    public static void Draw(byte[] frame, byte[] nonceSecret, uint bootCount, uint drawCount, byte[] entropy, bool provisioned, uint now)
    {
        byte[] input = new byte[8 + EntropySize];
        int at = Bytes.WriteU32(input, 0, bootCount);
        at = Bytes.WriteU32(input, at, drawCount);
        Array.Copy(entropy, 0, input, at, EntropySize);
        byte[] hash = Hmac.Hash(nonceSecret, input);
        frame[0] = Version;
        frame[1] = provisioned ? FlagProvisioned : (byte)0;
        Bytes.WriteU32(frame, 2, now);
        Array.Copy(hash, 0, frame, ChallengeOffset, ChallengeSize);
    }

    /// <summary>Whether the frame says that the lock has an identity.</summary>
    public static bool IsProvisioned(byte[] frame) => (frame[1] & FlagProvisioned) != 0;

    /// <summary>The lock's time in the frame, seconds since 2020-01-01T00:00:00Z; 0 when it knows none.</summary>
    public static uint Now(byte[] frame) => Bytes.ReadU32(frame, 2);
}
