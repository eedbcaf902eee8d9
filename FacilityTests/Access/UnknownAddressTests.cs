using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Access;

/// <summary>What every page of the portal has in common: an unknown address is 404, and a lockdown is seen.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class UnknownAddressTests
{
    private static readonly string[] Unknown =
    [
        "/nothing", "/Users/nothing", "/Users/999", "/Users/Details?id=999", "/Users/Details?id=x", "/Users/Edit?id=999",
        "/Users/Edit?id=x",
        "/Units/Details?id=999", "/Units/Details", "/Units/Edit?id=999", "/Units/Edit?id=x", "/Schedules/Edit?id=999",
        "/Schedules/Edit?id=x", "/Entries/Details/999", "/Entries/Details/x", "/Staff/Members/Member?id=999", "/Staff/Members/Member",
        "/nothing.txt", "/facility.db", "/Users/nothing.html", "/app/nothing.js", "/api/nothing", "/api/nothing.json",
    ];

    private static readonly string[] Pages =
    [
        "/", "/Users", "/Users/Edit", "/Units", "/Units/Edit", "/Schedules", "/Schedules/Edit", "/Entries", "/Entries/Alerts",
        "/Entries/Details/1", "/Activity", "/Activity/Office", "/Settings", "/Staff/Members", "/Staff/Password", "/Backup",
    ];

    [TestMethod]
    public async Task An_unknown_address_is_answered_404_in_words()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.All, followsRedirects: false);
        foreach (string path in Unknown)
        {
            await browser.OpenAsync(path);
            Assert.AreEqual(HttpStatusCode.NotFound, browser.Status, path);
            if (!path.StartsWith("/api", StringComparison.Ordinal))
                StringAssert.Contains(browser.Text, "This page does not exist.", path);
        }
        await browser.OpenAsync("/Users/Edit");
        await browser.SubmitAsync("main form", ("id", "999"), ("name", "Ada"), ("scheduleId", "1"));
        Assert.AreEqual(HttpStatusCode.NotFound, browser.Status, "a form for a user who does not exist");
        using HttpClient anonymous = bench.Anonymous(followsRedirects: false);
        foreach (string path in new[] { "/nothing", "/nothing.txt", "/facility.db", "/app/nothing.js" })
        {
            using HttpResponseMessage answer = await anonymous.GetAsync(path);
            Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode, path);
        }
    }

    [TestMethod]
    public async Task A_lockdown_is_seen_on_every_page_and_no_entry_in_it_is_called_good()
    {
        using FacilityBench bench = new();
        await bench.InDbAsync(async db =>
        {
            db.Entries.Add(EntryMaker.Make(1, "Gate", EntryKind.Gate));
            db.Entries.Add(EntryMaker.Make(2, "Side gate", EntryKind.Gate));
            await db.SaveChangesAsync();
            return await db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.IsLockdown, entry => entry.Id == 1)
                .SetProperty(entry => entry.Address, "127.0.0.1:1").SetProperty(entry => entry.ContactAt, (long?)bench.Now)
                .SetProperty(entry => entry.Trust, KeyCrypto.ClockTrust.Set)
                .SetProperty(entry => entry.IsOverlocked, entry => entry.Id == 2));
        });
        Browser browser = await bench.SignInAsync(Permissions.All);
        foreach (string path in Pages)
        {
            await browser.OpenAsync(path);
            StringAssert.Contains(browser.Page.QuerySelector("#lockdown-banner")?.TextContent ?? "", "Lockdown: 1 of 2 entries", path);
        }
        await browser.OpenAsync("/Entries");
        Assert.IsNull(browser.Page.QuerySelector("td .good"), "neither the entry in lockdown nor the overlocked one is good");
        await browser.OpenAsync("/Entries/Details/1");
        Assert.IsFalse(browser.Text.Contains("Everything is in order", StringComparison.Ordinal));
        Browser narrow = await bench.SignInAsync(Permissions.ViewActivity);
        Assert.IsNull(narrow.Page.QuerySelector("#lockdown-banner a"), "who may not lift it is not sent there");

        await bench.InDbAsync(db => db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.IsLockdown, true)));
        await browser.OpenAsync("/");
        StringAssert.Contains(browser.Page.QuerySelector("#lockdown-banner")!.TextContent, "Lockdown of the whole site");
        await bench.InDbAsync(db => db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.IsLockdown, false)));
        await browser.OpenAsync("/");
        Assert.IsNull(browser.Page.QuerySelector("#lockdown-banner"));
    }
}
