using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Entries;

/// <summary>The pages on which the office sees locks and changes them.</summary>
[TestClass]
public sealed class EntryPageTests
{
    [TestMethod]
    public async Task Without_a_lock_the_page_says_what_to_do()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries");
        StringAssert.Contains(browser.Text, "There are no entries yet");
        StringAssert.Contains(browser.Text, "facility import");
    }

    [TestMethod]
    public async Task A_new_entry_is_added_once_and_its_address_checked()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Add");
        await browser.SubmitAsync("main form", ("Number", "12012"), ("Form.Name", "Unit 12"), ("Form.Kind", "Unit"),
            ("Form.Address", "nowhere"));
        StringAssert.Contains(browser.Text, "Write it like virtual:");
        await browser.SubmitAsync("main form", ("Form.Address", "127.0.0.1:5091"));
        Assert.AreEqual("Unit 12", browser.Page.Title);
        StringAssert.Contains(browser.Text, "The gateway has not visited this lock yet");
        await browser.OpenAsync("/Entries/Add");
        await browser.SubmitAsync("main form", ("Number", "12012"), ("Form.Name", "Unit 12"));
        StringAssert.Contains(browser.Text, "Entry 12012 already exists");
        Assert.AreEqual(1,
            await bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "entry-added" && row.StaffId != null)));
    }

    [TestMethod]
    public async Task A_visited_lock_shows_how_it_is()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries");
        StringAssert.Contains(browser.Text, "just now");
        StringAssert.Contains(browser.Text, "good");
        await browser.OpenAsync("/Entries/Details/12012");
        StringAssert.Contains(browser.Text, "Everything is in order");
        StringAssert.Contains(browser.Text, "latch secured, door closed");
        StringAssert.Contains(browser.Text, "0 waiting");
        bench.Time.Advance(TimeSpan.FromDays(3));
        browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries?trouble=true");
        StringAssert.Contains(browser.Text, "3 days ago");
    }

    [TestMethod]
    public async Task A_lock_whose_ledger_is_damaged_can_still_be_looked_at_and_says_what_to_do()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        await bench.SetLedgerBytesAsync(door.Id, [1, 2, 3]);
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Details/12012");
        StringAssert.Contains(browser.Text, "record of this lock is damaged. Restore the database from a backup");
        await browser.SubmitAsync("#lockdown");
        StringAssert.Contains(browser.Text, "restore the database from a backup");
        Assert.IsFalse((await door.RowAsync()).IsLockdown);
    }

    [TestMethod]
    public async Task A_failed_visit_says_why_and_visit_now_makes_it_due()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.AddressAsync("127.0.0.1:1");
        await door.VisitAsync();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Details/12012");
        StringAssert.Contains(browser.Text, "(1 in a row): No lock answers at 127.0.0.1:1");
        Assert.IsTrue((await door.RowAsync()).NextVisitAt > bench.Now);
        await browser.SubmitAsync("#visit");
        StringAssert.Contains(browser.Text, "as soon as possible");
        Assert.AreEqual(0L, (await door.RowAsync()).NextVisitAt);
    }

    [TestMethod]
    public async Task Lockdown_of_one_entry_reaches_the_lock_and_a_second_click_does_no_harm()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Details/12012");
        await browser.SubmitAsync("#lockdown");
        await browser.SubmitAsync("#lockdown", ("on", "true"));
        Assert.AreEqual(1, await bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "lockdown-on")));
        await door.VisitAsync();
        Assert.AreEqual(Status.Lockdown, (await door.OpenAsync(1001, 101)).Status);
        await browser.OpenAsync("/Entries/Details/12012");
        await browser.SubmitAsync("#lockdown");
        await door.VisitAsync();
        Assert.AreEqual(Status.Ok, (await door.OpenAsync(1001, 101)).Status);
    }

    [TestMethod]
    public async Task Lockdown_of_the_site_takes_every_entry()
    {
        using FacilityBench bench = new();
        using BenchLock one = await BenchLock.MakeAsync(bench);
        using BenchLock two = await BenchLock.MakeAsync(bench, 12014, "Unit 14");
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Lockdown");
        await browser.SubmitAsync("main form", ("on", "true"));
        StringAssert.Contains(browser.Text, "2 entries will get the notice");
        StringAssert.Contains(browser.Text, "2 of 2 entries are in lockdown");
        Assert.IsTrue((await one.RowAsync()).IsLockdown && (await two.RowAsync()).IsLockdown);
    }

    [TestMethod]
    public async Task Lockdown_of_the_site_goes_on_behind_a_lock_that_cannot_be_told_and_names_it()
    {
        using FacilityBench bench = new();
        using BenchLock one = await BenchLock.MakeAsync(bench);
        using BenchLock two = await BenchLock.MakeAsync(bench, 12014, "Unit 14");
        await bench.SetLedgerBytesAsync(12012, [1, 2, 3]);
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Lockdown");
        await browser.SubmitAsync("main form", ("on", "true"));
        StringAssert.Contains(browser.Text, "1 entries will get the notice");
        StringAssert.Contains(browser.Text, "1 were not changed: Unit 12.");
        Assert.AreEqual((false, true), ((await one.RowAsync()).IsLockdown, (await two.RowAsync()).IsLockdown));
    }

    [TestMethod]
    public async Task A_lock_whose_configuration_is_damaged_can_still_be_looked_at_and_locked_down()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.ChangeAsync(entry => entry.Configuration = [1, 2, 3]);
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Details/12012");
        StringAssert.Contains(browser.Text, "The configuration of lock 12012 cannot be read; restore the database from a backup.");
        await browser.SubmitAsync("#configure", ("ReleaseSeconds", "2.5"), ("HeldOpenSeconds", "90"), ("ClocklessHours", "0"));
        StringAssert.Contains(browser.Text, "cannot be read; restore");
        await browser.SubmitAsync("#lockdown");
        Assert.IsTrue((await door.RowAsync()).IsLockdown);
    }

    [TestMethod]
    public async Task The_configuration_reaches_the_lock_and_stays_known()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Details/12012");
        await browser.SubmitAsync("#configure", ("ReleaseSeconds", "0.1"));
        StringAssert.Contains(browser.Text, "The release is 0.5 to 65.535 seconds");
        await browser.SubmitAsync("#configure", ("ReleaseSeconds", "2.5"), ("HeldOpenSeconds", "90"));
        await door.VisitAsync();
        Assert.IsFalse((await door.RowAsync()).HasOpenItems);
        byte[] body = (await door.OpenAsync(1001, 101)).Body;
        Assert.AreEqual(2500, Bytes.ReadU16(body, 0));
        await browser.OpenAsync("/Entries/Details/12012");
        Assert.AreEqual("2.5", browser.Page.QuerySelector("#configure input[name=ReleaseSeconds]")!.GetAttribute("value"));
    }

    [TestMethod]
    public async Task A_grace_goes_when_a_door_is_no_exit_any_more()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench, 12001, "Exit gate", EntryKind.Gate);
        await door.ChangeAsync(entry => entry.IsExit = true);
        await door.VisitAsync();
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Details/12001");
        await browser.SubmitAsync("#configure", ("ExitGraceMinutes", "30"));
        StringAssert.Contains(browser.Text, "on its way");
        await browser.SubmitAsync("#edit", ("Form.IsExit", "false"));
        StringAssert.Contains(browser.Text, "The entry was changed");
        Entry entry = await door.RowAsync();
        Assert.IsFalse(entry.IsExit);
        LockConfiguration kept = new();
        Assert.IsTrue(kept.TryRead(entry.Configuration!, 0, entry.Configuration!.Length));
        Assert.AreEqual(0, kept.Calendar.ExitGraceMinutes);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        Assert.IsFalse((await door.RowAsync()).HasOpenItems);
    }

    [TestMethod]
    public async Task An_alert_is_closed_by_somebody_and_once()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        await door.ForgetEverythingAsync();
        await door.OpenAsync(1001, 101);
        await door.VisitAsync();
        await bench.InDbAsync(async db =>
        {
            db.Alerts.Add(new Alert { EntryId = 12012, At = bench.Now, Text = "Something to look at.", Evidence = [1, 2, 3] });
            return await db.SaveChangesAsync();
        });
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Alerts");
        StringAssert.Contains(browser.Text, "Something to look at.");
        StringAssert.Contains(browser.Text, "010203");
        await browser.SubmitAsync("main form");
        await browser.OpenAsync("/Entries/Alerts?closed=true");
        StringAssert.Contains(browser.Text, "by Kay Morgan");
    }

    [TestMethod]
    public async Task New_hardware_ends_the_keys_and_begins_the_trail_anew()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        await bench.InDbAsync(async db =>
        {
            Schedule always = await db.Schedules.SingleAsync();
            db.Users.Add(new User { Id = 101, Name = "Ada Moreno", Schedule = always, KeyNotAfter = bench.Now + 500 });
            db.Keys.Add(
                new OfflineKey { Id = 1001, UserId = 101, EntryId = 12012, Grant = [], Generation = 1, NotAfter = bench.Now + 500 });
            return await db.SaveChangesAsync();
        });
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Details/12012");
        await browser.SubmitAsync("#renew", ("generation", "1"));
        StringAssert.Contains(browser.Text, "The generation must be above 1");
        await browser.SubmitAsync("#renew", ("generation", "2"));
        StringAssert.Contains(browser.Text, "hardware 2, generation 2");
        Assert.AreEqual(KeyState.Superseded, await bench.InDbAsync(db => db.Keys.Select(key => key.State).SingleAsync()));
        Assert.AreEqual(User.NoKey, await bench.InDbAsync(db => db.Users.Select(user => user.KeyNotAfter).SingleAsync()));
        StringAssert.Contains((await door.VisitAsync()).Error, "The lock has generation 1");
    }

    [TestMethod]
    public async Task Entries_are_shown_page_by_page()
    {
        using FacilityBench bench = new();
        await bench.InDbAsync(async db =>
        {
            for (uint id = 1; id <= 120; id++)
                db.Entries.Add(LockFirmware.Facility.Ledgers.EntryMaker.Make(500 - id, $"Unit {id}", EntryKind.Unit));
            return await db.SaveChangesAsync();
        });
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        List<string> seen = [];
        string? next = "/Entries";
        while (next != null)
        {
            await browser.OpenAsync(next);
            seen.AddRange(browser.Page.QuerySelectorAll("tbody tr td:first-child a").Select(link => link.TextContent));
            next = browser.Page.QuerySelectorAll("main a")
                .SingleOrDefault(link => link.TextContent.StartsWith("Next", StringComparison.Ordinal))?.GetAttribute("href");
        }
        CollectionAssert.AreEqual(Enumerable.Range(1, 120).Select(id => $"Unit {id}").ToList(), seen);
    }

    [TestMethod]
    public async Task The_list_works_on_postgresql_too()
    {
        using TestDatabase database = new(DatabaseKind.Postgres);
        using FacilityBench bench = new(database.Postgres);
        using BenchLock door = await BenchLock.MakeAsync(bench);
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries?trouble=true");
        StringAssert.Contains(browser.Text, "Unit 12");
        await door.VisitAsync();
        await browser.OpenAsync("/Entries?trouble=true");
        StringAssert.Contains(browser.Text, "No entry needs attention");
        await browser.OpenAsync("/Entries/Alerts?closed=true");
        StringAssert.Contains(browser.Text, "No alert was closed");
        await browser.OpenAsync("/Entries/Details/12012");
        await browser.SubmitAsync("#renew", ("generation", "2"));
        StringAssert.Contains(browser.Text, "hardware 2");
    }
}
