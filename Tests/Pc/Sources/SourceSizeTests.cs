using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.TestKit.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockFirmware.Tests.Pc.Sources;

/// <summary>Files and functions of the product stay small enough to be read at once, and every line of code fits a window.</summary>
[TestClass]
public class SourceSizeTests
{
    private const int FileLinesMax = 400;
    private const int FunctionLinesMax = 60;
    private const int ColumnsMax = 140;

    private static readonly string[] Projects =
        ["KeyCrypto", "KeyIssuing", "LockController", "LockLink", "Installer", "Facility", "FacilityDemo", "Phone", "boards", "TestKit",
            "DeviceCosts"];

    [TestMethod]
    public void No_file_has_more_than_400_lines_and_no_function_more_than_60()
    {
        string[] files = [.. Projects.SelectMany(Files)];
        Assert.IsGreaterThan(300, files.Length);
        string[] tooLong = [.. files.SelectMany(TooLong)];
        Assert.IsEmpty(tooLong, string.Join('\n', tooLong));
    }

    [TestMethod]
    public void No_line_has_more_than_140_columns()
    {
        string[] files = [.. Files(".")];
        Assert.IsGreaterThan(600, files.Length);
        string[] tooWide = [.. files.SelectMany(TooWide)];
        Assert.IsEmpty(tooWide, string.Join('\n', tooWide));
    }

    // Migrations are written by a tool.
    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(RepositoryFiles.Root, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj" or "Migrations" || part.StartsWith('.')));

    private static IEnumerable<string> TooWide(string file)
    {
        string content = File.ReadAllText(file);
        if (content.Split('\n').All(line => line.TrimEnd('\r').Length <= ColumnsMax))
            return [];
        SyntaxNode root = CSharpSyntaxTree.ParseText(content).GetRoot();
        return root.SyntaxTree.GetText().Lines
            .Where(line => line.Span.Length > ColumnsMax && !IsInRawText(root, line.Start + ColumnsMax))
            .Select(line => $"{Path.GetRelativePath(RepositoryFiles.Root, file)}, line {line.LineNumber + 1}: {line.Span.Length} columns");
    }

    // A page or a query in a raw string is left as it is sent.
    private static bool IsInRawText(SyntaxNode root, int position)
    {
        SyntaxToken token = root.FindToken(position);
        return token.Kind() is SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            || token.Parent!.AncestorsAndSelf().OfType<InterpolatedStringExpressionSyntax>().Any(text => text.StringStartToken.Kind()
                is SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken);
    }

    private static IEnumerable<string> TooLong(string file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
        string name = Path.GetRelativePath(RepositoryFiles.Root, file);
        int lines = Lines(root);
        if (lines > FileLinesMax)
            yield return $"{name}: {lines} lines";
        foreach (SyntaxNode function in root.DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax))
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
