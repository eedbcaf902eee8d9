using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Activity;

/// <summary>The trails as a table for a spreadsheet.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class CsvTests
{
    [TestMethod]
    public async Task The_table_holds_every_event_that_the_filter_lets_through_and_the_gaps()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "Exit gate");
        for (uint i = 0; i < 2500; i++)
            gate.Happens(bench.Now - 5000 + i, i % 5 == 0 ? EventKind.Forced : EventKind.RequestToExit, detail: 1);
        for (uint first = 1; first <= 2481; first += 20)
            await gate.BringAsync(first + (first == 41 ? 2u : 0), first + 19);
        string[] all = await TableAsync(bench, "/Activity?handler=Csv");
        Assert.AreEqual("Local time,UTC,Clock,Entry,Lock,Number,Who,User,Key,What,Why", all[0].TrimStart('\uFEFF'));
        Assert.AreEqual(2498 + 1, all.Length - 1);
        Assert.AreEqual(1, all.Count(line => line.Contains("41-42") && line.Contains("GAP: 2 events not here")));
        string[] forced = await TableAsync(bench, $"/Activity?handler=Csv&kind={(int)EventKind.Forced}&entry=7");
        Assert.AreEqual(500 - 1, forced.Count(line => line.Contains("DOOR FORCED")));
        Assert.IsFalse(forced.Any(line => line.Contains("exit button")));
    }

    [TestMethod]
    public async Task A_name_that_looks_like_a_formula_stays_text()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "@gate, \"north\"");
        await People.AddAsync(bench, "=HYPERLINK(\"http://example.org\")", 1001, 7);
        gate.Happens(bench.Now, EventKind.Refused, 1001, (byte)Status.Expired);
        await gate.BringAsync();
        string line = (await TableAsync(bench, "/Activity?handler=Csv"))[1];
        StringAssert.Contains(line, "\"'=HYPERLINK(\"\"http://example.org\"\")\"");
        StringAssert.Contains(line, "\"'@gate, \"\"north\"\"\"");
    }

    [TestMethod]
    public async Task Full_width_signs_are_taken_for_formulas_and_our_own_numbers_are_not()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "\uFF1DSUM(A1)");
        await People.AddAsync(bench, "\uFF0B1", 1001, 7);
        gate.Happens(bench.Now, EventKind.ClockSet, reason: (byte)ClockTrust.Set, detail: 259_211)
            .Happens(bench.Now, EventKind.Refused, 1001, (byte)Status.Expired);
        await gate.BringAsync();
        string[] lines = await TableAsync(bench, "/Activity?handler=Csv");
        StringAssert.Contains(lines[1], "'\uFF1DSUM(A1)");
        StringAssert.Contains(lines[1], "'\uFF0B1");
        StringAssert.Contains(lines[2], ",by +259211 s");
    }

    [TestMethod]
    public async Task Times_have_their_offset_and_stand_in_UTC_too()
    {
        using FacilityBench bench = new();
        await bench.InDbAsync(async db =>
        {
            (await db.Sites.SingleAsync()).ZoneRule = Convert.ToHexString(LockLink.PosixZone.ToBytes("CET-1CEST,M3.5.0,M10.5.0/3"));
            return await db.SaveChangesAsync();
        });
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "Gate");
        // The hour from 2 to 3 comes twice on this day.
        uint twice = (uint)(new DateTime(2026, 10, 25, 0, 30, 0, DateTimeKind.Utc) - LockLink.LocalTime.Epoch).TotalSeconds;
        gate.Happens(twice, EventKind.RequestToExit).Happens(twice + 3600, EventKind.RequestToExit);
        await gate.BringAsync();
        string[] lines = await TableAsync(bench, "/Activity?handler=Csv");
        StringAssert.StartsWith(lines[1], "2026-10-25T02:30:00+01:00,2026-10-25T01:30:00Z,");
        StringAssert.StartsWith(lines[2], "2026-10-25T02:30:00+02:00,2026-10-25T00:30:00Z,");
        await bench.InDbAsync(db =>
        {
            db.OfficeRecords.Add(new OfficeRecord { At = twice, What = "key-issued" });
            return db.SaveChangesAsync();
        });
        StringAssert.StartsWith((await TableAsync(bench, "/Activity/Office?handler=Csv"))[1],
            "2026-10-25T02:30:00+02:00,2026-10-25T00:30:00Z,");
    }

    [TestMethod]
    public async Task The_office_has_a_table_too()
    {
        using FacilityBench bench = new();
        await bench.InDbAsync(db =>
        {
            db.OfficeRecords.Add(new OfficeRecord { At = bench.Now, What = "key-refused", Detail = "-2+3" });
            db.OfficeRecords.Add(new OfficeRecord { At = bench.Now, What = "key-issued" });
            return db.SaveChangesAsync();
        });
        string[] lines = await TableAsync(bench, "/Activity/Office?handler=Csv&kind=key-refused");
        Assert.AreEqual(2, lines.Length);
        StringAssert.EndsWith(lines[1], "\"'-2+3\"");
    }

    [TestMethod]
    public async Task The_office_tab_says_who_did_what_to_whom()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "Exit gate");
        Assert.IsNotNull(gate);
        long anna = await People.AddAsync(bench, "Anna Berg", 1001, 7);
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await bench.InDbAsync(db =>
        {
            long staff = db.Staff.Single(member => member.Permissions == Permissions.ViewActivity).Id;
            db.OfficeRecords.Add(
                new OfficeRecord { At = bench.Now, What = "key-refused", UserId = anna, EntryId = 7, Detail = "rent is owed" });
            db.OfficeRecords.Add(new OfficeRecord { At = bench.Now, What = "user-changed", UserId = anna, StaffId = staff });
            db.OfficeRecords.Add(new OfficeRecord { At = bench.Now - LockTime.SecondsPerDay, What = "key-issued" });
            return db.SaveChangesAsync();
        });
        await browser.OpenAsync("/Activity/Office");
        StringAssert.Contains(browser.Text,
            "Kay Morgan user changed Anna Berg Wed 2 Sep 2026 13:00:00 by itself a key was refused Anna Berg Exit gate rent is owed");
        Assert.AreEqual(3, browser.Page.QuerySelectorAll("tbody tr").Length);
        CollectionAssert.AreEqual(new[] { "everything", "key issued", "a key was refused", "user changed" },
            browser.Page.QuerySelectorAll("select[name=kind] option").Select(option => option.TextContent).ToArray());
        foreach ((string query, int count) in new[] { ($"user={anna}", 2), ("entry=7", 1), ("kind=key-issued", 1), ("from=2026-09-02", 2),
            ("to=2026-09-01", 1) })
        {
            await browser.OpenAsync($"/Activity/Office?{query}");
            Assert.AreEqual(count, browser.Page.QuerySelectorAll("tbody tr").Length, query);
        }
    }

    private static async Task<string[]> TableAsync(FacilityBench bench, string path)
    {
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        HttpResponseMessage answer = await browser.Client.GetAsync(path);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("text/csv", answer.Content.Headers.ContentType!.MediaType);
        return (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
