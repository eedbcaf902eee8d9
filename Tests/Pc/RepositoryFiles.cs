using System;
using System.IO;
using System.Linq;

namespace LockFirmware.Tests.Pc;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file by its path from the root, with '/' between folders.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>The project files, as paths from the root; none of what a build leaves behind.</summary>
    public static string[] Projects() =>
        [.. Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LockFirmware.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
