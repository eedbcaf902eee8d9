namespace LockFirmware.KeyCrypto;

/// <summary>
/// The state byte in the answers to Here and Status (docs/protocol.md, 4.2): bits 0..1 clock trust | bit 2 overlocked | bit 3 lockdown |
/// bit 4 held open (passage mode); the rest zero. The answer to Here has the trust alone.
/// </summary>
public static class StateByte
{
    private const int TrustMask = 3;
    private const int FlagOverlocked = 1 << 2;
    private const int FlagLockdown = 1 << 3;
    private const int FlagHeldOpen = 1 << 4;

    /// <summary>Writes the state byte.</summary>
    /// <param name="trust">How far the lock trusts its clock.</param>
    /// <param name="isOverlocked">Whether the unit is overlocked.</param>
    /// <param name="isLockdown">Whether the site is in lockdown.</param>
    /// <param name="isHeldOpen">Whether passage mode is on.</param>
    public static byte Pack(ClockTrust trust, bool isOverlocked, bool isLockdown, bool isHeldOpen) =>
        (byte)((int)trust | (isOverlocked ? FlagOverlocked : 0) | (isLockdown ? FlagLockdown : 0) | (isHeldOpen ? FlagHeldOpen : 0));

    /// <summary>How far the lock trusts its clock.</summary>
    public static ClockTrust Trust(byte state) => (ClockTrust)(state & TrustMask);

    /// <summary>Whether the unit is overlocked.</summary>
    public static bool IsOverlocked(byte state) => (state & FlagOverlocked) != 0;

    /// <summary>Whether the site is in lockdown.</summary>
    public static bool IsLockdown(byte state) => (state & FlagLockdown) != 0;

    /// <summary>Whether the latch is held open (passage mode).</summary>
    public static bool IsHeldOpen(byte state) => (state & FlagHeldOpen) != 0;
}
