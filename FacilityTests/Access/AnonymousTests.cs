using System.Net;
using System.Text;
using LockFirmware.Facility.Host;
using LockFirmware.FacilityTests.Bench;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Access;

/// <summary>What a stranger can make the program do is bounded.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AnonymousTests
{
    private const int LargeForm = 7_800_000;

    [TestMethod]
    public void Every_endpoint_that_needs_no_sign_in_has_a_limit()
    {
        using FacilityBench bench = new();
        RouteEndpoint[] open =
            [.. bench.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() != null)];
        Assert.IsGreaterThan(8, open.Length);
        string[] unlimited =
            [.. open.Where(endpoint => endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>() == null)
                .Select(endpoint => endpoint.RoutePattern.RawText!)];
        Assert.IsEmpty(unlimited, string.Join(", ", unlimited));
    }

    [TestMethod]
    [DataRow("/healthz")]
    [DataRow("/openapi/v1.json")]
    [DataRow("/api/none")]
    [DataRow("/account/sign-in")]
    [DataRow("/account/invitation")]
    [DataRow("/account/denied")]
    [DataRow("/Staff/Door/SignIn")]
    public async Task A_stranger_who_calls_too_often_is_told_to_wait(string path)
    {
        using FacilityBench bench = new(settings: ("Facility:Limits:AnonymousPerMinute", "2"));
        HttpClient client = bench.Anonymous(followsRedirects: false);
        for (int i = 0; i < 2; i++)
            Assert.AreNotEqual(HttpStatusCode.TooManyRequests, (await client.GetAsync(path)).StatusCode);
        HttpResponseMessage answer = await client.GetAsync(path);
        Assert.AreEqual(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.IsNotNull(answer.Headers.RetryAfter);
    }

    [TestMethod]
    public async Task Who_looks_at_the_page_too_often_can_still_sign_in()
    {
        using FacilityBench bench = new(settings: ("Facility:Limits:AnonymousPerMinute", "1"));
        HttpClient client = bench.Anonymous();
        await client.GetAsync("/account/sign-in");
        Assert.AreEqual(HttpStatusCode.TooManyRequests, (await client.GetAsync("/account/sign-in")).StatusCode);
        Assert.AreEqual(HttpStatusCode.BadRequest,
            (await client.PostAsync("/account/sign-in", new FormUrlEncodedContent([new("login", "admin")]))).StatusCode);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_large_form_is_refused_whether_it_says_its_length_or_not(bool saysLength)
    {
        using FacilityBench bench = new(isReal: true);
        using HttpClient client = new() { BaseAddress = bench.Address };
        using StringContent form = new("password=" + new string('x', LargeForm), Encoding.ASCII, "application/x-www-form-urlencoded");
        using HttpRequestMessage request =
            new(HttpMethod.Post, "/account/sign-in") { Content = form, Headers = { TransferEncodingChunked = !saysLength } };
        HttpStatusCode? status;
        try
        {
            status = (await client.SendAsync(request)).StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server may end the connection while the client still sends.
            status = null;
        }
        Assert.IsTrue(status is null or HttpStatusCode.RequestEntityTooLarge, $"{status}");
    }

    [TestMethod]
    public async Task A_form_has_a_largest_size()
    {
        using FacilityBench bench = new();
        HttpClient client = bench.Anonymous();
        async Task<HttpStatusCode> SendAsync(string form) => (await client.PostAsync("/account/sign-in",
            new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"))).StatusCode;
        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, await SendAsync("a=" + new string('x', FormBounds.SizeMax - 1)));
        // This is refused because it lacks the token of the form.
        Assert.AreEqual(HttpStatusCode.BadRequest, await SendAsync("a=" + new string('x', FormBounds.SizeMax - 2)));
    }

    /// <summary>Without the form's token every one of these would be refused with the same status.</summary>
    [TestMethod]
    [DataRow(500, 1, true)]
    [DataRow(513, 1, false)]
    [DataRow(1, 128, true)]
    [DataRow(1, 129, false)]
    public async Task A_form_that_a_stranger_got_has_a_largest_number_of_fields_and_a_longest_name(int count, int nameLength, bool isRead)
    {
        using FacilityBench bench = new();
        Browser stranger = new(bench.Anonymous());
        await stranger.OpenAsync("/account/sign-in");
        (string Name, string Value) more = (new string('n', nameLength), "1");
        await stranger.SubmitAsync("form", [("login", "admin"), ("password", "wrong"), .. Enumerable.Repeat(more, count)]);
        Assert.AreEqual(isRead ? HttpStatusCode.OK : HttpStatusCode.BadRequest, stranger.Status);
    }
}
