using LockFirmware.FacilityTests.InChromium;

// Four test classes run at a time, more than there are cores: browsers, locks and databases keep a test waiting.
// Each test has its own program, database, folder and clock.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.ClassLevel)]

namespace LockFirmware.FacilityTests.Bench;

/// <summary>Releases the things that all tests of a run share.</summary>
[TestClass]
public sealed class WholeRun
{
    /// <summary>Ends it.</summary>
    [AssemblyCleanup]
    public static async Task EndAsync()
    {
        await Chromium.EndAsync();
        MigratedDatabase.Drop();
    }
}
