using System.Text.RegularExpressions;

namespace LockFirmware.TestKit.Repository;

/// <summary>Finds the fenced code blocks of a Markdown document.</summary>
public static class FencedBlocks
{
    /// <summary>The language of each block (empty if the block names none) and its lines.</summary>
    /// <param name="document">The text of the document.</param>
    public static IEnumerable<(string Language, string[] Lines)> Of(string document) =>
        Regex.Matches(document, @"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value.TrimEnd('\n').Split('\n')));
}
