namespace LockFirmware.KeyCrypto;

/// <summary>
/// The detail of a Fault event whose reason is a thread (<see cref="FaultReason"/> 1 to 3; docs/protocol.md, 7.1): thread u8 | requests to
/// exit u8 &lt;&lt; 8 | fire alarms u8 &lt;&lt; 16: those that were not recorded before the lock was started again, 255 at most.
/// </summary>
public static class FaultDetail
{
    private const int CountMax = 0xFF;

    /// <summary>The detail.</summary>
    /// <param name="thread">Number of the thread.</param>
    /// <param name="presses">Requests to exit that were served and not recorded.</param>
    /// <param name="fires">Fire alarms that were served and not recorded.</param>
    public static uint Pack(byte thread, int presses, int fires) => thread | ((uint)Capped(presses) << 8) | ((uint)Capped(fires) << 16);

    /// <summary>Number of the thread: 1 the lock's, 2 the one that reads the request-to-exit, 3 the supervisor's, 4 the radio's.</summary>
    public static byte Thread(uint detail) => (byte)detail;

    /// <summary>Requests to exit, 255 for more.</summary>
    public static byte Presses(uint detail) => (byte)(detail >> 8);

    /// <summary>Fire alarms, 255 for more.</summary>
    public static byte Fires(uint detail) => (byte)(detail >> 16);

    private static int Capped(int count) => count > CountMax ? CountMax : count;
}
