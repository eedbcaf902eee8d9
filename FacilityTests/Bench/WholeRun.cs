using LockFirmware.FacilityTests.InChromium;

// Two test classes run at a time: each test has its own program, database, folder and clock.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.ClassLevel)]

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
