using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>One visit to a real lock: the notices, the events, and the result in the database.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class VisitTests
{
    [TestMethod]
    public async Task A_visit_brings_the_time_and_takes_every_event()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        VisitReport report = await door.VisitAsync();
        Assert.AreEqual("", report.Error);
        Entry entry = await door.RowAsync();
        Assert.AreEqual(ClockTrust.Set, entry.Trust);
        Assert.AreEqual(bench.Now, (uint)entry.ContactAt!);
        Assert.AreNotEqual("", entry.Firmware);
        Assert.AreEqual(entry.Head, entry.StoredThrough);
        Assert.IsTrue(entry.Head > 0);
        Assert.AreEqual(bench.Now + 300, (uint)entry.NextVisitAt);
        Assert.AreEqual("", entry.LeaseOwner);
        List<LockEvent> events = await door.EventsAsync();
        CollectionAssert.AreEqual(Enumerable.Range(1, (int)entry.Head).Select(number => (long)number).ToList(),
            events.Select(row => row.Sequence).ToList());
        Assert.IsTrue(events.Any(row => row.Kind == (int)EventKind.ClockSet));
    }

    [TestMethod]
    public async Task What_happens_at_the_door_is_stored_once_and_in_order()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        Assert.AreEqual(Status.Ok, (await door.OpenAsync(1001, 101)).Status);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        List<LockEvent> events = await door.EventsAsync();
        Assert.AreEqual(1, events.Count(row => row.Kind == (int)EventKind.AccessGranted && row.KeyId == 1001));
        CollectionAssert.AreEqual(Enumerable.Range(1, events.Count).Select(number => (long)number).ToList(),
            events.Select(row => row.Sequence).ToList());
    }

    [TestMethod]
    public async Task A_quiet_lock_is_not_made_to_write_at_each_visit()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        await door.VisitAsync();
        long head = (await door.RowAsync()).Head;
        await door.VisitAsync();
        Assert.AreEqual(head, (await door.RowAsync()).Head);
    }

    [TestMethod]
    public async Task What_the_office_queues_is_applied_and_its_receipt_believed()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        await door.ChangeAsync((entry, ledgers) => ledgers.QueueAsync(entry, ledger => ledger.Overlock(true)));
        Assert.IsTrue((await door.RowAsync()).HasOpenItems);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        Entry told = await door.RowAsync();
        Assert.IsFalse(told.HasOpenItems);
        Assert.AreEqual(told.LastNotice, told.Applied);
        Assert.AreEqual(Status.Overlocked, (await door.OpenAsync(1001, 101)).Status);
    }

    [TestMethod]
    public async Task A_change_makes_the_lock_due_at_once()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        Assert.IsTrue((await door.RowAsync()).NextVisitAt > bench.Now);
        await door.ChangeAsync((entry, ledgers) => ledgers.QueueAsync(entry, ledger => ledger.Lockdown(true)));
        Assert.AreEqual(bench.Now, (uint)(await door.RowAsync()).NextVisitAt);
    }

    [TestMethod]
    public async Task A_lock_that_was_away_for_a_month_catches_up()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        string address = door.Lock.Address;
        await door.AddressAsync("127.0.0.1:1");
        for (int day = 0; day < 30; day++)
        {
            bench.Time.Advance(TimeSpan.FromDays(1));
            StringAssert.Contains((await door.VisitAsync()).Error, "No lock answers");
        }
        Entry away = await door.RowAsync();
        Assert.AreEqual(30, away.FailureCount);
        Assert.IsTrue(away.NextVisitAt - bench.Now is >= 1800 and <= 3600, $"back-off of {away.NextVisitAt - bench.Now} s");
        door.Lock.Board.Door.PressRequestToExit(true);
        await door.ChangeAsync((entry, ledgers) => ledgers.QueueAsync(entry, ledger => ledger.SetTenancy(7)));
        await door.AddressAsync(address);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        Entry back = await door.RowAsync();
        Assert.AreEqual(0, back.FailureCount);
        Assert.AreEqual(back.Head, back.StoredThrough);
        Assert.IsFalse(back.HasOpenItems);
        Assert.IsTrue(Math.Abs(back.ClockStep - (30 * 86400)) < 60, $"{back.ClockStep}");
    }

    [TestMethod]
    public async Task A_trail_that_goes_backwards_raises_an_alert_and_is_kept()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        await door.OpenAsync(1001, 101);
        await door.VisitAsync();
        int before = (await door.EventsAsync()).Count;
        await door.ForgetEverythingAsync();
        StringAssert.Contains((await door.VisitAsync()).Error, "failed verification");
        Alert alert = await bench.InDbAsync(db => db.Alerts.SingleAsync(row => row.Evidence != null));
        StringAssert.Contains(alert.Text, "backwards");
        Assert.IsTrue(alert.Evidence!.Length > 0);
        Assert.AreEqual(before, (await door.EventsAsync()).Count);
        Assert.AreEqual(1, (await door.RowAsync()).FailureCount);
    }

    [TestMethod]
    public async Task Another_lock_at_the_address_gets_nothing()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        using BenchLock other = await BenchLock.MakeAsync(bench, 12014, "Unit 14");
        await door.AddressAsync(other.Lock.Address);
        StringAssert.Contains((await door.VisitAsync()).Error, "is number 12014");
        Assert.IsNull((await door.RowAsync()).ContactAt);
    }

    [TestMethod]
    public async Task A_ledger_that_cannot_be_read_is_reported_at_the_entry()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        byte[] ledger = await bench.LedgerBytesAsync(door.Id);
        await bench.SetLedgerBytesAsync(door.Id, [1, 2, 3]);
        StringAssert.Contains((await door.VisitAsync()).Error, "restore the database from a backup");
        Entry damaged = await door.RowAsync();
        StringAssert.Contains(damaged.LastError, "restore the database from a backup");
        Assert.AreEqual((1, ""), (damaged.FailureCount, damaged.LeaseOwner));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, await bench.LedgerBytesAsync(door.Id));
        await bench.SetLedgerBytesAsync(door.Id, ledger);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
    }

    [TestMethod]
    public async Task A_text_that_is_no_address_is_reported()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.AddressAsync("somewhere");
        StringAssert.Contains((await door.VisitAsync()).Error, "Write it like virtual:");
    }
}
