using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.FacilityTests.Architecture;

/// <summary>A folder uses only folders above it in the project's table of docs/architecture.md.</summary>
[TestClass]
public sealed partial class FolderOrderTests
{
    private const string Page = "docs/architecture.md";

    [TestMethod]
    [DataRow("LockController", "LockController")]
    [DataRow("Facility", "facility")]
    public void A_folder_uses_only_folders_above_it_in_the_table(string project, string assembly)
    {
        string[] table = Table(project);
        string[] wrong = [.. Folders.Arrows(project, assembly)
            .Where(arrow => !table.Take(Array.IndexOf(table, arrow.Key.From)).Contains(arrow.Key.To))
            .Select(arrow => arrow.Value)];
        Assert.IsEmpty(wrong, $"{project}:\n{string.Join('\n', wrong)}");
    }

    [TestMethod]
    [DataRow("LockController")]
    [DataRow("Facility")]
    public void The_table_names_every_folder_once_and_no_other(string project)
    {
        string[] table = Table(project);
        Assert.AreSequenceEqual(table.Distinct(), table, $"{Page}, folder of {project}");
        string[] missing = [.. Folders.WithTypes(project).Except(table)];
        Assert.IsEmpty(missing, $"{Page}, folder of {project}, no row: {string.Join(", ", missing)}");
        foreach (string folder in table)
            Assert.IsTrue(Directory.Exists(RepositoryFiles.PathOf($"{project}/{folder}")), $"{Page}: {project}/{folder}");
    }

    // The folders in the order of the table, from the bottom to the top.
    private static string[] Table(string project)
    {
        string text = RepositoryFiles.Read(Page);
        string head = $"| folder of `{project}` |";
        int start = text.IndexOf(head, StringComparison.Ordinal);
        Assert.IsGreaterThan(0, start, $"{Page} has no table {head}");
        return [.. text[start..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).Select(Folder)];
    }

    private static string Folder(string line)
    {
        Match cell = FirstCell().Match(line);
        Assert.IsTrue(cell.Success, $"{Page}: {line}");
        return cell.Groups[1].Success ? cell.Groups[1].Value : Folders.Top;
    }

    // A name in code quotes, or the root: the folder of the project file.
    [GeneratedRegex(@"^\| (?:`([\w/]+)`|\(root\)) \|")]
    private static partial Regex FirstCell();
}
