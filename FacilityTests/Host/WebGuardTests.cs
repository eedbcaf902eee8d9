using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.FacilityTests.Bench;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LockFirmware.FacilityTests.Host;

/// <summary>Rules for every answer: headers, failures without details, forwarded addresses, health.</summary>
[TestClass]
public sealed class WebGuardTests
{
    [TestMethod]
    [DataRow("/account/sign-in", 200)]
    [DataRow("/site.css", 200)]
    [DataRow("/healthz", 200)]
    [DataRow("/api/none", 404)]
    [DataRow("/none", 404)]
    [DataRow("/Users", 302)]
    [DataRow("/Staff/Door/SignIn", 301)]
    [DataRow("/openapi/v1.json", 200)]
    public async Task Every_answer_carries_the_headers_that_keep_a_browser_safe(string path, int status)
    {
        using FacilityBench bench = new();
        HttpResponseMessage answer = await bench.Anonymous(followsRedirects: false).GetAsync(path);
        Assert.AreEqual(status, (int)answer.StatusCode);
        CheckHeaders(answer);
    }

    private static void CheckHeaders(HttpResponseMessage answer)
    {
        Assert.AreEqual("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'", One(answer, "Content-Security-Policy"));
        Assert.AreEqual("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.AreEqual("DENY", One(answer, "X-Frame-Options"));
        Assert.AreEqual("same-origin", One(answer, "Referrer-Policy"));
        Assert.AreEqual("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
        Assert.AreEqual("same-origin", One(answer, "Cross-Origin-Resource-Policy"));
    }

    [TestMethod]
    public async Task Pages_are_kept_by_no_cache_and_files_of_the_program_may_be()
    {
        using FacilityBench bench = new();
        HttpClient client = bench.Anonymous();
        Assert.IsTrue((await client.GetAsync("/account/sign-in")).Headers.CacheControl!.NoStore);
        Assert.IsNull((await client.GetAsync("/site.css")).Headers.CacheControl);
    }

    [TestMethod]
    public async Task A_page_that_fails_shows_a_number_and_nothing_of_what_was_thrown()
    {
        using FacilityBench bench = new();
        Browser browser = await WithoutStaffTableAsync(bench);
        await browser.OpenAsync("/");
        Assert.AreEqual(HttpStatusCode.InternalServerError, browser.Status);
        CheckNothingTold(browser.Page.DocumentElement.OuterHtml);
        StringAssert.Contains(browser.Text, "The program failed.");
        StringAssert.Contains(browser.Text, "Number ");
    }

    [TestMethod]
    public async Task An_endpoint_that_fails_answers_with_problem_details_and_nothing_of_what_was_thrown()
    {
        using FacilityBench bench = new();
        Browser browser = await WithoutStaffTableAsync(bench);
        HttpResponseMessage answer = await browser.Client.GetAsync("/api/none");
        Assert.AreEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        CheckHeaders(answer);
        Assert.IsTrue(answer.Headers.CacheControl!.NoStore);
        CheckNothingTold(await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_form_without_its_token_is_refused_in_words()
    {
        using FacilityBench bench = new();
        HttpResponseMessage answer = await bench.Anonymous()
            .PostAsync("/account/sign-in", new FormUrlEncodedContent([new("login", "admin")]));
        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "reload the page");
    }

    [TestMethod]
    public async Task Behind_TLS_cookies_are_secure_and_the_browser_is_told_to_stay_there()
    {
        using FacilityBench bench = new(services: services => services.AddSingleton<IStartupFilter>(new ComingFrom("127.0.0.1")));
        HttpResponseMessage answer = await AskAsync(bench, "https", "203.0.113.7");
        StringAssert.StartsWith(One(answer, "Strict-Transport-Security"), "max-age=31536000");
        string[] cookies = [.. answer.Headers.GetValues("Set-Cookie").Where(cookie => !cookie.Contains("=;", StringComparison.Ordinal))];
        Assert.IsNotEmpty(cookies);
        foreach (string cookie in cookies)
            StringAssert.Contains(cookie, "; secure");
        Assert.AreEqual("203.0.113.7", One(answer, ComingFrom.Header));
    }

    [TestMethod]
    public async Task Without_TLS_nothing_promises_it()
    {
        using FacilityBench bench = new(services: services => services.AddSingleton<IStartupFilter>(new ComingFrom("127.0.0.1")));
        HttpResponseMessage answer = await AskAsync(bench, "http", "203.0.113.7");
        Assert.IsFalse(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [TestMethod]
    [DataRow("", "192.0.2.9", false)]
    [DataRow("192.0.2.9", "192.0.2.9", true)]
    [DataRow("192.0.2.0/24, 2001:db8::/32", "192.0.2.9", true)]
    [DataRow("192.0.2.0/24, 2001:db8::/32", "2001:db8::5", true)]
    [DataRow("192.0.2.9", "127.0.0.1", false)]
    public async Task A_forwarded_address_is_believed_from_the_named_proxies_alone(string proxies, string from, bool isBelieved)
    {
        using FacilityBench bench =
            new(services: services => services.AddSingleton<IStartupFilter>(new ComingFrom(from)), settings: ("Facility:Proxies", proxies));
        HttpResponseMessage answer = await AskAsync(bench, "https", "203.0.113.7");
        Assert.AreEqual(isBelieved ? "203.0.113.7" : from, One(answer, ComingFrom.Header));
        Assert.AreEqual(isBelieved, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [TestMethod]
    public async Task Of_several_forwarded_addresses_only_the_one_that_the_proxy_itself_saw_counts()
    {
        using FacilityBench bench = new(services: services => services.AddSingleton<IStartupFilter>(new ComingFrom("127.0.0.1")));
        HttpResponseMessage answer = await AskAsync(bench, "https", "198.51.100.1, 203.0.113.7");
        Assert.AreEqual("203.0.113.7", One(answer, ComingFrom.Header));
    }

    [TestMethod]
    public void A_proxy_that_is_no_address_is_reported_in_words()
    {
        OptionsValidationException refused =
            Assert.Throws<OptionsValidationException>(() => new ProxySettings { Proxies = "10.0.0.2, our-proxy" }.Trust(new()));
        StringAssert.Contains(refused.Message, "'our-proxy' is neither an address");
    }

    [TestMethod]
    public async Task Anybody_may_ask_for_health_and_learns_nothing_else()
    {
        using FacilityBench bench = new();
        HttpResponseMessage answer = await bench.Anonymous().GetAsync("/healthz");
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("Healthy", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Without_its_database_the_program_says_that_it_is_not_well()
    {
        using FacilityBench bench = new();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Move(Path.Combine(bench.Folder, "facility.db"), Path.Combine(bench.Folder, "away.db"));
        HttpResponseMessage answer = await bench.Anonymous().GetAsync("/healthz");
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.AreEqual("Unhealthy", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<Browser> WithoutStaffTableAsync(FacilityBench bench)
    {
        Browser browser = await bench.SignInAsync(Permissions.All);
        await bench.InDbAsync(db => db.Database.ExecuteSqlRawAsync("DROP TABLE Staff"));
        return browser;
    }

    private static void CheckNothingTold(string shown)
    {
        foreach (string word in new[] { "Exception", "SQLite", "table", "   at " })
            Assert.DoesNotContain(word, shown);
    }

    private static async Task<HttpResponseMessage> AskAsync(FacilityBench bench, string scheme, string forwardedFor)
    {
        HttpRequestMessage request = new(HttpMethod.Get, "http://facility.example/account/sign-in");
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        request.Headers.Add("X-Forwarded-Proto", scheme);
        return await bench.Anonymous().SendAsync(request);
    }

    private static string One(HttpResponseMessage answer, string header) => answer.Headers.GetValues(header).Single();

    /// <summary>Sends requests from an address, and answers with the address that the program believes.</summary>
    private sealed class ComingFrom(string address) : IStartupFilter
    {
        public const string Header = "Test-Taken-For";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, after) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers[Header] = context.Connection.RemoteIpAddress!.ToString();
                    return Task.CompletedTask;
                });
                return after(context);
            });
            next(app);
        };
    }
}
