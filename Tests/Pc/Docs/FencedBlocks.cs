using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>The fenced blocks of a document.</summary>
internal static class FencedBlocks
{
    /// <summary>Each block's language, empty where none is named, and its lines.</summary>
    public static IEnumerable<(string Language, string[] Lines)> Of(string document) =>
        Regex.Matches(document, @"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value.TrimEnd('\n').Split('\n')));
}
