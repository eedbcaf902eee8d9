using AngleSharp.Dom;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Users;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Users;

/// <summary>The list of users and a user's details, as a manager without JavaScript sees them.</summary>
[TestClass]
public sealed class UserPagesTests
{
    [TestMethod]
    public async Task The_list_shows_expired_ones_first_then_the_soonest_and_no_key_last()
    {
        using Scene scene = await Scene.BeginAsync();
        await AddAsync(scene, ("None", User.NoKey), ("Later", scene.Bench.Now + 500), ("Past", scene.Bench.Now),
            ("Soon", scene.Bench.Now + 100));
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        await browser.OpenAsync("/Users");
        CollectionAssert.AreEqual(new[] { "Past", "Soon", "Later", "None" }, Names(browser));
        Assert.AreEqual("Offline Key Expiration", browser.Page.QuerySelectorAll("th")[2].TextContent);
        foreach ((string filter, string names) in new[] { ("Expired", "Past"), ("Active", "Soon Later"), ("NoKey", "None"),
            ("Delinquent", "") })
        {
            await browser.OpenAsync("/Users");
            await browser.SubmitAsync("form[role=search]", ("filter", filter));
            Assert.AreEqual(names, string.Join(' ', Names(browser)), filter);
        }
    }

    [TestMethod]
    public async Task A_search_needs_no_script_and_the_script_gets_the_results_alone()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.UserAsync("Ada Byron", "A-1");
        await scene.UserAsync("Ben Cole");
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        await browser.OpenAsync("/Users");
        await browser.SubmitAsync("form[role=search]", ("q", "byr"));
        CollectionAssert.AreEqual(new[] { "Ada Byron" }, Names(browser));
        await browser.OpenAsync("/Users?q=a-1&part=results");
        CollectionAssert.AreEqual(new[] { "Ada Byron" }, Names(browser));
        Assert.IsNull(browser.Page.QuerySelector("nav"));
        await AddWordsAsync(scene, UserSearch.ManyCount);
        await browser.OpenAsync("/Users?q=b%20cole");
        CollectionAssert.AreEqual(new[] { "Ben Cole" }, Names(browser));
        await browser.OpenAsync("/Users?q=b");
        CollectionAssert.AreEqual(new[] { "Ada Byron", "Ben Cole" }, Names(browser));
        await browser.OpenAsync("/Users?q=nobody");
        StringAssert.Contains(browser.Text, "No user was found");
    }

    [TestMethod]
    public async Task Pages_follow_one_another_without_losing_or_repeating_a_user()
    {
        using Scene scene = await Scene.BeginAsync();
        await AddAsync(scene, [.. Enumerable.Range(0, 120).Select(i => ($"User {i}", scene.Bench.Now + (long)(i / 7)))]);
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        List<string> names = [];
        for (string? next = "/Users"; next != null; next = browser.Page.QuerySelector("a[rel=next]")?.GetAttribute("href"))
        {
            await browser.OpenAsync(next);
            Assert.IsTrue(Names(browser).Length <= IndexModel.LineCount);
            names.AddRange(Names(browser));
        }
        CollectionAssert.AreEqual(Enumerable.Range(0, 120).Select(i => $"User {i}").ToArray(), names);
    }

    [TestMethod]
    public async Task The_details_say_expired_since_when_why_and_what_to_do()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.Bench.InDbAsync(db => AddDeviceAsync(db, ada));
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        await browser.OpenAsync($"/Users/{ada}");
        Assert.AreEqual("No key", Field(browser));
        await scene.IssueAsync(ada, Scene.Gate);
        await browser.OpenAsync($"/Users/Details?id={ada}");
        Assert.AreEqual("Wed 9 Sep 2026 13:00", Field(browser));
        Assert.IsNull(browser.Page.QuerySelector("ol.steps"));
        scene.Bench.Time.Advance(TimeSpan.FromDays(7));
        browser = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        await browser.OpenAsync($"/Users/{ada}");
        Assert.AreEqual("Expired since Wed 9 Sep 2026 13:00", Field(browser));
        Assert.AreEqual("Offline Key Expiration",
            browser.Page.QuerySelector("#offline-key-expiration")!.PreviousElementSibling!.TextContent);
        string[] steps = [.. browser.Page.QuerySelectorAll("ol.steps li").Select(item => item.TextContent)];
        Assert.HasCount(3, steps);
        StringAssert.Contains(steps[0], "while the phone has signal");
        StringAssert.Contains(steps[1], "signs out of the app, signs in with the code");
        // Signing out ends the phone's keys, and signing in takes a code that only the office makes.
        Assert.IsTrue(steps[1].IndexOf("create a sign-in code below", StringComparison.Ordinal) is >= 0 and var code
            && code < steps[1].IndexOf("signs out", StringComparison.Ordinal), steps[1]);
        Assert.IsNotNull(browser.Page.QuerySelector("form#code button"));
        StringAssert.Contains(steps[2], "Wi-Fi");
    }

    [TestMethod]
    public async Task A_sign_in_code_is_shown_once()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        await browser.OpenAsync($"/Users/{ada}");
        await browser.SubmitAsync("#lost");
        string code = browser.Page.QuerySelector("#sign-in-code")!.TextContent;
        Assert.IsNotNull(await scene.DoAsync<SignInCodes, SignInCode?>(codes => codes.FindAsync(code)));
        await browser.OpenAsync($"/Users/{ada}");
        Assert.IsNull(browser.Page.QuerySelector("#sign-in-code"));
        Assert.IsFalse(browser.Text.Contains(code, StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Every_button_of_the_details_does_what_it_says()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        long device = await scene.Bench.InDbAsync(db => AddDeviceAsync(db, ada));
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUsers | Permissions.ViewActivity);
        await browser.OpenAsync($"/Users/{ada}");
        Assert.IsNotNull(browser.Page.QuerySelector($"a[href='/Activity?user={ada}']"));
        await browser.SubmitAsync("#payment");
        StringAssert.Contains(browser.Text, "overlocked: A-1");
        StringAssert.Contains(browser.Text, "Delinquent");
        await browser.SubmitAsync("#payment");
        StringAssert.Contains(browser.Text, "Rent is paid");
        await browser.SubmitAsync("form.sign-out-device");
        Assert.IsNotNull(
            await scene.Bench.InDbAsync(db => db.Devices.Where(row => row.Id == device).Select(row => row.RevokedAt).SingleAsync()));
        await browser.SubmitAsync("#active");
        StringAssert.Contains(browser.Text, "deactivated");
        await browser.SubmitAsync("#active");
        await browser.SubmitAsync("#hours");
        await browser.SubmitAsync("#code");
        Assert.IsNotNull(browser.Page.QuerySelector("#sign-in-code"));
        await browser.SubmitAsync("#erase");
        StringAssert.Contains(browser.Text, "Tick the box");
        await browser.SubmitAsync("#erase", ("isSure", "true"));
        StringAssert.Contains(browser.Text, "still has A-1");
    }

    [TestMethod]
    public async Task A_user_is_made_and_edited_and_found_by_the_new_name()
    {
        using Scene scene = await Scene.BeginAsync();
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        await browser.OpenAsync("/Users/Edit");
        await browser.SubmitAsync("form.card", ("name", "Ada Byron"), ("email", "no address"));
        StringAssert.Contains(browser.Text, "is not an e-mail address");
        await browser.SubmitAsync("form.card", ("email", "ada@example.com"), ("phone", "+1 555 0100"));
        Assert.AreEqual("Ada Byron", browser.Page.Title);
        await browser.OpenAsync(browser.Page.QuerySelector("a[href^='/Users/Edit']")!.GetAttribute("href")!);
        await browser.SubmitAsync("form.card", ("name", "Ada King"));
        await browser.OpenAsync("/Users?q=king");
        CollectionAssert.AreEqual(new[] { "Ada King" }, Names(browser));
        await browser.OpenAsync("/Users?q=byron");
        Assert.IsEmpty(Names(browser));
        await browser.OpenAsync("/Users/4711");
        Assert.AreEqual(System.Net.HttpStatusCode.NotFound, browser.Status);
    }

    private static string[] Names(Browser browser) =>
        [.. browser.Page.QuerySelectorAll("tbody td[data-label=Name]").Select(cell => cell.TextContent)];

    private static string Field(Browser browser) =>
        string.Join(' ',
            browser.Page.QuerySelector("#offline-key-expiration")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task AddAsync(Scene scene, params (string Name, long KeyNotAfter)[] users) => scene.Bench.InDbAsync(async db =>
    {
        db.Users.AddRange(users.Select(user => new User { Name = user.Name, KeyNotAfter = user.KeyNotAfter, ScheduleId = 1 }));
        return await db.SaveChangesAsync();
    });

    /// <summary>Gives the first user many words with the same beginning, so that a search uses the query for frequent words.</summary>
    private static Task AddWordsAsync(Scene scene, int count) => scene.Bench.InDbAsync(async db =>
    {
        db.UserWords.AddRange(Enumerable.Range(0, count).Select(i => new UserWord { UserId = 1, Word = $"b{i:0000}" }));
        return await db.SaveChangesAsync();
    });

    private static async Task<long> AddDeviceAsync(FacilityDb db, long userId)
    {
        Device device = new() { UserId = userId, Name = "Phone", TokenHash = "hash" };
        db.Devices.Add(device);
        await db.SaveChangesAsync();
        return device.Id;
    }
}
