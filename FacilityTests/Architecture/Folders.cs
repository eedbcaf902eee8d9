using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.FacilityTests.Architecture;

/// <summary>The folders of a project and which of them use which others.</summary>
internal static partial class Folders
{
    /// <summary>The folder of the project file itself.</summary>
    public const string Top = ".";

    private const string PageNamespace = "AspNetCoreGeneratedDocument.";

    /// <summary>The arrows between a project's folders, each with the first pair of types that causes it.</summary>
    /// <param name="project">The folder of a project, from the root.</param>
    /// <param name="assembly">The name of its assembly.</param>
    public static SortedDictionary<(string From, string To), string> Arrows(string project, string assembly)
    {
        Dictionary<string, string> folderOf = Types(project);
        SortedDictionary<(string From, string To), string> arrows = [];
        foreach ((string from, string to) in TypeArrows.Of(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")).Order())
        {
            if (FolderOf(folderOf, from) is string one && FolderOf(folderOf, to) is string other && one != other)
                arrows.TryAdd((one, other), $"{one} -> {other}: {from} -> {to}");
        }
        return arrows;
    }

    /// <summary>The arrows that are part of a circle.</summary>
    public static IEnumerable<string> Circles(SortedDictionary<(string From, string To), string> arrows)
    {
        ILookup<string, string> next = arrows.Keys.ToLookup(arrow => arrow.From, arrow => arrow.To);
        return arrows.Where(arrow => Reached(next, arrow.Key.To).Contains(arrow.Key.From)).Select(arrow => arrow.Value);
    }

    /// <summary>The folders that declare types.</summary>
    public static IEnumerable<string> WithTypes(string project) => Types(project).Values.Distinct().Order(StringComparer.Ordinal);

    private static HashSet<string> Reached(ILookup<string, string> next, string start)
    {
        HashSet<string> reached = [start];
        Stack<string> open = new([start]);
        while (open.TryPop(out string? folder))
        {
            foreach (string other in next[folder].Where(reached.Add))
                open.Push(other);
        }
        return reached;
    }

    /// <summary>The folder of a type; null for types that the compiler makes.</summary>
    private static string? FolderOf(Dictionary<string, string> folderOf, string type)
    {
        if (!type.StartsWith(PageNamespace, StringComparison.Ordinal))
            return folderOf.GetValueOrDefault(type);
        // The class of a page is named after its path, with '_' for '/'. The name of a partial page itself begins with '_'.
        string[] path = type[PageNamespace.Length..].Split('_');
        return string.Join('/', path[..^1]).TrimEnd('/');
    }

    /// <summary>Each type of a project, by its full name, and its folder.</summary>
    private static Dictionary<string, string> Types(string project)
    {
        Dictionary<string, string> types = [];
        string root = RepositoryFiles.PathOf(project);
        string[] others =
            [.. RepositoryFiles.Projects().Select(file => Path.GetDirectoryName(file)!)
                .Where(folder => folder.StartsWith(project + "/", StringComparison.Ordinal))];
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/');
            if (folder.Split('/').Any(part => part is "bin" or "obj") || others.Any(other => IsIn($"{project}/{folder}", other)))
                continue;
            string text = File.ReadAllText(file);
            string space = Namespace().Match(text) is { Success: true } match ? match.Groups[1].Value + "." : "";
            foreach (Match type in TypeName().Matches(text))
                types.TryAdd(space + type.Groups[1].Value, folder);
        }
        return types;
    }

    private static bool IsIn(string folder, string other) => folder == other || folder.StartsWith(other + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // Types stand at the start of a line: namespaces are those of the whole file.
    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|interface|enum|record|delegate [\w?<>\[\]]+) (?:struct |class )?(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeName();
}
