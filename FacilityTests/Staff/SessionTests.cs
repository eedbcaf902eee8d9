using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Staff;

/// <summary>When a sign-in of the staff ends: unused, old, signed out. It ends at the server, so a copied cookie ends with it.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class SessionTests
{
    [TestMethod]
    public async Task A_sign_in_ends_unused_after_an_hour_and_in_any_case_after_twelve()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        for (int i = 0; i < 12; i++)
        {
            Assert.IsTrue(await IsInAsync(browser), $"in use, {i}");
            bench.Time.Advance(TimeSpan.FromMinutes(59));
        }
        Assert.IsTrue(await IsInAsync(browser));
        bench.Time.Advance(TimeSpan.FromMinutes(12));
        Assert.IsFalse(await IsInAsync(browser), "twelve hours after it began");
        Browser idle = await bench.SignInAsync(Permissions.ViewActivity);
        bench.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.IsFalse(await IsInAsync(idle));
        await bench.InScopeAsync(services => services.GetRequiredService<StaffSessions>().DeleteOldAsync());
        Assert.AreEqual(0, await bench.InDbAsync(db => db.StaffSessions.CountAsync()));
    }

    [TestMethod]
    public async Task Signing_out_ends_a_copied_cookie_too()
    {
        using FacilityBench bench = new();
        (Browser browser, Browser copy, _) = await CopiedAsync(bench);
        Assert.IsTrue(await IsInAsync(copy));
        await browser.OpenAsync("/Activity");
        await browser.SubmitAsync("header form");
        Assert.IsFalse(await IsInAsync(copy));
        Assert.AreEqual(0, await bench.InDbAsync(db => db.StaffSessions.CountAsync()));
    }

    [TestMethod]
    public async Task The_list_shows_the_own_sign_ins_and_ends_one_or_all()
    {
        using FacilityBench bench = new();
        (Browser first, _, string login) = await CopiedAsync(bench);
        Browser colleague = await bench.SignInAsync(Permissions.All);
        Browser second = await SignInAsync(bench, login);
        await second.OpenAsync("/Staff/SignIns");
        Assert.HasCount(2, second.Page.QuerySelectorAll("tbody tr"), "those of other members are not there");
        StringAssert.Contains(second.Text, "Test-browser");
        foreach (long number in await bench.InDbAsync(db => db.StaffSessions.Where(row => db.Staff.Any(member =>
            member.Id == row.StaffId && member.Login != login)).Select(row => row.Id).ToArrayAsync()))
        {
            await second.SubmitAsync(".end-one", ("sessionId", $"{number}"));
            await second.OpenAsync("/Staff/SignIns");
        }
        Assert.IsTrue(await IsInAsync(colleague), "the number of somebody else's sign-in ends nothing");
        await second.SubmitAsync(".end-one");
        Assert.IsFalse(await IsInAsync(first));
        Assert.IsTrue(await IsInAsync(second));
        Browser third = await SignInAsync(bench, login);
        await third.OpenAsync("/Staff/SignIns");
        await third.SubmitAsync("#everywhere");
        Assert.AreEqual("Sign in", third.Page.Title);
        Assert.IsFalse(await IsInAsync(second));
        Assert.IsFalse(await IsInAsync(third));
        Assert.AreEqual(1, await bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "sign-ins-ended")));
    }

    [TestMethod]
    public async Task A_sign_in_of_a_clock_that_was_ahead_has_ended()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        long ahead = bench.Now + 3600;
        await bench.InDbAsync(db => db.StaffSessions.ExecuteUpdateAsync(row => row.SetProperty(session => session.BeganAt, ahead)));
        Assert.IsFalse(await IsInAsync(browser));
    }

    [TestMethod]
    public async Task Behind_tls_every_cookie_is_secure()
    {
        using FacilityBench bench = new();
        string login = await bench.MakeStaffAsync(Permissions.All);
        HttpClient client = bench.Anonymous(followsRedirects: false);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.BaseAddress = new Uri("https://localhost");
        Browser browser = new(client);
        await browser.OpenAsync("/account/sign-in");
        string token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        List<string> cookies = [];
        using (HttpResponseMessage answer = await client.PostAsync("/account/sign-in",
            new FormUrlEncodedContent([new("login", login), new("password", FacilityBench.Password),
                new("__RequestVerificationToken", token)])))
            cookies.AddRange(answer.Headers.GetValues("Set-Cookie"));
        await browser.OpenAsync("/Schedules/Edit");
        token = browser.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using (HttpResponseMessage answer = await client.PostAsync("/Schedules/Edit",
            new FormUrlEncodedContent([new("name", "Day"), new("windows", "Mon 08:00-18:00"), new("__RequestVerificationToken", token)])))
            cookies.AddRange(answer.Headers.GetValues("Set-Cookie"));
        Assert.IsGreaterThan(2, cookies.Count, "the sign-in, the browser and what the next page says");
        foreach (string cookie in cookies)
        {
            StringAssert.Contains(cookie, "secure", cookie);
            StringAssert.Contains(cookie, "httponly", cookie);
        }
    }

    private static async Task<(Browser Browser, Browser Copy, string Login)> CopiedAsync(FacilityBench bench)
    {
        string login = await bench.MakeStaffAsync(Permissions.ViewActivity);
        HttpClient client = bench.Anonymous(followsRedirects: false);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Test-browser/1");
        Browser browser = new(client);
        await browser.OpenAsync("/account/sign-in");
        string token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using HttpResponseMessage answer = await client.PostAsync("/account/sign-in",
            new FormUrlEncodedContent([new("login", login), new("password", FacilityBench.Password),
                new("__RequestVerificationToken", token)]));
        string cookie = answer.Headers.GetValues("Set-Cookie").Single(line => line.StartsWith("facility=", StringComparison.Ordinal));
        HttpClient thief = bench.Anonymous(followsRedirects: false);
        thief.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        return (browser, new Browser(thief), login);
    }

    private static async Task<Browser> SignInAsync(FacilityBench bench, string login)
    {
        HttpClient client = bench.Anonymous();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Test-browser/2");
        Browser browser = new(client);
        await browser.OpenAsync("/account/sign-in");
        await browser.SubmitAsync("form", ("login", login), ("password", FacilityBench.Password));
        return browser;
    }

    private static async Task<bool> IsInAsync(Browser browser)
    {
        await browser.OpenAsync("/Activity");
        return browser.Status == HttpStatusCode.OK && browser.Page.Title != "Sign in";
    }
}
