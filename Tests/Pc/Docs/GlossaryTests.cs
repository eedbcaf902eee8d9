using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>The words of docs/glossary.md are in use, and those that it rules out are not.</summary>
[TestClass]
public sealed partial class GlossaryTests
{
    private const string Glossary = "docs/glossary.md";
    private const string RuledOutHeading = "## Words that are not used";

    private static readonly string[] ProductFolders =
        ["KeyCrypto", "KeyIssuing", "LockController", "LockLink", "Installer", "Facility", "FacilityDemo", "Phone", "boards", "docs"];

    [TestMethod]
    public void Every_word_is_used_outside_the_glossary()
    {
        string[] texts = [.. Files().Select(ReadWords)];
        string[] words =
            [.. Word().Matches(Read()[..Read().IndexOf(RuledOutHeading, StringComparison.Ordinal)]).Select(match => match.Groups[1].Value)];
        Assert.IsGreaterThan(40, words.Length);
        foreach (string word in words)
            Assert.IsTrue(texts.Any(text => Contains(text, word)), $"{Glossary}: nothing else says \"{word}\".");
    }

    [TestMethod]
    public void No_word_that_is_ruled_out_is_used()
    {
        string table = Read()[Read().IndexOf(RuledOutHeading, StringComparison.Ordinal)..];
        string[] words = [.. RuledOut().Matches(table).Select(match => match.Groups[1].Value).Where(word => word != "not")];
        Assert.IsNotEmpty(words);
        foreach (string file in Files())
        {
            string text = ReadWords(file);
            foreach (string word in words)
                Assert.IsFalse(Contains(text, word),
                    $"{Path.GetRelativePath(RepositoryFiles.Root, file)} says \"{word}\"; see {Glossary}.");
        }
    }

    private static string Read() => RepositoryFiles.Read(Glossary);

    private static IEnumerable<string> Files() =>
        ProductFolders.Select(RepositoryFiles.PathOf).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories))
            .Append(RepositoryFiles.PathOf("README.md"))
            .Where(file => Path.GetExtension(file) is ".cs" or ".cshtml" or ".md" && Path.GetFileName(file) != Path.GetFileName(Glossary))
            .Where(file => !Path.GetRelativePath(RepositoryFiles.Root, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj"));

    // In lower case, every word between two single spaces; a name such as RadioQueue counts as its words.
    private static string ReadWords(string file) => Words(File.ReadAllText(file));

    private static string Words(string text) => $" {NoLetter().Replace(NameBorder().Replace(text, " "), " ").ToLowerInvariant()} ";

    private static bool Contains(string words, string word) =>
        words.Contains(Words(word), StringComparison.Ordinal) || words.Contains(Words(word + "s"), StringComparison.Ordinal);

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| ([a-z][a-z ]*) \|", RegexOptions.Multiline)]
    private static partial Regex RuledOut();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NoLetter();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex NameBorder();
}
