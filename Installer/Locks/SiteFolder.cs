using LockFirmware.InstallerTool.Flash;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>
/// The folder of a facility (docs/lockctl.md, Files): facility.json, locks/ with a folder for each lock, images/ with a folder for each
/// board. Nothing of it belongs into a git repository.
/// </summary>
internal static class SiteFolder
{
    /// <summary>The name of the facility file.</summary>
    public const string FacilityFileName = "facility.json";

    private const string GitIgnore = ".gitignore";

    /// <summary>Finds the facility file in a folder or the next one above it that has one.</summary>
    /// <returns>The path; null when there is none.</returns>
    public static string? Find(string folder)
    {
        for (DirectoryInfo? here = new(folder); here != null; here = here.Parent)
        {
            string path = Path.Combine(here.FullName, FacilityFileName);
            if (File.Exists(path))
                return path;
        }
        return null;
    }

    /// <summary>The place of a board's image.</summary>
    /// <param name="facilityPath">The facility file.</param>
    /// <param name="board">The board.</param>
    public static string ImageOf(string facilityPath, BoardFile board) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(facilityPath))!, "images", board.Name, board.Image);

    /// <summary>Keeps git from storing the files of a facility, for a folder that is in a repository by mistake.</summary>
    public static void IgnoreByGit(string facilityPath)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(facilityPath))!, GitIgnore);
        if (!File.Exists(path))
            File.WriteAllText(path, "# Secrets of a facility. None of them belongs into a repository.\n*\n");
    }

    /// <summary>The git repository that a file is in.</summary>
    /// <returns>Its folder; null when there is none.</returns>
    public static string? RepositoryOf(string path)
    {
        DirectoryInfo? here = Directory.GetParent(Path.GetFullPath(path));
        while (here != null && !Path.Exists(Path.Combine(here.FullName, ".git")))
            here = here.Parent;
        return here?.FullName;
    }
}
