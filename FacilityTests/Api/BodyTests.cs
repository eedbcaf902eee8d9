using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using LockFirmware.Facility.Api;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Api;

/// <summary>Every invalid body is refused with a code and a reason, and changes nothing.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class BodyTests
{
    private const string JsonType = "application/json";
    private const int DepthOfMuch = 10_000;

    private static readonly byte[] Empty = "{}"u8.ToArray();

    [TestMethod]
    public async Task No_call_is_upset_by_what_it_is_sent()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(settings: ApiCalls.NoLimits);
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ida Lake", 11);
        await phone.FetchAsync();
        ApiCall[] calls = [.. ApiCalls.Of(stage.Bench).Where(call => call.Method != "GET")];
        CollectionAssert.AreEqual(new[] { ApiCall.SignOutPath }, calls.Where(call => call.Body == null).Select(call => call.Path).ToArray(),
            "calls that read no body");
        string before = Snapshot(stage);
        List<string> wrong = [];
        int count = 0;
        foreach (ApiCall call in calls.Where(call => call.Body != null))
        {
            foreach ((string name, HttpContent content, HttpStatusCode status, string code) in Contents(call.Body!))
            {
                count++;
                HttpResponseMessage answer = await phone.Client.PostAsync(call.Path, content);
                if (await ComplaintAsync(answer, status, code) is { } complaint)
                    wrong.Add($"{call}, {name}: {complaint}");
            }
        }
        Assert.AreEqual("", string.Join('\n', wrong));
        Assert.IsGreaterThan(200, count);
        Assert.AreEqual(before, Snapshot(stage), "something was changed");
    }

    [TestMethod]
    public async Task What_is_sent_to_sign_out_is_not_read()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Jon Field", 11);
        Assert.AreEqual(HttpStatusCode.NoContent, (await phone.Client.PostAsync(ApiCall.SignOutPath, new StringContent("{{{"))).StatusCode);
    }

    [TestMethod]
    [DataRow("GET", "/api/keys")]
    [DataRow("DELETE", "/api/me")]
    [DataRow("POST", "/api/none")]
    [DataRow("POST", "/api/keys/1")]
    public async Task Where_there_is_no_call_the_answer_says_so(string method, string path)
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        HttpResponseMessage answer = await stage.Bench.Anonymous().SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.IsNull(await ComplaintAsync(answer, HttpStatusCode.NotFound, "not-found"));
    }

    [TestMethod]
    public void The_table_knows_what_may_be_missing()
    {
        string[] names = [.. Fields(typeof(ShareRequest)).Select(item => item.Name)];
        CollectionAssert.IsSubsetOf(new[] { "keyId = null", "guestName = null", "share = {}", "keyId is missing" }, names);
        Assert.IsFalse(names.Contains("share = null"), "it may be");
        CollectionAssert.IsSubsetOf(
            new[] { "locks.0 = null", "locks.0.lockId = []", "locks.0.batches.0 = null", "locks.0.receipts.0.reply = null" },
            Fields(typeof(CarryRequest)).Select(item => item.Name).ToArray());
    }

    [TestMethod]
    [DataRow("/api/here", "{}", "lockId")]
    [DataRow("/api/here", "{\"lockId\":\"11\"}", "lockId")]
    [DataRow("/api/here", "{\"lockId\":1.5}", "lockId")]
    [DataRow("/api/here", "[", null)]
    [DataRow("/api/keys", "{\"here\":{\"lockId\":1,\"serverChallenge\":\"\",\"chalengeFrame\":\"\",\"body\":\"\"}}", "here.challengeFrame")]
    [DataRow("/api/keys", "{\"here\":{\"lockId\":1,\"serverChallenge\":\"AA\",\"challengeFrame\":\"\",\"body\":\"\"}}",
        "here.serverChallenge")]
    [DataRow("/api/carry", "{\"locks\":[{\"lockId\":1},{}]}", "locks[1].lockId")]
    [DataRow("/api/carry", "{\"locks\":[{\"lockId\":1,\"batches\":[null]}]}", "locks[0].batches")]
    [DataRow("/api/carry", "{\"locks\":[]}", "locks")]
    [DataRow("/api/shares", "{\"keyId\":1}", "share")]
    [DataRow("/api/shares", "{\"keyId\":1,\"guestId\":2,\"notAfter\":3,\"guestName\":7}", "guestName")]
    public async Task A_malformed_field_is_named(string path, string body, string? field)
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ida Lake", 11);
        HttpResponseMessage answer = await phone.Client.PostAsync(path, Typed(Encoding.UTF8.GetBytes(body), JsonType));
        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.AreEqual(field, (await answer.Content.ReadFromJsonAsync<Refusal>())!.Field);
    }

    private static async Task<string?> ComplaintAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        if (answer.StatusCode != status)
            return $"{answer.StatusCode}, not {status}: {await answer.Content.ReadAsStringAsync()}";
        if (answer.Content.Headers.ContentType?.MediaType != JsonType)
            return $"{answer.Content.Headers.ContentType} is not JSON";
        Refusal refusal = (await answer.Content.ReadFromJsonAsync<Refusal>())!;
        if (refusal.Code != code)
            return $"{refusal.Code}, not {code}";
        return refusal.Reason.Contains(' ') && refusal.Reason.EndsWith('.') ? null : $"the reason is no sentence: {refusal.Reason}";
    }

    private static IEnumerable<(string Name, HttpContent Content, HttpStatusCode Status, string Code)> Contents(Type body)
    {
        foreach (string type
            in new[] { "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml" })
            yield return ($"as {type}", Typed(Empty, type), HttpStatusCode.UnsupportedMediaType, "malformed");
        yield return ("without a type", Typed(Empty, null), HttpStatusCode.UnsupportedMediaType, "malformed");
        int sizeMax = body == typeof(CarryRequest) ? CarryExchange.SizeMax : ApiBody.SizeMax;
        byte[] huge = Encoding.UTF8.GetBytes("{\"padding\":\"" + new string('x', sizeMax) + "\"}");
        yield return ("huge", Typed(huge, JsonType), HttpStatusCode.RequestEntityTooLarge, "too-large");
        yield return ("huge, of unknown length", new EndlessContent(huge), HttpStatusCode.RequestEntityTooLarge, "too-large");
        foreach ((string name, byte[] bytes) in Bytes().Concat(Fields(body)))
            yield return (name, Typed(bytes, JsonType), HttpStatusCode.BadRequest, "malformed");
    }

    /// <summary>Bodies that every call refuses.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Bytes()
    {
        foreach (string text
            in new[] { "", " ", "null", "[]", "7", "\"text\"", "true", "{", "{}}", "{} {}", "{\"a\":1,}", "{'a':1}", "{/**/}",
                "{\"a\":NaN}", "\0", "{\"a\":\"\\ud800" })
            yield return (text, Encoding.UTF8.GetBytes(text));
        yield return ("a byte that is no UTF-8", [0xFF]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes("{}"));
        yield return ("deep arrays", Encoding.UTF8.GetBytes(new string('[', DepthOfMuch / 2)));
        yield return ("deep objects",
            Encoding.UTF8.GetBytes("{\"x\":" + string.Concat(Enumerable.Repeat("{\"x\":", 1000)) + "1" + new string('}', 1001)));
        yield return ("a deep property that nobody knows",
            Encoding.UTF8.GetBytes("{\"unknown\":" + new string('[', 20) + new string(']', 20) + "}"));
    }

    /// <summary>Bodies with one wrong field: for each field and each way to be wrong.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Fields(Type body)
    {
        foreach ((string path, Type type, bool mayBeNull, bool mayBeMissing) in Paths("", body))
        {
            List<string> values = type == typeof(string) ? ["{}", "[]", "7", "\"\\ud800\"", "\"\\udc00x\"", "\"\u00ff\""]
                : type == typeof(long) ? ["{}", "[]", "\"\"", "\"x\"", "1.5", "1e300", "99999999999999999999", "true", "\"11\""]
                : type.IsGenericType ? ["{}", "7", "\"x\""] : ["[]", "7", "\"x\"", "true"];
            if (!mayBeNull)
                values.Add("null");
            foreach (string value in values)
            {
                // The mark is replaced in the text, because the replacement need not be JSON that a library would write. A character above
                // 7 bits
                // becomes a byte that is not UTF-8.
                JsonNode sample = Sample(body)!;
                Put(sample, path, "the mark");
                yield return ($"{path} = {value}",
                    Encoding.Latin1.GetBytes(sample.ToJsonString().Replace("\"the mark\"", value, StringComparison.Ordinal)));
            }
            if (!mayBeMissing)
            {
                JsonNode sample = Sample(body)!;
                Remove(sample, path);
                yield return ($"{path} is missing", Encoding.UTF8.GetBytes(sample.ToJsonString()));
            }
            string last = path.Split('.')[^1];
            if (!char.IsAsciiDigit(last[0]))
            {
                JsonNode sample = Sample(body)!;
                Put(sample, path, "the mark");
                string text = sample.ToJsonString();
                yield return ($"{path} twice",
                    Encoding.UTF8.GetBytes(
                        text.Replace($"\"{last}\":\"the mark\"", $"\"{last}\":null,\"{last}\":null", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>The fields of a body with the fields inside them; the element of a list is called "0".</summary>
    private static IEnumerable<(string Path, Type Type, bool MayBeNull, bool MayBeMissing)> Paths(string prefix, Type type)
    {
        foreach (PropertyInfo property in type.GetProperties())
        {
            string path = prefix + char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            Type inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            bool mayBeNull = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
            yield return (path, inner, mayBeNull,
                property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() == null);
            if (inner.IsGenericType)
            {
                Type element = inner.GenericTypeArguments[0];
                yield return ($"{path}.0", element, false, true);
                foreach (var field in IsPlain(element) ? [] : Paths($"{path}.0.", element))
                    yield return field;
            }
            else if (!IsPlain(inner))
            {
                foreach (var field in Paths(path + ".", inner))
                    yield return field;
            }
        }
    }

    private static bool IsPlain(Type type) => type == typeof(string) || type == typeof(long);

    private static JsonNode? Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return JsonValue.Create("AAAA");
        if (type == typeof(long))
            return JsonValue.Create(11L);
        if (type.IsGenericType)
            return new JsonArray(Sample(type.GenericTypeArguments[0]));
        JsonObject sample = [];
        foreach (PropertyInfo property in type.GetProperties())
            sample[char.ToLowerInvariant(property.Name[0]) + property.Name[1..]] = Sample(property.PropertyType);
        return sample;
    }

    private static void Put(JsonNode sample, string path, string value)
    {
        (JsonNode at, string last) = Walk(sample, path);
        if (at is JsonArray array)
            array[0] = value;
        else
            at[last] = value;
    }

    private static void Remove(JsonNode sample, string path)
    {
        (JsonNode at, string last) = Walk(sample, path);
        at.AsObject().Remove(last);
    }

    private static (JsonNode At, string Last) Walk(JsonNode sample, string path)
    {
        string[] steps = path.Split('.');
        JsonNode at = sample;
        foreach (string step in steps[..^1])
            at = (at is JsonArray array ? array[0] : at[step])!;
        return (at, steps[^1]);
    }

    private static ByteArrayContent Typed(byte[] bytes, string? type)
    {
        ByteArrayContent content = new(bytes);
        content.Headers.ContentType = type == null ? null : MediaTypeHeaderValue.Parse(type);
        return content;
    }

    /// <summary>Every row of every table.</summary>
    private static string Snapshot(PhoneStage stage)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(stage.Bench.Folder, "facility.db")}");
        connection.Open();
        StringBuilder all = new();
        foreach (string table in Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").ToArray())
        {
            foreach (string row in Rows(connection, $"SELECT * FROM \"{table}\""))
                all.AppendLine($"{table}: {row}");
        }
        return all.ToString();
    }

    private static IEnumerable<string> Rows(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = new(sql, connection);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            yield return string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i).ToString()));
    }

    /// <summary>Bytes that are sent without their length.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly byte[] _bytes;

        public EndlessContent(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = MediaTypeHeaderValue.Parse(JsonType);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
