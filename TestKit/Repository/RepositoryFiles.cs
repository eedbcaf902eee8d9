namespace LockFirmware.TestKit.Repository;

/// <summary>The files of the repository that the tests were built from.</summary>
public static class RepositoryFiles
{
    /// <summary>The path of the folder that holds the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder.</summary>
    /// <param name="path">Its path from the root, with '/' between folders.</param>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file.</summary>
    /// <param name="path">Its path from the root, with '/' between folders.</param>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>The paths of all project files from the root, in ordinal order. Folders of build output are left out.</summary>
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
