using System.Text.Json.Nodes;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The app's half of the protocol in a real Chromium, over its own cryptography.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AppProtocolTests
{
    [TestMethod]
    public async Task Every_case_of_the_test_vectors_is_computed_by_the_modules_of_the_app()
    {
        string script = RepositoryFiles.Read("FacilityTests/InChromium/vectors.js");
        JsonArray cases = JsonNode.Parse(RepositoryFiles.Read("docs/protocol-vectors.json"))!["cases"]!.AsArray();
        Assert.IsGreaterThan(30, cases.Count);
        await using Visitor visitor = await Visitor.OpenAsync(new FacilityBench(isReal: true));
        await visitor.GoAsync("/app");
        foreach (JsonNode? one in cases)
        {
            string name = (string)one!["name"]!;
            string computed = await visitor.Page.EvaluateAsync<string>(script, one.ToJsonString());
            JsonObject values = JsonNode.Parse(computed)!.AsObject();
            foreach ((string field, JsonNode? value) in one["out"]!.AsObject())
                Assert.AreEqual(value!.ToJsonString(), values[field]?.ToJsonString(), $"{name}: {field}");
        }
    }
}
