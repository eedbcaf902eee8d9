using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.TestKit.Repository;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Api;

/// <summary>The OpenAPI document describes exactly the calls that exist.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class ApiDocumentTests
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
        Assert.HasCount(25, codes);
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

    /// <summary>What a developer would otherwise find out by trying: lengths, bounds, bytes, and when to ask again.</summary>
    [TestMethod]
    public async Task Every_bound_that_a_body_is_checked_by_is_in_the_document_and_no_word_of_the_program()
    {
        using FacilityBench bench = new();
        JsonNode document = (await bench.Anonymous().GetFromJsonAsync<JsonNode>("/openapi/v1.json"))!;
        JsonObject schemas = document["components"]!["schemas"]!.AsObject();
        string Bounds(string schema, string field) => string.Join(' ', schemas[schema]!["properties"]![field]!.AsObject()
            .Where(part => part.Key is "format" or "minLength" or "maxLength" or "minItems" or "maxItems" or "minimum" or "maximum")
            .OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value}"));
        Assert.AreEqual("format=byte maxLength=32 minLength=32", Bounds("HereEvidence", "challengeFrame"));
        Assert.AreEqual("format=byte maxLength=24 minLength=24", Bounds("HereEvidence", "serverChallenge"));
        Assert.AreEqual("format=int64 maximum=4294967295 minimum=1", Bounds("HereRequest", "lockId"));
        Assert.AreEqual("maxItems=16 minItems=1", Bounds("CarryRequest", "locks"));
        Assert.AreEqual("maxLength=100 minLength=1", Bounds("SignInRequest", "deviceName"));
        Assert.AreEqual("maxLength=64", Bounds("SignInRequest", "code"));
        string[] told = [.. Descriptions(document)];
        Assert.IsGreaterThan(80, told.Length);
        Assert.IsEmpty(told.Where(text => ProgramWord().IsMatch(text)).ToArray());
        foreach ((string path, JsonNode? item) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in item!.AsObject())
            {
                foreach (string status in new[] { "429", "503" })
                    Assert.IsNotNull(operation!["responses"]![status]!["headers"]?["Retry-After"], $"{method} {path}, {status}");
            }
        }
    }

    private static IEnumerable<string> Descriptions(JsonNode? node) => node switch
    {
        JsonObject many => many.SelectMany(part => part is { Key: "description", Value: JsonValue text } ? [(string)text!]
            : Descriptions(part.Value)),
        JsonArray list => list.SelectMany(Descriptions),
        _ => [],
    };

    [GeneratedRegex(@"[a-z]\? |[A-Z][a-z]+\.[A-Z]|see [A-Z]")]
    private static partial Regex ProgramWord();

    [TestMethod]
    public async Task Every_call_has_examples_of_what_it_takes_and_of_every_answer_and_they_have_the_form_that_it_describes()
    {
        using FacilityBench bench = new();
        JsonNode document = (await bench.Anonymous().GetFromJsonAsync<JsonNode>("/openapi/v1.json"))!;
        JsonObject schemas = document["components"]!["schemas"]!.AsObject();
        HashSet<string> codes = [];
        foreach ((string path, JsonNode? item) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in item!.AsObject())
            {
                if (operation!["requestBody"] is { } body)
                    Check($"{method} {path}", body["content"]!["application/json"]!);
                foreach ((string status, JsonNode? response) in operation["responses"]!.AsObject())
                {
                    if (response!["content"]?["application/json"] is { } content)
                        Check($"{method} {path}, {status}", content);
                    else
                        Assert.AreEqual("204", status, $"{method} {path}");
                }
                JsonNode version = operation["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "Api-Version")!;
                Assert.AreEqual("1", (string?)version["example"]);
            }
        }
        // All but the answer to a call that does not exist, which is none of the calls described.
        CollectionAssert.AreEquivalent(
            schemas["Refusal"]!["properties"]!["code"]!["enum"]!.AsArray().Select(word => (string)word!).Except(["not-found"]).ToArray(),
            codes.ToArray());

        void Check(string what, JsonNode content)
        {
            JsonNode[] examples = content["example"] is { } one ? [one]
                : [.. content["examples"]?.AsObject().Select(example => example.Value!["value"]!) ?? []];
            Assert.IsNotEmpty(examples, $"{what} has no example");
            JsonObject schema = content["schema"]!.DeepClone().AsObject();
            schema["$defs"] = schemas.DeepClone();
            string text = schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
            JsonSchema form = JsonSchema.FromText(text);
            foreach (JsonNode example in examples)
            {
                EvaluationResults found = form.Evaluate(example, new EvaluationOptions { OutputFormat = OutputFormat.List });
                Assert.IsTrue(found.IsValid, $"{what}: {JsonSerializer.Serialize(found)}");
                if (example["code"] is { } code && example["reason"] != null)
                    codes.Add((string)code!);
            }
        }
    }

    [TestMethod]
    public async Task The_radio_part_is_served_beside_the_document_and_the_bytes_of_the_examples_are_those_of_the_vectors()
    {
        using FacilityBench bench = new();
        HttpClient anybody = bench.Anonymous();
        JsonNode document = (await anybody.GetFromJsonAsync<JsonNode>("/openapi/v1.json"))!;
        string radio = (string)document["externalDocs"]!["url"]!;
        Assert.AreEqual(RepositoryFiles.Read("docs/protocol.md"), await anybody.GetStringAsync(radio));
        Assert.AreEqual(RepositoryFiles.Read("docs/phone-app.md"), await anybody.GetStringAsync("/openapi/docs/phone-app.md"));
        string vectors = await anybody.GetStringAsync("/openapi/docs/protocol-vectors.json");
        Assert.AreEqual(RepositoryFiles.Read("docs/protocol-vectors.json"), vectors);
        string calls = document["paths"]!.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        string[] bytes = [.. Base64Text().Matches(calls).Select(match => match.Groups[1].Value).Distinct()];
        Assert.IsGreaterThanOrEqualTo(12, bytes.Length);
        foreach (string text in bytes)
            StringAssert.Contains(vectors, $"\"{Convert.ToHexStringLower(Convert.FromBase64String(text))}\"", text);
    }

    [TestMethod]
    public async Task A_call_of_another_version_is_refused_and_every_answer_names_the_version()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ida Lake", 11);
        const string refused = "version-not-supported";
        foreach ((string version, string? code) in new[] { ("", null), ("1", null), ("2", refused), ("x", refused) })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/me");
            request.Headers.TryAddWithoutValidation("Api-Version", version);
            using HttpResponseMessage answer = await phone.Client.SendAsync(request);
            Assert.AreEqual("1", answer.Headers.GetValues("Api-Version").Single(), version);
            Assert.AreEqual(code == null, answer.IsSuccessStatusCode, version);
            if (code != null)
                Assert.AreEqual(code, (await answer.Content.ReadFromJsonAsync<Refusal>())!.Code);
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

    // Long enough to be bytes and no word.
    [GeneratedRegex("\"((?=[A-Za-z0-9+/=]*[0-9+/=])(?:[A-Za-z0-9+/]{4}){5,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\"")]
    private static partial Regex Base64Text();
}
