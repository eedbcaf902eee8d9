using System;
using System.IO;
using System.Text.Json;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>
/// Project Wycheproof's vectors for HMAC-SHA256 (C2SP/wycheproof, testvectors_v1/hmac_sha256_test.json, Apache-2.0). The
/// file is not part of this repository: the test reads it from where the environment variable says.
/// </summary>
[TestClass]
public sealed class WycheproofTests
{
    private const string PathVariable = "LOCKFIRMWARE_WYCHEPROOF";

    [TestMethod]
    public void The_mac_accepts_what_is_valid_and_nothing_that_is_not()
    {
        string? path = Environment.GetEnvironmentVariable(PathVariable);
        if (string.IsNullOrEmpty(path))
            Assert.Inconclusive($"{PathVariable} names no hmac_sha256_test.json.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        int count = 0;
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                Check(test);
                count++;
            }
        }
        Assert.AreEqual(document.RootElement.GetProperty("numberOfTests").GetInt32(), count, "tests");
    }

    private static void Check(JsonElement test)
    {
        byte[] tag = IndependentProtocol.Hex(test, "tag");
        byte[] hash = Hmac.Hash(IndependentProtocol.Hex(test, "key"), IndependentProtocol.Hex(test, "msg"));
        bool isValid = test.GetProperty("result").GetString() == "valid";
        int length = Math.Min(tag.Length, hash.Length);
        Assert.AreEqual(isValid, Bytes.FixedTimeEquals(tag, 0, hash, 0, length), $"tcId {test.GetProperty("tcId").GetInt32()}");
        if (isValid)
            Assert.IsTrue(Bytes.FixedTimeEquals(tag, 0, hash, 0, Hmac.MacSize), "the mac on the wire");
    }
}
