using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.TestKit.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockFirmware.Tests.Pc.Sources;

/// <summary>A file and a function of the product stay small enough to be read at once.</summary>
[TestClass]
public class SourceSizeTests
{
    private const int FileLinesMax = 400;
    private const int FunctionLinesMax = 60;

    private static readonly string[] Projects = ["KeyCrypto", "KeyIssuing", "LockController", "LockLink", "Installer", "Facility", "FacilityDemo", "boards", "TestKit"];

    [TestMethod]
    public void No_file_has_more_than_400_lines_and_no_function_more_than_60()
    {
        string[] files = [.. Projects.SelectMany(Files)];
        Assert.IsGreaterThan(300, files.Length);
        string[] tooLong = [.. files.SelectMany(TooLong)];
        Assert.IsEmpty(tooLong, string.Join('\n', tooLong));
    }

    // Migrations are written by a tool.
    private static IEnumerable<string> Files(string project) =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf(project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(RepositoryFiles.Root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj" or "Migrations"));

    private static IEnumerable<string> TooLong(string file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
        string name = Path.GetRelativePath(RepositoryFiles.Root, file);
        int lines = Lines(root);
        if (lines > FileLinesMax)
            yield return $"{name}: {lines} lines";
        foreach (SyntaxNode function in root.DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax))
        {
            if (Lines(function) > FunctionLinesMax)
                yield return $"{name}, line {function.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {Lines(function)} lines";
        }
    }

    private static int Lines(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
