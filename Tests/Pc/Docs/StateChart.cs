using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>A Mermaid state chart of a document: the line "%% Name" names the enum whose states it shows.</summary>
internal sealed partial class StateChart
{
    /// <summary>The name that Mermaid uses for the start, before the first state.</summary>
    public const string Start = "[*]";

    private StateChart(string name, IEnumerable<string> transitions)
    {
        Name = name;
        Transitions = [.. transitions];
    }

    /// <summary>The enum.</summary>
    public string Name { get; }

    /// <summary>Like "Closed --> Open".</summary>
    public SortedSet<string> Transitions { get; }

    /// <summary>The states that a transition names.</summary>
    public string[] States =>
        [.. Transitions.SelectMany(line => line.Split(Arrow)).Where(state => state != Start).Distinct().Order()];

    private const string Arrow = " --> ";

    /// <summary>A transition as it stands in <see cref="Transitions"/>.</summary>
    public static string Transition(string from, string to) => from + Arrow + to;

    /// <summary>The charts of a document.</summary>
    public static StateChart[] Of(string document) =>
        [.. FencedBlocks.Of(document).Where(block => block.Language == "mermaid").Select(block => Read(block.Lines))];

    private static StateChart Read(string[] lines)
    {
        string name = lines.Select(line => line.Trim()).Single(line => line.StartsWith("%% ", System.StringComparison.Ordinal))[3..];
        return new StateChart(name, lines.Select(line => Line().Match(line)).Where(match => match.Success)
            .Select(match => Transition(match.Groups["from"].Value, match.Groups["to"].Value)));
    }

    [GeneratedRegex(@"^\s*(?<from>\S+) --> (?<to>\w+)(: .+)?$")]
    private static partial Regex Line();
}
