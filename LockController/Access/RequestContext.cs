using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>
/// The challenge in force and the time: what a decision depends on besides the lock's memory. Filled anew for each request.
/// </summary>
internal sealed class RequestContext
{
    /// <summary>The frame of the challenge in force, 22 bytes; null when there is none.</summary>
    public byte[]? ChallengeFrame;

    /// <summary>The age of the challenge, ms of uptime.</summary>
    public long ChallengeAgeMs;

    /// <summary>The highest sequence number used under this challenge; 0 before the first.</summary>
    public ushort LastSequence;

    /// <summary>How far the clock is trusted.</summary>
    public ClockTrust Trust;

    /// <summary>The lock's time, seconds since 2020-01-01T00:00:00Z: exact with Set, a lower bound with Floor, 0 with Unknown.</summary>
    public uint Now;

    /// <summary>How long the lock has run without a set clock or a key that proved a later time, seconds.</summary>
    public uint FloorAgeSeconds;
}
