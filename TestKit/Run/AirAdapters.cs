using System;

namespace LockFirmware.TestKit.Run;

/// <summary>
/// The Bluetooth adapters of this computer that a test may use, as a variable names them: the lock's, the phone's, then more. Without
/// enough of them a test is skipped, because a computer rarely has several (CONTRIBUTING.md).
/// </summary>
public static class AirAdapters
{
    /// <summary>
    /// How long a lock advertises before it begins anew. Emulated controllers tell a scan of an advertiser only when one of the two begins.
    /// </summary>
    public static readonly TimeSpan AdvertiseAgain = TimeSpan.FromMilliseconds(700);

    private const string Variable = "LOCK_TEST_AIR";

    /// <summary>Whether tests may use adapters.</summary>
    public static bool AreNamed => Names.Length > 0;

    private static string[] Names => (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The adapters, the lock's first, the phone's second.</summary>
    /// <param name="count">How many the test needs.</param>
    /// <param name="skip">Skips the test, and says why.</param>
    public static string[] Take(int count, Action<string> skip)
    {
        string[] adapters = Names;
        if (adapters.Length < count)
            skip($"{Variable} does not name {count} Bluetooth adapters, the lock's and the phone's first, like hci1,hci0.");
        return adapters[..count];
    }
}
