using System.Diagnostics;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Gateway;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.TestKit.Run;
using LockFirmware.VirtualBoard.Bluez;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The gateway over Bluetooth: BlueZ at both ends, our firmware.</summary>
[TestClass]
[DoNotParallelize]
[TestCategory("Slow")]
[TestCategory("Air")]
public sealed class GatewayAirTests
{
    private const int MonthEventCount = 900;
    private const uint First = 12001;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task The_gateway_visits_a_lock_over_Bluetooth()
    {
        string[] adapters = AirAdapters.Take(2, Assert.Inconclusive);
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        using BluezPeripheral air = BluezPeripheral.Start(door.Lock.Board.Air, adapters[0], AirAdapters.AdvertiseAgain);
        await door.AddressAsync("ble:" + adapters[1]);
        long begun = Stopwatch.GetTimestamp();
        VisitReport visit = await door.VisitAsync();
        Assert.AreEqual("", visit.Error);
        Assert.IsGreaterThan(0, visit.NewEventCount);
        await door.AssertWholeAsync();
        HeardRow heard = await bench.InDbAsync(db => db.Heard.AsNoTracking().SingleAsync());
        Assert.AreEqual(adapters[1], heard.Adapter);
        Assert.IsGreaterThan(5, heard.Transactions, "the figures of the visit are kept");
        TestContext.WriteLine($"air: visit of the gateway {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
    }

    [TestMethod]
    public async Task A_month_of_events_comes_complete_and_in_order()
    {
        string[] adapters = AirAdapters.Take(2, Assert.Inconclusive);
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        uint from = bench.Now;
        door.RestartWith(flash => EventsOfADoor.Write(flash.Events, from, MonthEventCount));
        bench.Time.Advance(TimeSpan.FromDays(30));
        using BluezPeripheral air = BluezPeripheral.Start(door.Lock.Board.Air, adapters[0], AirAdapters.AdvertiseAgain);
        await door.AddressAsync("ble:" + adapters[1]);
        long begun = Stopwatch.GetTimestamp();
        VisitReport visit = await door.VisitAsync();
        Assert.AreEqual("", visit.Error);
        Assert.IsGreaterThanOrEqualTo(MonthEventCount, visit.NewEventCount);
        await door.AssertWholeAsync();
        long[] times = [.. (await door.EventsAsync()).Where(row => row.Kind == (int)EventKind.RequestToExit).Select(row => row.Time)];
        CollectionAssert.AreEqual(Enumerable.Range(0, MonthEventCount)
            .Select(i => (long)EventsOfADoor.TimeOf(from, i, MonthEventCount)).ToArray(), times);
        HeardRow heard = await bench.InDbAsync(db => db.Heard.AsNoTracking().SingleAsync());
        TestContext.WriteLine($"air: {visit.NewEventCount} events in {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms, "
            + $"{heard.Transactions} transactions");
    }

    [TestMethod]
    public async Task One_adapter_visits_three_locks_and_a_key_opens_the_right_one()
    {
        string[] adapters = AirAdapters.Take(4, Assert.Inconclusive);
        string[] ofLocks = [adapters[0], adapters[2], adapters[3]];
        using FacilityBench bench = new();
        List<BenchLock> doors = [];
        List<BluezPeripheral> airs = [];
        try
        {
            for (int i = 0; i < ofLocks.Length; i++)
            {
                doors.Add(await BenchLock.MakeAsync(bench, First + (uint)i, $"Unit {i + 1}"));
                airs.Add(BluezPeripheral.Start(doors[i].Lock.Board.Air, ofLocks[i], AirAdapters.AdvertiseAgain));
                await doors[i].AddressAsync("ble:" + adapters[1]);
            }
            long begun = Stopwatch.GetTimestamp();
            VisitReport[] visits = await Task.WhenAll(doors.Select(door => door.VisitAsync()));
            CollectionAssert.AreEqual(new[] { "", "", "" }, visits.Select(visit => visit.Error).ToArray());
            TestContext.WriteLine($"air: three visits {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
            foreach (BenchLock door in doors)
                await door.AssertWholeAsync();
            CollectionAssert.AreEqual(new long[] { First, First + 1, First + 2 }, await bench.InDbAsync(db =>
                db.Heard.Where(row => row.Adapter == adapters[1]).OrderBy(row => row.EntryId).Select(row => row.EntryId).ToArrayAsync()));

            await using ILockLink link = doors[1].LinkOver(adapters[1]);
            Assert.AreEqual(Status.Ok, (await doors[1].OpenAsync(77, 7, link: link)).Status);
            CollectionAssert.AreEqual(new[] { false, true, false }, doors.Select(door => door.Lock.Board.Door.IsReleased).ToArray());
        }
        finally
        {
            airs.ForEach(air => air.Dispose());
            doors.ForEach(door => door.Dispose());
        }
    }
}
