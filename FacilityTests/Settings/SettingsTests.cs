using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Settings;

/// <summary>The facility's settings, and those that are sent to the locks.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class SettingsTests
{
    [TestMethod]
    public async Task Zone_and_holidays_are_told_to_every_lock_in_one_notice()
    {
        using FacilityBench bench = new();
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        await SealedTrail.AddAsync(bench, 8, "Unit 12", EntryKind.Unit);
        Browser browser = await OpenAsync(bench);
        await browser.SubmitAsync("#settings", ("name", "Riverside"), ("zone", "Europe/Berlin"),
            ("holidays", "2026-12-26\r\n2026-12-25\r\n"), ("lifetime", "48"), ("here", "OnceADayWithout"),
            ("signalPlace", " beside the office "));
        StringAssert.Contains(browser.Text, "Saved. 2 locks will get the change");
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            SiteRow site = await db.Sites.SingleAsync();
            Assert.AreEqual("Riverside|Europe/Berlin|2026-12-25\n2026-12-26|48|OnceADayWithout|beside the office",
                $"{site.Name}|{site.Zone}|{site.Holidays}|{site.KeyLifetimeHours}|{site.HereRule}|{site.SignalPlace}");
            foreach (Entry entry in await db.Entries.ToListAsync())
            {
                IssuedNotice notice = (await services.GetRequiredService<LedgerStore>().MakeNoticesAsync(entry)).Single();
                LockConfiguration expected = new();
                EntryMaker.Fill(expected, site, entry);
                Assert.AreEqual(60, expected.Calendar.Zone.StandardOffset);
                Assert.AreEqual(2, expected.Calendar.HolidayCount);
                byte[] told = new byte[expected.Size];
                expected.WriteTo(told, 0);
                StringAssert.Contains(Convert.ToHexString(notice.Content), Convert.ToHexString(told));
            }
        });
        await browser.OpenAsync("/Settings");
        await browser.SubmitAsync("#settings", ("name", "Riverside Storage"));
        StringAssert.Contains(browser.Text, "Saved.");
        Assert.IsFalse(browser.Text.Contains("get the change at the gateway", StringComparison.Ordinal));
        string[] records = await bench.InDbAsync(db => db.OfficeRecords.OrderBy(row => row.Id).Select(row => row.Detail).ToArrayAsync());
        Assert.AreEqual("name: Riverside -> Riverside Storage", records[^1]);
        await browser.SubmitAsync("#settings");
        Assert.AreEqual(records.Length, await bench.InDbAsync(db => db.OfficeRecords.CountAsync()));
    }

    [TestMethod]
    [DataRow("holidays", "2026-13-01", "is not a date")]
    [DataRow("zone", "Mars/Olympus", "no time zone")]
    [DataRow("zone", "../../etc/passwd", "no time zone")]
    [DataRow("lifetime", "0", "1 to 8760 hours")]
    [DataRow("here", "9", "Choose")]
    [DataRow("name", " ", "Give the facility a name")]
    public async Task Invalid_values_are_refused_in_words_and_change_nothing(string field, string value, string complaint)
    {
        using FacilityBench bench = new();
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        Browser browser = await OpenAsync(bench);
        await browser.SubmitAsync("#settings", (field, value));
        StringAssert.Contains(browser.Page.QuerySelector(".error")?.TextContent ?? "", complaint);
        Assert.AreEqual(0, (await bench.InDbAsync(db => db.Entries.SingleAsync())).Version);
        Assert.AreEqual(0, await bench.InDbAsync(db => db.OfficeRecords.CountAsync()));
    }

    [TestMethod]
    public async Task A_lock_that_cannot_take_more_stops_the_whole_change()
    {
        using FacilityBench bench = new();
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        await SealedTrail.AddAsync(bench, 8, "Unit 12", EntryKind.Unit);
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            Entry entry = await db.Entries.SingleAsync(row => row.Id == 8);
            LedgerStore ledgers = services.GetRequiredService<LedgerStore>();
            for (uint key = 1; await ledgers.QueueAsync(entry, ledger => ledger.RevokeKey(key, bench.Now)); key++)
                ;
            await db.SaveChangesAsync();
        });
        Browser browser = await OpenAsync(bench);
        await browser.SubmitAsync("#settings", ("holidays", "2026-12-25"));
        StringAssert.Contains(browser.Text, "Too many notices wait for Unit 12");
        Assert.AreEqual("", (await bench.InDbAsync(db => db.Sites.SingleAsync())).Holidays);
        Assert.IsFalse((await bench.InDbAsync(db => db.Entries.SingleAsync(row => row.Id == 7))).HasOpenItems);
    }

    [TestMethod]
    public async Task The_page_says_from_when_the_zone_does_otherwise_than_the_locks()
    {
        using FacilityBench bench = new();
        await bench.InDbAsync(async db =>
        {
            SiteRow site = await db.Sites.SingleAsync();
            site.Zone = "Europe/Berlin";
            site.ZoneRule = Convert.ToHexString(LockLink.PosixZone.ToBytes("CET-1"));
            return await db.SaveChangesAsync();
        });
        bench.Time.Advance(TimeSpan.FromDays(90));
        Browser browser = await OpenAsync(bench);
        // Winter now; the clocks of Berlin go forward on the last Sunday of March, at 1:00 UTC.
        StringAssert.Contains(browser.Text, "From Sun 28 Mar 2027 01:00 UTC this time zone no longer follows");
        await browser.SubmitAsync("#settings");
        await browser.OpenAsync("/Settings");
        Assert.IsFalse(browser.Text.Contains("no longer follows", StringComparison.Ordinal));
    }

    private static async Task<Browser> OpenAsync(FacilityBench bench)
    {
        Browser browser = await bench.SignInAsync(Permissions.ManageSettings);
        await browser.OpenAsync("/Settings");
        return browser;
    }
}
