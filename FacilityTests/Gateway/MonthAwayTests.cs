using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>A lock that nobody reached for a month. Its memory was too small for all events of this month.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class MonthAwayTests
{
    private const int MissedCount = 12_000;

    [TestMethod]
    public async Task A_lock_that_has_overwritten_events_catches_up_over_several_visits()
    {
        FaultyLinks links = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        uint before = (uint)(await door.RowAsync()).StoredThrough;
        uint oldest = 0;
        door.RestartWith(flash => oldest = EventsOfADoor.Write(flash.Events, bench.Now, MissedCount));
        bench.Time.Advance(TimeSpan.FromDays(30));
        // The link works for some messages only. Each visit continues where the one before broke off.
        links.BreaksAfter = 400;
        int visits = 0;
        long reached = 0;
        do
        {
            VisitReport report = await door.VisitAsync();
            visits++;
            Assert.AreEqual(links.IsBroken ? "The link broke." : "", report.Error);
            Assert.IsTrue(!links.IsBroken || report.NewEventCount > 1000, $"visit {visits} has brought {report.NewEventCount}");
            EventTrail trail = (await door.LedgerAsync()).Trail;
            Assert.IsTrue(trail.NextMissing(trail.StoredThrough) >= reached, "never back");
            reached = trail.NextMissing(trail.StoredThrough);
            await GapCheck.AssertAsync(bench);
        }
        while (links.IsBroken && visits < 50);
        Assert.IsTrue(visits is > 2 and < 50, $"{visits} visits");
        Entry entry = await door.RowAsync();
        Assert.AreEqual(entry.Head, entry.StoredThrough);
        EventTrail whole = (await door.LedgerAsync()).Trail;
        List<LockEvent> events = await door.EventsAsync();
        CollectionAssert.AllItemsAreUnique(events.Select(row => row.Sequence).ToList());
        // The missing events are exactly those that the lock has reported as overwritten. The start itself may have overwritten another
        // segment.
        uint first = (uint)events.Select(row => row.Sequence).First(sequence => sequence > before);
        Assert.IsTrue(first >= oldest && first <= oldest + 1024, $"{oldest}, {first}");
        Assert.AreEqual(1, whole.Lost.Count);
        Assert.AreEqual($"{before + 1}-{first - 1}", $"{whole.Lost[0].First}-{whole.Lost[0].Last}");
        Assert.AreEqual(entry.Head - (first - 1 - before), events.Count);
        Assert.IsTrue(events.Any(row => row.Kind == (int)EventKind.EventsDropped));
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        StringAssert.Contains(await browser.Client.GetStringAsync("/Activity?handler=Csv"), $"LOST: {first - 1 - before} events");
        Assert.AreEqual(0, (await door.AlertsAsync()).Count);
    }
}
