using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>The projects that compile the tests for a board (Tests/Device).</summary>
[TestClass]
public class DeviceTestProjectTests
{
    // An image holds 65,535 bytes of strings; a third of it stays free.
    private const int StringBytesMax = 65_535 * 2 / 3;
    private const string Shared = "Tests/Device/Device.props";

    private static readonly string[] NotForDevice = ["Device", "Pc", "Rig", "bin", "obj", "TestResults"];

    [TestMethod]
    public void Each_folder_of_tests_is_compiled_into_one_assembly_of_the_device()
    {
        string[] expected = [.. Directory.EnumerateDirectories(RepositoryFiles.PathOf("Tests"))
            .Select(folder => Path.GetFileName(folder)!).Except(NotForDevice).Order(StringComparer.Ordinal)];
        string[] compiled =
            [.. Projects().SelectMany(project => Folders(project)).Select(folder => Path.GetFileName(folder)!)
                .Order(StringComparer.Ordinal)];
        Assert.AreSequenceEqual(expected, compiled);
        Assert.IsEmpty(Directory.EnumerateFiles(RepositoryFiles.PathOf("Tests"), "*.cs"), "a test class stands in a folder");
    }

    [TestMethod]
    public void Each_assembly_of_the_device_has_the_name_that_its_test_adapter_looks_for()
    {
        Assert.HasCount(4, Projects());
        foreach (string project in Projects())
            Assert.AreEqual("NFUnitTest", XDocument.Parse(RepositoryFiles.Read(project)).Descendants("AssemblyName").Single().Value,
                project);
    }

    [TestMethod]
    public void A_third_of_the_strings_that_an_image_holds_stays_free()
    {
        foreach (string project in Projects())
        {
            int bytes = Strings([.. Folders(project), .. Folders(Shared)]).Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
            Assert.IsGreaterThan(10_000, bytes, project);
            Assert.IsLessThanOrEqualTo(StringBytesMax, bytes, project);
        }
    }

    private static string[] Projects() =>
        [.. RepositoryFiles.Projects().Where(path => path.StartsWith("Tests/Device/", StringComparison.Ordinal))];

    /// <summary>The folders that a project compiles, as full paths.</summary>
    private static IEnumerable<string> Folders(string project) =>
        XDocument.Parse(RepositoryFiles.Read(project)).Descendants("Compile").Select(item => item.Attribute("Include")!.Value)
            .Select(glob => glob[..glob.IndexOf("/**", StringComparison.Ordinal)])
            .Select(folder => RepositoryFiles.PathOf($"Tests/{folder["../../".Length..]}"));

    /// <summary>
    /// Every name and literal of the sources. That is somewhat more than an image has, because an image has no names of local variables.
    /// </summary>
    private static HashSet<string> Strings(IEnumerable<string> folders) =>
        [.. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantTokens())
            .Where(token => token.Kind() is SyntaxKind.IdentifierToken or SyntaxKind.StringLiteralToken
                or SyntaxKind.InterpolatedStringTextToken)
            .Select(token => token.ValueText)];
}
