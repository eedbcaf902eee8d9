using System;
using System.IO;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>Where docs/protocol-vectors.json is.</summary>
internal static class VectorFile
{
    /// <summary>If it is 1, the file is written from the code before it is checked.</summary>
    private const string RegenerateVariable = "LOCKFIRMWARE_WRITE_VECTORS";

    internal static bool IsToBeWritten => Environment.GetEnvironmentVariable(RegenerateVariable) == "1";

    internal static string Path => System.IO.Path.Combine(RepositoryRoot(), "docs", "protocol-vectors.json");

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "LockFirmware.sln")))
                return at.FullName;
        }
        throw new InvalidOperationException("The tests do not lie inside the repository.");
    }
}
