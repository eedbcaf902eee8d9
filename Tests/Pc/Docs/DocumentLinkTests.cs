using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>The links between the documents lead to files and headings that exist.</summary>
[TestClass]
public sealed class DocumentLinkTests
{
    public static IEnumerable<object[]> Documents =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(RepositoryFiles.PathOf("boards"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryFiles.Root, "*.md"))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => new object[] { Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/') });

    [TestMethod]
    [DynamicData(nameof(Documents))]
    public void Every_link_of_a_document_leads_to_a_file_and_a_heading(string document)
    {
        string path = RepositoryFiles.PathOf(document);
        foreach (Match match in Regex.Matches(File.ReadAllText(path), @"\]\(([^)\s]+)\)"))
        {
            string link = match.Groups[1].Value;
            if (link.Contains("://", StringComparison.Ordinal))
                continue;
            string[] parts = link.Split('#');
            string target = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            Assert.IsTrue(File.Exists(target) || Directory.Exists(target), $"{document}: {link}");
            if (parts.Length > 1)
                Assert.Contains(parts[1], Anchors(File.ReadAllText(target)), $"{document}: {link}");
        }
    }

    [TestMethod]
    public void Every_drawing_is_shown_by_a_document_and_says_what_it_shows()
    {
        string documents = string.Concat(Documents.Select(document => RepositoryFiles.Read((string)document[0])));
        foreach (string drawing in Directory.EnumerateFiles(RepositoryFiles.PathOf("docs/drawings"), "*.svg"))
        {
            string name = Path.GetFileName(drawing);
            System.Xml.Linq.XElement svg = System.Xml.Linq.XElement.Load(drawing);
            Assert.Contains($"drawings/{name})", documents, $"{name} is shown nowhere");
            foreach (string element in new[] { "title", "desc" })
                Assert.IsGreaterThan(20, svg.Element(svg.Name.Namespace + element)?.Value.Length ?? 0, $"{name}: {element}");
        }
    }

    /// <summary>The anchors that a heading gets: lower case, spaces to hyphens, other signs dropped.</summary>
    private static HashSet<string> Anchors(string document) =>
        [.. Regex.Matches(document, @"^#{1,6} (.+)$", RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\w\- ]", string.Empty).Replace(' ', '-'))];
}
