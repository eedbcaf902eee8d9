using System;
using System.IO;

namespace LockFirmware.TestKit.Run;

/// <summary>Where the temporary files of a test run stand.</summary>
public static class TemporaryFiles
{
    private const string Variable = "TMPDIR";
    private const string MemoryFolder = "/dev/shm";

    /// <summary>
    /// Keeps them in memory where the system has a folder for that, as Linux has. The product flushes what it writes to the disk;
    /// thousands of flushes would be most of the time of some tests. A folder that TMPDIR names is kept. Programs that the tests
    /// start inherit the choice.
    /// </summary>
    public static void KeepInMemory()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)) && Directory.Exists(MemoryFolder))
            Environment.SetEnvironmentVariable(Variable, MemoryFolder);
    }
}
