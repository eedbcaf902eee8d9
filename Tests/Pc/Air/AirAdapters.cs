using System;

namespace LockFirmware.Tests.Pc.Air;

/// <summary>
/// The Bluetooth adapters of this computer that a test may use, as a variable names them: the lock's, the phone's, then more. Without
/// enough of them a test is skipped, because a computer rarely has several (CONTRIBUTING.md).
/// </summary>
internal static class AirAdapters
{
    private const string Variable = "LOCK_TEST_AIR";

    /// <summary>The adapters, the lock's first, the phone's second.</summary>
    /// <param name="count">How many the test needs.</param>
    public static string[] Take(int count)
    {
        string[] adapters = (Environment.GetEnvironmentVariable(Variable) ?? string.Empty)
            .Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (adapters.Length < count)
            Assert.Inconclusive($"{Variable} does not name {count} Bluetooth adapters, the lock's and the phone's first, like hci1,hci0.");
        return adapters[..count];
    }
}
