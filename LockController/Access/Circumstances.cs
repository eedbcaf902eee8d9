using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>What a judgement depends on beside the lock's memory: the challenge in force and the time. Filled anew for each request.</summary>
public sealed class Circumstances
{
    /// <summary>The frame of the challenge in force, 22 bytes; null when there is none.</summary>
    public byte[]? ChallengeFrame;

    /// <summary>How old the challenge is, ms of uptime.</summary>
    public long ChallengeAgeMs;

    /// <summary>The highest sequence number used under this challenge; 0 before the first.</summary>
    public ushort LastSequence;

    /// <summary>How far the clock is trusted.</summary>
    public ClockTrust Trust;

    /// <summary>The lock's time: exact, a lower bound, or 0.</summary>
    public uint Now;

    /// <summary>For how long the lower bound has stood on uptime alone, seconds.</summary>
    public uint FloorAgeSeconds;
}
