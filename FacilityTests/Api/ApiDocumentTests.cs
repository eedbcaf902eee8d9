using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

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

    [TestMethod]
    public async Task Every_code_and_status_is_an_enum_and_every_number_is_a_number()
    {
        using FacilityBench bench = new();
        JsonNode document = (await bench.Anonymous().GetFromJsonAsync<JsonNode>("/openapi/v1.json"))!;
        JsonObject schemas = document["components"]!["schemas"]!.AsObject();
        JsonNode Field(string schema, string name) => schemas[schema]!["properties"]![name]!;
        string[] Words(JsonNode field) => [.. field["enum"]!.AsArray().Select(word => (string)word!)];
        string[] codes = Words(Field("Refusal", "code"));
        Assert.HasCount(24, codes);
        CollectionAssert.IsSubsetOf(new[] { "malformed", "too-slow", "busy", "too-many-shares" }, codes);
        CollectionAssert.AreEqual(new[] { "identity", "units", "payment", "hours", "connection" }, Words(Field("Refusal", "check")));
        CollectionAssert.AreEqual(new[] { "ok", "unknown-lock", "too-many" }, Words(Field("LockAnswer", "status")));
        CollectionAssert.IsSubsetOf(new[] { "advanced", "rolled-back", "malformed" }, Words(Field("LockAnswer", "receipts")["items"]!));
        CollectionAssert.IsSubsetOf(new[] { "ok", "rotten-event", "malformed" }, Words(Field("BatchAnswer", "status")));
        Assert.DoesNotContain("entryId", document.ToJsonString());
        foreach ((string name, JsonNode? schema) in schemas)
        {
            foreach ((string field, JsonNode? type) in schema!["properties"]!.AsObject())
            {
                if (type!["format"] is { } format && (string)format! is "int64" or "int32")
                    Assert.DoesNotContain("\"string\"", type["type"]!.ToJsonString(), $"{name}.{field}");
            }
        }
    }

    [TestMethod]
    public async Task A_phone_learns_the_facility_its_zone_and_when_it_opens()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim open) = await stage.AddTenantAsync("Ida Lake", 11);
        // It is a Wednesday, 13:00 UTC.
        (_, PhoneSim closed) = await stage.AddTenantAsync("Jon Field", 12, "Thu 08:00-10:00");
        string zone = await stage.Bench.InDbAsync(db => db.Sites.Select(site => site.Zone).SingleAsync());
        MeAnswer me = (await open.Client.GetFromJsonAsync<MeAnswer>("/api/me"))!;
        Assert.AreEqual(("Our facility", zone, true, (long?)null), (me.FacilityName, me.Zone, me.IsWithinHours, me.NextOpening));
        me = (await closed.Client.GetFromJsonAsync<MeAnswer>("/api/me"))!;
        Assert.IsFalse(me.IsWithinHours);
        Assert.IsNull(await closed.FetchAsync());
        Assert.AreEqual(closed.Refusal!.NextOpening, me.NextOpening);
        Assert.IsNotNull(me.NextOpening);
    }
}
