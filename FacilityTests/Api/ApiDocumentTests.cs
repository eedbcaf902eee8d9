using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LockFirmware.FacilityTests.Bench;

namespace LockFirmware.FacilityTests.Api;

/// <summary>The OpenAPI document describes exactly the calls that exist.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ApiDocumentTests
{
    [TestMethod]
    public async Task Every_call_is_described_with_what_it_takes_and_answers()
    {
        using FacilityBench bench = new();
        JsonNode document = (await bench.Anonymous().GetFromJsonAsync<JsonNode>("/openapi/v1.json"))!;
        ApiCall[] calls = ApiCalls.Of(bench);
        Assert.IsGreaterThanOrEqualTo(7, calls.Length);
        JsonObject paths = document["paths"]!.AsObject();
        string[] described =
            [.. paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"))];
        CollectionAssert.AreEquivalent(calls.Select(call => call.ToString()).ToArray(), described);
        foreach (ApiCall call in calls)
        {
            JsonNode operation = paths[call.Path]![call.Method.ToLowerInvariant()]!;
            Assert.IsFalse(string.IsNullOrEmpty((string?)operation["summary"]) || string.IsNullOrEmpty((string?)operation["description"]),
                call.ToString());
            string[] statuses = [.. operation["responses"]!.AsObject().Select(response => response.Key)];
            string[] expected =
            [
                "429", "503", .. call.Body == null ? [] : new[] { "400", "408", "413", "415" }, .. call.IsForAnybody ? [] : new[] { "401" },
            ];
            CollectionAssert.IsSubsetOf(expected, statuses, call.ToString());
            Assert.AreEqual(1, statuses.Count(status => status.StartsWith('2')), call.ToString());
            Assert.AreEqual(call.IsForAnybody, operation["security"] == null, call.ToString());
            Assert.AreEqual(call.Body?.Name,
                ((string?)operation["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"])?.Split('/')[^1], call.ToString());
            foreach (string status in statuses.Where(status => status[0] != '2'))
                Assert.AreEqual("#/components/schemas/Refusal",
                    (string?)operation["responses"]![status]!["content"]!["application/json"]!["schema"]!["$ref"], $"{call}, {status}");
        }
    }
}
