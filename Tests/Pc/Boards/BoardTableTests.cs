using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>boards/README.md says what the boards are.</summary>
[TestClass]
public class BoardTableTests
{
    private static readonly (string Words, string Wire)[] Wires =
    [
        ("latch", "Latch"),
        ("door contact", "DoorContact"),
        ("request to exit", "RequestToExit"),
        ("bolt sensor", "BoltSensor"),
        ("fire release", "FireRelease"),
        ("tamper", "Tamper"),
        ("reset button", "ResetButton"),
        ("red light", "RedLed"),
        ("green light", "GreenLed"),
        ("buzzer", "Buzzer"),
    ];

    private readonly string _readme = RepositoryFiles.Read("boards/README.md");

    [TestMethod]
    public void The_table_is_that_of_the_boards()
    {
        string[] lines = [.. Table()];
        int at = _readme.IndexOf(lines[0], StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, at, lines[0]);
        Assert.AreEqual(string.Join('\n', lines) + "\n", _readme[at..(_readme.IndexOf("\n\n", at, StringComparison.Ordinal) + 1)]);
    }

    [TestMethod]
    public void The_table_has_a_row_for_every_wire_that_a_board_can_have() =>
        CollectionAssert.AreEquivalent(
            BoardSources.Constants("esp32").Keys.Where(name => name.EndsWith("Pin", StringComparison.Ordinal)).ToArray(),
            Wires.Select(wire => wire.Wire + "Pin").ToArray());

    [TestMethod]
    public void The_rules_are_those_of_the_check()
    {
        string[] said = [.. Regex.Matches(_readme, @"^\| `(\w+)` \|", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        string[] rules = [.. Regex.Matches(RepositoryFiles.Read("LockController/Gpio/BoardCheck.cs"), @"private enum (\w+)")
            .Select(match => match.Groups[1].Value).Where(rule => !rule.EndsWith("MustHaveAFreePin", StringComparison.Ordinal))];
        Assert.IsNotEmpty(rules);
        CollectionAssert.AreEquivalent(rules, said);
    }

    private static IEnumerable<string> Table()
    {
        string[] names = [.. BoardSources.RealNames];
        yield return Row("", name => $"[{name}]({name}/README.md)");
        yield return $"|{string.Concat(Enumerable.Repeat("---|", names.Length + 1))}";
        yield return Row("chip", name => Json(name).GetProperty("chip").GetString()!);
        yield return Row("target", name => $"`{Json(name).GetProperty("target").GetString()}`");
        yield return Row("PSRAM", name => Json(name).GetProperty("psram").GetBoolean() ? "needed" : "none");
        yield return Row("managed heap, bytes", name => Number(BoardMemory.HeapBytes(name)));
        yield return Row("the lock fits, by these figures", name => BoardMemory.Fits(name) ? "yes" : "**no**");
        yield return Row("seen on hardware", name => Json(name).GetProperty("seenOnHardware").GetBoolean() ? "yes" : "no");
        foreach ((string words, string wire) in Wires)
            yield return Row(words, name => Pin(name, wire));
        yield return Row("without power", name => Equals(BoardSources.Constants(name)["LatchFailSafe"], true)
            ? "fail-safe"
            : "fail-secure");

        string Row(string head, Func<string, string> cell) => $"| {head} | {string.Join(" | ", names.Select(cell))} |";
    }

    private static string Number(int bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);

    private static string Pin(string name, string wire) =>
        BoardSources.Fitted(BoardSources.Constants(name)).TryGetValue(wire, out int pin) ? pin.ToString() : "-";

    private static JsonElement Json(string name) => JsonDocument.Parse(RepositoryFiles.Read($"boards/{name}/board.json")).RootElement;
}
