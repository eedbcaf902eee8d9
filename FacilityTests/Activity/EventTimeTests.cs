using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

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
        long[] times = await bench.InDbAsync(db => db.Events.OrderBy(row => row.Sequence).Select(row => row.Time).ToArrayAsync());
        CollectionAssert.AreEqual(new long[]
        {
            Floor - 100, Floor - 90, Floor + Outage, Floor + Outage + 60, Floor + Outage + 70, Floor + Outage + 120, Floor + Outage + 200,
        }, times, "an earlier boot is not touched");

        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        string day = LockLink.LocalTime.Epoch.AddSeconds(Floor + Outage).ToString("yyyy-MM-dd");
        await browser.OpenAsync($"/Activity?from={day}&to={day}");
        StringAssert.Contains(browser.Text, "corrected by the later setting of the clock");
        CollectionAssert.AreEqual(new[] { "7", "6", "5", "4", "3" },
            browser.Page.QuerySelectorAll("tbody td[data-label='No.'], tbody td[data-label=Number]").Select(cell => cell.TextContent.Trim())
                .ToArray());
    }
}
