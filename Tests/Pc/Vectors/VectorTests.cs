using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>Compares docs/protocol-vectors.json with the product's code and with a second implementation of the formulas.</summary>
[TestClass]
public sealed class VectorTests
{
    [TestMethod]
    public void The_file_is_what_the_code_makes_of_its_inputs()
    {
        string expected = VectorWriter.Write();
        if (VectorFile.IsToBeWritten)
            File.WriteAllText(VectorFile.Path, expected);
        string[] lines = expected.Split('\n');
        string[] found = File.ReadAllText(VectorFile.Path).Split('\n');
        for (int i = 0; i < lines.Length && i < found.Length; i++)
            Assert.AreEqual(lines[i], found[i], $"docs/protocol-vectors.json, line {i + 1}");
        Assert.HasCount(lines.Length, found);
    }

    [TestMethod]
    public void Every_value_follows_from_its_inputs_by_a_second_implementation()
    {
        foreach (JsonElement item in Cases().Where(item => Kind(item) != "pieces"))
        {
            Dictionary<string, byte[]> computed = IndependentCases.Compute(Kind(item), item.GetProperty("in"));
            List<string> names = [];
            foreach (JsonProperty value in item.GetProperty("out").EnumerateObject())
            {
                names.Add(value.Name);
                Assert.IsTrue(computed.ContainsKey(value.Name), $"{Name(item)}: {value.Name} is computed");
                Assert.AreEqual(Convert.ToHexStringLower(computed[value.Name]), value.Value.GetString(), $"{Name(item)}: {value.Name}");
            }
            CollectionAssert.AreEquivalent(computed.Keys, names, Name(item));
        }
    }

    [TestMethod]
    public void The_pieces_carry_a_header_byte_each_and_make_up_the_frame()
    {
        JsonElement item = Cases().Single(item => Kind(item) == "pieces");
        int size = item.GetProperty("in").GetProperty("mtu").GetInt32() - 3;
        byte[] frame = IndependentProtocol.Hex(item.GetProperty("in"), "frame");
        List<string> expected = [];
        for (int at = 0; at < frame.Length; at += size - 1)
        {
            bool isLast = at + size - 1 >= frame.Length;
            byte header = (byte)((at == 0 ? 0x80 : 0) | (isLast ? 0x40 : 0) | expected.Count);
            expected.Add(Convert.ToHexStringLower([header, .. frame[at..(isLast ? frame.Length : at + size - 1)]]));
        }
        string?[] pieces = [.. item.GetProperty("out").GetProperty("pieces").EnumerateArray().Select(piece => piece.GetString())];
        CollectionAssert.AreEqual(expected.ToArray(), pieces, "pieces");
    }

    [TestMethod]
    public void There_are_enough_cases_of_every_kind_and_their_names_are_unique()
    {
        JsonElement[] cases = [.. Cases()];
        Assert.IsGreaterThanOrEqualTo(30, cases.Length);
        Assert.HasCount(12, cases.Select(Kind).Distinct());
        Assert.HasCount(cases.Length, cases.Select(Name).Distinct());
    }

    internal static IEnumerable<JsonElement> Cases() =>
        JsonDocument.Parse(File.ReadAllText(VectorFile.Path)).RootElement.GetProperty("cases").EnumerateArray();

    internal static string Name(JsonElement item) => item.GetProperty("name").GetString()!;

    internal static string Kind(JsonElement item) => item.GetProperty("kind").GetString()!;
}
