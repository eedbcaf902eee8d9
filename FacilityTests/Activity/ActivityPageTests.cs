using AngleSharp.Dom;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;

namespace LockFirmware.FacilityTests.Activity;

/// <summary>The page that shows the events of the locks.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ActivityPageTests
{
    private const long Key = 1001;
    private const uint Gate = 7;

    [TestMethod]
    public async Task Events_are_shown_in_words_newest_first_in_the_facilitys_local_time()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        await People.AddAsync(bench, "Anna Berg", Key, Gate);
        gate.Happens(bench.Now - 60, EventKind.AccessGranted, (uint)Key, (byte)Command.Unlock)
            .Happens(bench.Now - 30, EventKind.Refused, (uint)Key, (byte)Status.Expired);
        await gate.BringAsync();
        string[] lines = await LinesAsync(bench, "/Activity");
        Assert.AreEqual(2, lines.Length);
        Assert.AreEqual("Wed 2 Sep 2026 12:59:30 Exit gate Anna Berg refused expired 2", lines[0]);
        Assert.AreEqual("Wed 2 Sep 2026 12:59:00 Exit gate Anna Berg admitted to enter 1", lines[1]);
    }

    [TestMethod]
    public async Task A_guest_has_the_name_that_the_holder_of_this_key_gave()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        await People.AddAsync(bench, "Anna Berg", Key, Gate);
        await People.AddAsync(bench, "Cem Aydin", Key + 1, Gate);
        await bench.InDbAsync(db =>
        {
            db.Shares.Add(new KeyShare { KeyId = Key, GuestId = 5, GuestName = "Bo", NotAfter = bench.Now, KnownAt = bench.Now });
            return db.SaveChangesAsync();
        });
        gate.Happens(bench.Now, EventKind.AccessGranted, (uint)Key, (byte)Command.Unlock, detail: 5)
            .Happens(bench.Now, EventKind.AccessGranted, (uint)Key + 1, (byte)Command.Unlock, detail: 5);
        await gate.BringAsync();
        string[] lines = await LinesAsync(bench, "/Activity");
        StringAssert.Contains(lines[1], "Bo admitted to enter, guest of Anna Berg");
        StringAssert.Contains(lines[0], "guest 5 of key 1002 admitted to enter, guest of Cem Aydin");
    }

    [TestMethod]
    public async Task Technical_events_are_folded_unless_somebody_asks_for_them()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        gate.Happens(bench.Now - 60, EventKind.RequestToExit, detail: 1);
        for (uint i = 0; i < 3; i++)
            gate.Happens(bench.Now - 50 + i, EventKind.NoticeApplied, detail: i + 1);
        gate.Happens(bench.Now - 40, EventKind.Fault, reason: 2, detail: 1)
            .Happens(bench.Now - 30, EventKind.Boot).Happens(bench.Now - 20, EventKind.ConfigurationChanged);
        await gate.BringAsync();
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync("/Activity");
        Assert.AreEqual("everything", browser.Page.QuerySelector("select[name=kind] option[selected]")!.TextContent);
        Assert.AreEqual("people", browser.Page.QuerySelector("select[name=kind] option")!.TextContent, "the first filter");
        IElement fold = browser.Page.QuerySelectorAll("tr.fold").Single();
        Assert.AreEqual("3 technical events, Exit gate, Wed 2 Sep 2026 12:59:10 to Wed 2 Sep 2026 12:59:12",
            fold.QuerySelector("summary")!.TextContent);
        Assert.AreEqual(3, fold.QuerySelectorAll("details tbody tr").Length, "they are there when somebody opens them");
        Assert.AreEqual(7, browser.Page.QuerySelectorAll("tbody td[data-label=Number]").Length, "a fault and two events are not folded");
        await browser.OpenAsync($"/Activity?kind={(int)EventKind.NoticeApplied}");
        Assert.IsNull(browser.Page.QuerySelector("tr.fold"));
        Assert.AreEqual(3, browser.Page.QuerySelectorAll("tbody td[data-label=Number]").Length);
    }

    [TestMethod]
    public async Task What_is_missing_stands_in_its_place_and_goes_when_it_comes()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        for (uint i = 0; i < 9; i++)
            gate.Happens(bench.Now - 90 + (10 * i), EventKind.RequestToExit, detail: 1);
        await gate.BringAsync(1, 2);
        await gate.BringAsync(6, 7);
        string[] lines = await LinesAsync(bench, "/Activity");
        Assert.AreEqual("2 events not here yet", Field(lines[0], 0));
        StringAssert.Contains(lines[0], "8-9");
        StringAssert.EndsWith(lines[1], "exit button 7");
        StringAssert.EndsWith(lines[2], "exit button 6");
        Assert.AreEqual("GAP: 3 events not here", Field(lines[3], 0));
        StringAssert.EndsWith(lines[3], "3-5");
        StringAssert.EndsWith(lines[4], "exit button 2");
        await gate.BringAsync(3, 9);
        Assert.AreEqual(9, (await LinesAsync(bench, "/Activity")).Length);
    }

    [TestMethod]
    public async Task Dropped_events_are_shown_as_lost_in_their_place()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        for (uint i = 0; i < 6; i++)
            gate.Happens(bench.Now - 90 + (10 * i), EventKind.RequestToExit, detail: 1);
        gate.Happens(bench.Now, EventKind.EventsDropped, keyId: 2, detail: 3);
        await gate.BringAsync(5, 7);
        await gate.BringAsync(1, 1);
        string[] lines = await LinesAsync(bench, "/Activity");
        StringAssert.Contains(lines[0], "EVENTS LOST 3 from number 2");
        StringAssert.EndsWith(lines[2], "exit button 5");
        Assert.AreEqual("LOST: 3 events", Field(lines[3], 0));
        StringAssert.EndsWith(lines[3], "2-4");
        StringAssert.EndsWith(lines[4], "exit button 1");
    }

    [TestMethod]
    public async Task A_gap_is_listed_only_on_the_page_of_its_place_and_no_filter_hides_it()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        await SealedTrail.AddAsync(bench, Gate + 1, "Other");
        for (uint i = 0; i < 120; i++)
            gate.Happens(bench.Now - 1200 + (10 * i), EventKind.RequestToExit, detail: 1);
        for (uint first = 1; first <= 101; first += 20)
            await gate.BringAsync(first + (first == 41 ? 2u : 0), first + 19);
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        List<int> gaps = [];
        for (string? path = "/Activity"; path != null; path = browser.Page.QuerySelector("a[rel=next]")?.GetAttribute("href"))
        {
            await browser.OpenAsync(path);
            gaps.Add(browser.Page.QuerySelectorAll("tr.gap").Length);
        }
        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, gaps);
        await browser.OpenAsync("/Activity?kind=refused");
        StringAssert.Contains(browser.Text, "GAP: 2 events not here");
        await browser.OpenAsync($"/Activity?entry={Gate + 1}");
        StringAssert.Contains(browser.Text, "Nothing matches these filters");
    }

    [TestMethod]
    public async Task A_corrupt_record_and_one_without_a_time_keep_their_place_and_say_so()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        gate.Happens(bench.Now - 3600, EventKind.RequestToExit, detail: 1)
            .Happens(0, EventKind.Boot, trust: ClockTrust.Unknown)
            .Happens(bench.Now - 3000, EventKind.Forced).Rots()
            .Happens(bench.Now - 2000, EventKind.RequestToExit, detail: 1, trust: ClockTrust.Floor)
            .Happens(bench.Now - 1000, EventKind.RequestToExit, detail: 1);
        await gate.BringAsync();
        string[] lines = await LinesAsync(bench, "/Activity");
        CollectionAssert.AreEqual(new[] { "5", "4", "3", "2", "1" }, lines.Select(line => line.Split(' ')[^1]).ToArray());
        StringAssert.Contains(lines[1], "clock not set: this is the earliest possible time");
        StringAssert.Contains(lines[2], "unreadable record");
        StringAssert.Contains(lines[3], "the lock had no time; shown at its place in the trail");
    }

    [TestMethod]
    public async Task Filters_show_what_they_name()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        SealedTrail unit = await SealedTrail.AddAsync(bench, Gate + 1, "Unit 12");
        long anna = await People.AddAsync(bench, "Anna Berg", Key, Gate);
        await People.AddAsync(bench, "Anna Cohen", Key + 1, Gate);
        gate.Happens(bench.Now - (2 * LockTime.SecondsPerDay), EventKind.AccessGranted, (uint)Key, (byte)Command.Unlock)
            .Happens(bench.Now - 50, EventKind.Refused, (uint)Key + 1, (byte)Status.Expired)
            .Happens(bench.Now - 40, EventKind.FailedProofsSummed, detail: 2);
        unit.Happens(bench.Now - 45, EventKind.AccessGranted, (uint)Key, (byte)Command.Unlock);
        await gate.BringAsync();
        await unit.BringAsync();
        Assert.AreEqual(2, (await LinesAsync(bench, $"/Activity?user={anna}")).Length);
        Assert.AreEqual(2, (await LinesAsync(bench, "/Activity?user=berg")).Length);
        Assert.AreEqual(1, (await LinesAsync(bench, $"/Activity?user=berg&entry={Gate}")).Length);
        Assert.AreEqual(1, (await LinesAsync(bench, $"/Activity?entry={Gate + 1}")).Length);
        string[] refused = await LinesAsync(bench, "/Activity?kind=refused");
        Assert.AreEqual(2, refused.Length);
        StringAssert.Contains(refused[0], "false keys");
        StringAssert.Contains(refused[1], "Anna Cohen refused expired");
        Assert.AreEqual(1, (await LinesAsync(bench, "/Activity?to=2026-08-31")).Length);
        Assert.AreEqual(3, (await LinesAsync(bench, "/Activity?from=2026-09-02&to=2026-09-02")).Length);
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync("/Activity?user=anna");
        StringAssert.Contains(browser.Text, "Several users match");
        Assert.AreEqual(2, browser.Page.QuerySelectorAll("main li a").Length);
        await browser.OpenAsync("/Activity?user=nobody");
        StringAssert.Contains(browser.Text, "There is no user called");
        await browser.OpenAsync("/Activity?from=yesterday");
        StringAssert.Contains(browser.Text, "Write dates like 2026-09-02.");
    }

    [TestMethod]
    public async Task A_user_is_found_with_accents_and_without_and_by_nothing_but_the_name()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        await People.AddAsync(bench, "Jörg Müller", Key, Gate);
        await bench.InDbAsync(async db =>
        {
            db.Users.Single().Words.Add(new UserWord { Word = "joerg@example.com" });
            return await db.SaveChangesAsync();
        });
        gate.Happens(bench.Now - 50, EventKind.AccessGranted, (uint)Key, (byte)Command.Unlock);
        await gate.BringAsync();
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        foreach (string user in new[] { "Müller", "muller", "MÜLL jorg" })
        {
            await browser.OpenAsync($"/Activity?user={Uri.EscapeDataString(user)}");
            Assert.AreEqual(1, browser.Page.QuerySelectorAll("tbody tr").Length, user);
        }
        foreach (string user in new[] { "joerg@ex", "-", "Möller" })
        {
            await browser.OpenAsync($"/Activity?user={Uri.EscapeDataString(user)}");
            StringAssert.Contains(browser.Text, "There is no user called", user);
        }
    }

    [TestMethod]
    public async Task Pages_neither_lose_nor_repeat_events_of_the_same_second()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        for (uint i = 0; i < 120; i++)
            gate.Happens(bench.Now - (i < 60 ? 1u : 0), EventKind.RequestToExit, detail: 1);
        for (uint first = 1; first <= 101; first += 20)
            await gate.BringAsync(first, first + 19);
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        List<int> numbers = [];
        for (string? path = "/Activity"; path != null; path = browser.Page.QuerySelector("a[rel=next]")?.GetAttribute("href"))
        {
            await browser.OpenAsync(path);
            numbers.AddRange(browser.Page.QuerySelectorAll("td[data-label=Number]")
                .Select(cell => int.Parse(cell.TextContent, System.Globalization.CultureInfo.InvariantCulture)));
        }
        CollectionAssert.AreEqual(Enumerable.Range(1, 120).Reverse().ToArray(), numbers);
    }

    private static async Task<string[]> LinesAsync(FacilityBench bench, string path)
    {
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync(path);
        Assert.AreEqual("Activity", browser.Page.Title, browser.Text);
        return [.. browser.Page.QuerySelectorAll("tbody tr").Select(row =>
            string.Join(' ',
                row.Children.Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
                .Where(text => text.Length > 0)))];
    }

    /// <summary>The text of a line after the name of the gate.</summary>
    private static string Field(string line, int start)
    {
        string rest = line[(line.IndexOf("Exit gate ", start, StringComparison.Ordinal) + "Exit gate ".Length)..];
        foreach (string end in new[] { " later events", " still in", " the lock overwrote" })
        {
            if (rest.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
                return rest[..at];
        }
        return rest;
    }
}
