namespace LockFirmware.KeyCrypto;

/// <summary>
/// The detail of a Fault event whose reason is a thread or memory (<see cref="FaultReason"/> 1 to 3 and 6; docs/protocol.md, 7.1): thread
/// u8 | requests to exit u8 &lt;&lt; 8 | fire alarms u8 &lt;&lt; 16: those that were not recorded before the lock was started again | with
/// reason 6 failed starts in a row u8 &lt;&lt; 24. Each is 255 at most.
/// </summary>
public static class FaultDetail
{
    private const int CountMax = 0xFF;

    /// <summary>The detail.</summary>
    /// <param name="thread">Number of the thread.</param>
    /// <param name="presses">Requests to exit that were served and not recorded.</param>
    /// <param name="fires">Fire alarms that were served and not recorded.</param>
    /// <param name="starts">Starts in a row that failed for lack of memory; 0 with another reason.</param>
    public static uint Pack(byte thread, int presses, int fires, int starts = 0) =>
        thread | ((uint)Capped(presses) << 8) | ((uint)Capped(fires) << 16) | ((uint)Capped(starts) << 24);

    /// <summary>Number of the thread: 1 the lock's, 2 the one that reads the request-to-exit, 3 the supervisor's, 4 the radio's.</summary>
    public static byte Thread(uint detail) => (byte)detail;

    /// <summary>Requests to exit, 255 for more.</summary>
    public static byte Presses(uint detail) => (byte)(detail >> 8);

    /// <summary>Fire alarms, 255 for more.</summary>
    public static byte Fires(uint detail) => (byte)(detail >> 16);

    /// <summary>Starts in a row that failed for lack of memory, 255 for more; 0 with another reason.</summary>
    public static byte Starts(uint detail) => (byte)(detail >> 24);

    private static int Capped(int count) => count > CountMax ? CountMax : count;
}
