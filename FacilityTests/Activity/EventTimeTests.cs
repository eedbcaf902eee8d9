using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Activity;

/// <summary>After an outage an admission is filed at the time that the later setting of the clock proves.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class EventTimeTests
{
    private const uint LockId = 7;
    private const uint Floor = 200_000_000;
    private const int Outage = 3 * 86_400;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite, new[] { 1u, 7u })]
    [DataRow(DatabaseKind.Postgres, new[] { 1u, 7u })]
    // In pieces, in order and the newest first.
    [DataRow(DatabaseKind.Sqlite, new[] { 1u, 3u, 4u, 5u, 6u, 7u })]
    [DataRow(DatabaseKind.Sqlite, new[] { 6u, 7u, 4u, 5u, 1u, 3u })]
    [DataRow(DatabaseKind.Postgres, new[] { 5u, 7u, 1u, 4u })]
    public async Task Events_before_the_clock_was_set_move_to_their_day(DatabaseKind kind, uint[] pieces)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail trail = await SealedTrail.AddAsync(bench, LockId, "Gate");
        trail.Happens(Floor - 100, EventKind.AccessGranted, 1001, 1)
            .Happens(Floor - 90, EventKind.AccessGranted, 1001, 1, trust: ClockTrust.Floor)
            .Happens(Floor, EventKind.Boot, trust: ClockTrust.Floor)
            .Happens(Floor + 60, EventKind.AccessGranted, 1001, 1, trust: ClockTrust.Floor)
            .Happens(Floor + 70, EventKind.RequestToExit, trust: ClockTrust.Floor)
            .Happens(Floor + Outage + 120, EventKind.ClockSet, reason: (byte)ClockTrust.Floor, detail: Outage)
            .Happens(Floor + Outage + 200, EventKind.AccessGranted, 1001, 1);
        for (int i = 0; i < pieces.Length; i += 2)
            Assert.IsTrue(await trail.BringAsync(pieces[i], pieces[i + 1]) <= KeyIssuing.Ledgers.BatchStatus.CorruptEvent);
        long[] times = await TimesAsync(bench);
        CollectionAssert.AreEqual(new long[]
        {
            Floor - 100, Floor - 90, Floor + Outage, Floor + Outage + 60, Floor + Outage + 70, Floor + Outage + 120, Floor + Outage + 200,
        }, times, "an earlier boot is not touched");

        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        string day = LockLink.LocalTime.Epoch.AddSeconds(Floor + Outage).ToString("yyyy-MM-dd");
        await browser.OpenAsync($"/Activity?from={day}&to={day}");
        StringAssert.Contains(browser.Text, "corrected by the later setting of the clock");
        CollectionAssert.AreEqual(new[] { "7", "6", "5", "4", "3" },
            Numbers(browser));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Events_of_one_second_are_in_the_order_of_their_numbers_whatever_order_they_came_in(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail trail = await SealedTrail.AddAsync(bench, LockId, "Gate");
        for (int i = 0; i < 120; i++)
            trail.Happens(Floor, EventKind.AccessGranted, 1001, 1);
        for (uint first = 97; first <= 97; first -= 24)
            await trail.BringAsync(first, first + 23);
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        List<string> seen = [];
        string? next = "/Activity";
        while (next != null)
        {
            await browser.OpenAsync(next);
            seen.AddRange(Numbers(browser));
            next = browser.Page.QuerySelectorAll("main a").SingleOrDefault(link => link.GetAttribute("rel") == "next")
                ?.GetAttribute("href");
        }
        CollectionAssert.AreEqual(Enumerable.Range(1, 120).Reverse().Select(number => $"{number}").ToArray(), seen);
    }

    [TestMethod]
    [DataRow(new[] { 1u, 3u, 4u, 6u })]
    [DataRow(new[] { 4u, 6u, 1u, 3u })]
    [DataRow(new[] { 5u, 6u, 3u, 4u, 1u, 2u })]
    public async Task Events_without_any_time_are_before_the_first_setting_of_the_clock(uint[] pieces)
    {
        using FacilityBench bench = new();
        SealedTrail trail = await SealedTrail.AddAsync(bench, LockId, "Gate");
        trail.Happens(0, EventKind.Boot, trust: ClockTrust.Unknown)
            .Happens(0, EventKind.RequestToExit, trust: ClockTrust.Unknown)
            .Happens(0, EventKind.Boot, trust: ClockTrust.Unknown)
            .Happens(0, EventKind.RequestToExit, trust: ClockTrust.Unknown)
            .Happens(Floor, EventKind.ClockSet, reason: (byte)ClockTrust.Unknown)
            .Happens(Floor + 9, EventKind.AccessGranted, 1001, 1);
        for (int i = 0; i < pieces.Length; i += 2)
            await trail.BringAsync(pieces[i], pieces[i + 1]);
        CollectionAssert.AreEqual(new long[] { Floor, Floor, Floor, Floor, Floor, Floor + 9 }, await TimesAsync(bench));
    }

    [TestMethod]
    public async Task Events_that_were_stored_before_an_upgrade_are_corrected_at_the_next_start()
    {
        using FacilityBench bench = new();
        SealedTrail trail = await SealedTrail.AddAsync(bench, LockId, "Gate");
        trail.Happens(Floor, EventKind.Boot, trust: ClockTrust.Floor)
            .Happens(Floor + 60, EventKind.AccessGranted, 1001, 1, trust: ClockTrust.Floor)
            .Happens(Floor + Outage + 120, EventKind.ClockSet, reason: (byte)ClockTrust.Floor, detail: Outage);
        await trail.BringAsync(1, 3);
        await bench.InDbAsync(async db =>
        {
            await db.Events.Where(row => row.Sequence < 3).ExecuteUpdateAsync(row => row.SetProperty(item => item.Time, item => Floor));
            return await db.Sites.ExecuteUpdateAsync(row => row.SetProperty(site => site.TextVersion, 1));
        });
        await bench.InScopeAsync(services => services.GetRequiredService<TextRenewal>().RunAsync());
        CollectionAssert.AreEqual(new long[] { Floor + Outage, Floor + Outage + 60, Floor + Outage + 120 }, await TimesAsync(bench));
    }

    /// <summary>A clock that also stood still is set by more than it was behind at the events.</summary>
    [TestMethod]
    public async Task No_event_is_corrected_to_a_time_after_it_was_stored_or_after_the_setting()
    {
        using FacilityBench bench = new();
        SealedTrail trail = await SealedTrail.AddAsync(bench, LockId, "Gate");
        uint stored = bench.Now;
        const uint step = 90_000;
        trail.Happens(stored - step - 60, EventKind.Boot, trust: ClockTrust.Floor)
            .Happens(stored - 60, EventKind.AccessGranted, 1001, 1, trust: ClockTrust.Floor);
        await trail.BringAsync();
        bench.Time.Advance(TimeSpan.FromDays(2));
        uint set = bench.Now - 30;
        trail.Happens(set - step + 50, EventKind.AccessGranted, 1001, 1, trust: ClockTrust.Floor)
            .Happens(set, EventKind.ClockSet, reason: (byte)ClockTrust.Floor, detail: step);
        await trail.BringAsync(3, 4);
        CollectionAssert.AreEqual(new long[] { stored - 60, stored, set, set }, await TimesAsync(bench));
    }

    private static Task<long[]> TimesAsync(FacilityBench bench) =>
        bench.InDbAsync(db => db.Events.OrderBy(row => row.Sequence).Select(row => row.Time).ToArrayAsync());

    private static string[] Numbers(Browser browser) => [.. browser.Page
        .QuerySelectorAll("tbody td[data-label='No.'], tbody td[data-label=Number]").Select(cell => cell.TextContent.Trim())];
}
