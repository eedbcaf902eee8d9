using LockFirmware.KeyCrypto;

namespace LockFirmware.TestKit.Budget;

/// <summary>
/// How many bytes code allocates on its thread. What .NET allocates where an HMAC takes another key is not counted: a device has code of
/// its own for it. The result of an HMAC is counted.
/// </summary>
public static class OwnAllocations
{
    /// <summary>Executes code and counts.</summary>
    /// <param name="work">The code, on the thread of the caller.</param>
    public static long Of(Action work)
    {
        long forKeysBefore = HmacsOfThread.Current.AllocatedForKeys;
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated - (HmacsOfThread.Current.AllocatedForKeys - forKeysBefore);
    }
}
