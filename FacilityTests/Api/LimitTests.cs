using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using LockFirmware.Facility.Api;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;

namespace LockFirmware.FacilityTests.Api;

/// <summary>How often phones may call.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class LimitTests
{
    private const string SignInLimit = "sign-in";
    private const string AnonymousLimit = "anonymous";

    // The limits have different values, so that a test finds a limit that uses the setting of another.
    private static readonly Dictionary<string, int> Limits = typeof(ApiLimits).GetProperties()
        .Select((property, index) => (Name: NameOf(property), Value: 4 + index)).ToDictionary(item => item.Name, item => item.Value);

    private static readonly (string, string)[] Settings =
        [.. typeof(ApiLimits).GetProperties()
            .Select(property => ($"Facility:Limits:{property.Name}", Limits[NameOf(property)].ToString()))];

    [TestMethod]
    public async Task Each_limit_answers_when_to_try_again_and_keeps_nobody_else_out()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(settings: Settings);
        (_, PhoneSim flooder) = await stage.AddTenantAsync("Ida Lake", 11);
        (_, PhoneSim other) = await stage.AddTenantAsync("Jon Field", 12);
        ApiCall[] calls = ApiCalls.Of(stage.Bench);
        Assert.AreEqual("", string.Join(", ", calls.Where(call => call.Limit == null)), "calls without a limit");
        CollectionAssert.AreEquivalent(Limits.Keys.Where(name => name != AnonymousLimit).ToArray(),
            calls.Select(call => call.Limit!).Distinct().ToArray(), "limits and calls");
        foreach (IGrouping<string, ApiCall> limited in calls.GroupBy(call => call.Limit!))
        {
            // Both phones have signed in from the one address of this test.
            int left = Limits[limited.Key] - (limited.Key == SignInLimit ? 2 : 0);
            ApiCall first = limited.First(call => call.Path != ApiCall.SignOutPath);
            for (int i = 0; i < left; i++)
                Assert.AreNotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(flooder.Client, first)).StatusCode,
                    $"{first}, number {i + 1} of {left}");
            foreach (ApiCall call in limited)
                await TooOftenAsync(flooder.Client, call);
            if (limited.Key != SignInLimit)
                Assert.AreNotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(other.Client, first)).StatusCode,
                    $"{first} by another phone");
        }
        Assert.IsNotNull(await other.FetchAsync(), "the other phone goes on as if nothing were");
    }

    [TestMethod]
    public async Task Sign_ins_are_counted_by_address_and_of_ipv6_by_network()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(settings: ("Facility:Limits:SignInPerMinute", "1"));
        ApiCall signIn = ApiCalls.Of(stage.Bench).Single(call => call.Limit == SignInLimit);
        foreach ((string address, bool isFirst) in new[]
        {
            ("203.0.113.7", true), ("203.0.113.7", false), ("203.0.113.8", true), ("::ffff:203.0.113.8", false),
            ("2001:db8:1:2::1", true), ("2001:db8:1:2:ffff::9", false), ("2001:db8:1:3::1", true),
        })
        {
            HttpClient client = stage.Bench.Anonymous();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            Assert.AreEqual(isFirst
                ? HttpStatusCode.BadRequest
                : HttpStatusCode.TooManyRequests, (await SendAsync(client, signIn)).StatusCode, address);
        }
    }

    [TestMethod]
    public async Task Who_shows_no_token_that_counts_is_counted_by_address_and_keeps_no_phone_out()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(settings: Settings);
        (_, PhoneSim phone) = await stage.AddTenantAsync("Lea Holm", 11);
        HttpClient[] strangers =
            [stage.Bench.Anonymous(), stage.Bench.Phone(PhoneTokens.New()), stage.Bench.Phone(PhoneTokens.New())];
        foreach (IGrouping<string, ApiCall> limited in ApiCalls.Of(stage.Bench).Where(call => !call.IsForAnybody)
            .GroupBy(call => call.Limit!))
        {
            ApiCall call = limited.First(item => item.Path != ApiCall.SignOutPath);
            for (int i = 0; i < Limits[limited.Key]; i++)
                Assert.AreEqual(HttpStatusCode.Unauthorized, (await SendAsync(strangers[i % strangers.Length], call)).StatusCode,
                    $"{call}, number {i + 1}");
            foreach (HttpClient stranger in strangers)
                await TooOftenAsync(stranger, call);
            Assert.AreNotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(phone.Client, call)).StatusCode,
                $"{call} by a phone that is signed in, from the same address");
        }
    }

    [TestMethod]
    public async Task A_limit_below_one_leaves_one()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(settings: ("Facility:Limits:SignInPerMinute", "-5"));
        (_, PhoneSim phone) = await stage.AddTenantAsync("Kim Rill", 11);
        await TooOftenAsync(phone.Client, ApiCalls.Of(stage.Bench).Single(call => call.Limit == SignInLimit));
    }

    private static string NameOf(PropertyInfo property) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name[..^"PerMinute".Length]);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, ApiCall call) => client.SendAsync(
        new HttpRequestMessage(new HttpMethod(call.Method), call.Path)
        {
            Content = call.Body == null
            ? null
            : JsonContent.Create(new { })
        });

    private static async Task TooOftenAsync(HttpClient client, ApiCall call)
    {
        HttpResponseMessage answer = await SendAsync(client, call);
        Assert.AreEqual(HttpStatusCode.TooManyRequests, answer.StatusCode, call.ToString());
        TimeSpan wait = answer.Headers.RetryAfter!.Delta!.Value;
        Assert.IsTrue(wait >= TimeSpan.FromSeconds(1) && wait <= TimeSpan.FromMinutes(1), $"{call}: {wait}");
        Refusal refusal = (await answer.Content.ReadFromJsonAsync<Refusal>())!;
        Assert.AreEqual("too-many", refusal.Code, call.ToString());
        StringAssert.Contains(refusal.Reason, $"{wait.TotalSeconds} seconds.");
    }
}
