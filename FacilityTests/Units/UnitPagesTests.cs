using AngleSharp.Dom;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Units;

/// <summary>Units as a manager without JavaScript sees them.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class UnitPagesTests
{
    [TestMethod]
    public async Task A_unit_is_let_overlocked_transferred_and_given_up()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.UserAsync("Ada Byron");
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync($"/Units/Details?id={scene.Units["A-1"]}");
        Assert.AreEqual("vacant", State(browser));
        await browser.SubmitAsync("#find", ("q", "byr"));
        await browser.SubmitAsync("form.let");
        Assert.AreEqual("rented", State(browser));
        StringAssert.Contains(browser.Text, "Ada Byron");
        await browser.SubmitAsync("#overlock");
        Assert.AreEqual("overlocked by the office", State(browser));
        await browser.SubmitAsync("#lift");
        Assert.AreEqual("rented", State(browser));
        await browser.SubmitAsync("#end", ("lastDay", "2026-12-31"));
        Assert.AreEqual("2026-12-31", browser.Page.QuerySelector("#end input[name=lastDay]")!.GetAttribute("value"));
        StringAssert.Contains(browser.Text, "end of Thu 31 Dec 2026");
        await browser.SubmitAsync("#end", ("lastDay", ""));
        await browser.SubmitAsync("#transfer", ("to", "Z-9"));
        StringAssert.Contains(browser.Text, "no unit named");
        await browser.SubmitAsync("#transfer", ("to", "A-2"));
        Assert.AreEqual("vacant", State(browser));
        await browser.OpenAsync($"/Units/Details?id={scene.Units["A-2"]}");
        await browser.SubmitAsync("#move-out");
        Assert.AreEqual("vacant", State(browser));
    }

    [TestMethod]
    [DataRow(Permissions.ManageUnits, false)]
    [DataRow(Permissions.ManageUnits | Permissions.ManageUsers, true)]
    public async Task Who_does_not_manage_users_finds_and_sees_name_and_number_alone(Permissions permissions, bool maySeeUsers)
    {
        using Scene scene = await Scene.BeginAsync();
        long id = await scene.UserAsync("Zoë Byron");
        await scene.Bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            User user = await db.Users.Include(row => row.Words).SingleAsync();
            (user.Email, user.Phone, user.IsDelinquent) = ("ada@example.com", "+1 555 010 0199", true);
            await services.GetRequiredService<UserSearchIndex>().RefreshAsync(user);
            await db.SaveChangesAsync();
        });
        Browser browser = await scene.Bench.SignInAsync(permissions);
        foreach ((string search, bool isFound) in new[] { ("zoe", true), ("BYR Zoë", true), ("ada@ex", maySeeUsers),
            ("5550100199", maySeeUsers), ("byron ada", maySeeUsers), ("-", maySeeUsers) })
        {
            await browser.OpenAsync($"/Units/Details?id={scene.Units["A-1"]}&q={Uri.EscapeDataString(search)}");
            Assert.AreEqual(isFound, browser.Page.QuerySelector("form.let") != null, search);
            Assert.AreEqual(isFound && maySeeUsers,
                browser.Page.DocumentElement.OuterHtml.Contains("ada@example.com", StringComparison.Ordinal), search);
            Assert.AreEqual(isFound && maySeeUsers, browser.Text.Contains("rent owed", StringComparison.Ordinal), search);
        }
        await browser.OpenAsync($"/Units/Details?id={scene.Units["A-1"]}&q={id}");
        if (!maySeeUsers)
            StringAssert.Contains(browser.Text, $"Zoë Byron (user {id})");
    }

    [TestMethod]
    public async Task The_list_shows_state_tenancy_tenant_and_entry_and_filters()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.UserAsync("Ada Byron", "A-1");
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync("/Units");
        string row =
            string.Join('|', browser.Page.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()));
        Assert.AreEqual("A-1|A|rented|1|Ada Byron|Unit A-1", row);
        await browser.SubmitAsync("form[role=search]", ("filter", "Vacant"), ("q", "a-"));
        Assert.AreEqual("A-2",
            string.Join(' ', browser.Page.QuerySelectorAll("tbody td[data-label=Unit]").Select(cell => cell.TextContent)));
    }

    [TestMethod]
    public async Task A_unit_is_made_with_a_free_lock_only()
    {
        using Scene scene = await Scene.BeginAsync();
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync("/Units/Edit");
        await browser.SubmitAsync("form.card", ("name", "A-1"));
        StringAssert.Contains(browser.Text, "A unit with the name A-1 already exists");
        await browser.SubmitAsync("form.card", ("name", "C-1"), ("entryId", $"{Scene.LockA1}"));
        StringAssert.Contains(browser.Text, "is the door of A-1");
        await browser.SubmitAsync("form.card", ("entryId", $"{Scene.Gate}"));
        StringAssert.Contains(browser.Text, "not a unit's door");
        await browser.SubmitAsync("form.card", ("entryId", ""));
        StringAssert.Contains(browser.Text, "C-1 is stored");
        await browser.OpenAsync("/Units/Details?id=4711");
        Assert.AreEqual(System.Net.HttpStatusCode.NotFound, browser.Status);
    }

    private static string State(Browser browser) => browser.Page.QuerySelector("#state")!.TextContent;
}
