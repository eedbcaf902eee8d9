using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>The worker's loop: it visits the locks that are due, a signal wakes it, and it ends cleanly.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class WorkerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task A_change_in_the_portal_is_delivered_at_once()
    {
        WatchedLinks links = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        using GatewayWorker worker = Worker(bench);
        await worker.StartAsync(default);
        await links.NextEndAsync();
        await WaitAsync(door, entry => entry.LeaseOwner.Length == 0 && entry.ContactAt != null);
        await door.ChangeAsync((entry, ledgers) => ledgers.QueueAsync(entry, ledger => ledger.Lockdown(true)));
        await links.NextEndAsync();
        Entry told = await WaitAsync(door, entry => entry.LeaseOwner.Length == 0);
        Assert.IsFalse(told.HasOpenItems);
        Assert.AreEqual(Status.Lockdown, (await door.OpenAsync(1001, 101)).Status);
        await worker.StopAsync(default);
    }

    [TestMethod]
    public async Task It_visits_again_when_the_interval_has_passed_and_not_before()
    {
        WatchedLinks links = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        using GatewayWorker worker = Worker(bench);
        await worker.StartAsync(default);
        await links.NextEndAsync();
        Entry first = await WaitAsync(door, entry => entry.LeaseOwner.Length == 0 && entry.ContactAt != null);
        Assert.AreEqual(1, links.MadeCount);
        Assert.AreEqual(first.ContactAt + 300, first.NextVisitAt);
        bench.Time.Advance(TimeSpan.FromSeconds(300));
        await links.NextEndAsync();
        Entry second = await WaitAsync(door, entry => entry.LeaseOwner.Length == 0);
        Assert.AreEqual(2, links.MadeCount);
        Assert.AreEqual(first.ContactAt + 300, second.ContactAt);
        await worker.StopAsync(default);
    }

    [TestMethod]
    public async Task When_the_program_ends_in_a_visit_the_lock_is_free_for_the_next_gateway()
    {
        WatchedLinks links = new() { HangsAtConnect = true };
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        using GatewayWorker worker = Worker(bench);
        await worker.StartAsync(default);
        await links.NextConnectAsync();
        Assert.AreNotEqual("", (await door.RowAsync()).LeaseOwner);
        await worker.StopAsync(default);
        Entry left = await door.RowAsync();
        Assert.AreEqual("", left.LeaseOwner);
        Assert.AreEqual(0L, left.LeaseUntil);
        Assert.IsTrue(left.NextVisitAt <= bench.Now);
        Assert.AreEqual(0, left.FailureCount);
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Two_workers_on_one_database_never_visit_a_lock_at_the_same_time(DatabaseKind kind)
    {
        WatchedLinks links = new();
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres, services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock one = await BenchLock.MakeAsync(bench, 1, "Unit 1");
        using BenchLock two = await BenchLock.MakeAsync(bench, 2, "Unit 2");
        using GatewayWorker first = Worker(bench);
        using GatewayWorker second = Worker(bench);
        await first.StartAsync(default);
        await second.StartAsync(default);
        for (int visit = 0; visit < 2; visit++)
            await links.NextEndAsync();
        foreach (BenchLock door in new[] { one, two })
        {
            Entry entry = await WaitAsync(door, row => row.LeaseOwner.Length == 0 && row.ContactAt != null);
            Assert.AreEqual(entry.Head, entry.StoredThrough);
            Assert.AreEqual("", entry.LastError);
        }
        Assert.AreEqual(2, links.MadeCount);
        Assert.AreEqual(1, links.MostAtOneLock);
        await first.StopAsync(default);
        await second.StopAsync(default);
    }

    private static GatewayWorker Worker(FacilityBench bench) => new(
        bench.Services.GetRequiredService<IServiceScopeFactory>(),
        new GatewaySettings(),
        bench.Services.GetRequiredService<GatewaySignal>(),
        bench.Services.GetRequiredService<LockFirmware.Facility.Site.FacilityClock>(),
        NullLogger<GatewayWorker>.Instance);

    /// <summary>Reads the row until it is written, which happens just after the link was closed.</summary>
    private static async Task<Entry> WaitAsync(BenchLock door, Func<Entry, bool> isDone)
    {
        using CancellationTokenSource late = new(Patience);
        while (true)
        {
            late.Token.ThrowIfCancellationRequested();
            Entry entry = await door.RowAsync();
            if (isDone(entry))
                return entry;
            await Task.Yield();
        }
    }
}
