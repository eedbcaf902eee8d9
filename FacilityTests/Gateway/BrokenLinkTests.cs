using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>Links that break after a message: the next visit continues, and nothing is lost or done twice.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class BrokenLinkTests
{
    [TestMethod]
    public async Task A_link_that_breaks_after_each_message_loses_and_doubles_nothing()
    {
        FaultyLinks links = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        ushort tenancy = 1;
        for (int message = 1; ; message++)
        {
            tenancy++;
            await door.ChangeAsync((entry, ledgers) => ledgers.QueueAsync(entry, ledger => ledger.SetTenancy(tenancy)));
            links.BreaksAfter = message;
            VisitReport report = await door.VisitAsync();
            Assert.AreEqual(links.IsBroken ? "The link broke." : "", report.Error, $"message {message}");
            Assert.AreEqual("", (await door.RowAsync()).LeaseOwner);
            if (!links.IsBroken)
                break;
            Assert.AreEqual(1, (await door.RowAsync()).FailureCount);
            links.BreaksAfter = null;
            Assert.AreEqual("", (await door.VisitAsync()).Error, $"after message {message}");
            Entry entry = await door.RowAsync();
            Assert.IsFalse(entry.HasOpenItems, $"after message {message}");
            Assert.AreEqual(entry.LastNotice, entry.Applied);
            Assert.IsTrue(message < 60, "a visit ends");
        }
        await door.AssertWholeAsync();
        Assert.AreEqual(0, (await door.AlertsAsync()).Count);
        // Each notice was applied once, although messages were lost.
        List<long> applied =
            [.. (await door.EventsAsync()).Where(row => row.Kind == (int)EventKind.NoticeApplied).Select(row => row.Detail)];
        CollectionAssert.AllItemsAreUnique(applied);
        Assert.AreEqual(Status.Expired, (await door.OpenAsync(1001, 101, (ushort)(tenancy - 1))).Status);
    }

    [TestMethod]
    public async Task A_rekey_in_the_middle_of_a_visit_is_followed()
    {
        FaultyLinks links = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        await RekeyAsync(door);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        Restart(door);
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        await AssertRekeyedAsync(door);
        await door.AssertWholeAsync();
        Assert.AreEqual(0, (await door.AlertsAsync()).Count);
    }

    [TestMethod]
    public async Task A_rekey_whose_answer_is_lost_is_found_out_at_the_next_visit()
    {
        FaultyLinks links = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        for (int message = 1; ; message++)
        {
            using BenchLock door = await BenchLock.MakeAsync(bench, 12012 + (uint)message, $"Unit {message}");
            await door.VisitAsync();
            await RekeyAsync(door);
            links.BreaksAfter = message;
            VisitReport report = await door.VisitAsync();
            if (!links.IsBroken)
            {
                Assert.AreEqual("", report.Error);
                break;
            }
            links.BreaksAfter = null;
            Restart(door);
            Assert.AreEqual("", (await door.VisitAsync()).Error, $"after message {message}");
            // If the lock had not received it, this visit has brought it.
            Restart(door);
            Assert.AreEqual("", (await door.VisitAsync()).Error, $"after message {message}, again");
            await AssertRekeyedAsync(door);
            await door.AssertWholeAsync();
            Assert.AreEqual(0, (await door.AlertsAsync()).Count, $"after message {message}");
        }
    }

    private static Task RekeyAsync(BenchLock door) => door.ChangeAsync(async (entry, ledgers) =>
    {
        Assert.IsTrue(await ledgers.QueueAsync(entry, ledger => ledger.Rekey(ledger.NextGeneration())));
        Assert.IsTrue(await ledgers.QueueAsync(entry, ledger => ledger.Overlock(true)));
    });

    /// <summary>The lock announces the new generation after a restart. It restarts by itself when the phone has disconnected.</summary>
    private static void Restart(BenchLock door) => door.RestartWith(_ => { });

    private static async Task AssertRekeyedAsync(BenchLock door)
    {
        Entry entry = await door.RowAsync();
        Assert.AreEqual(2, (await door.LedgerAsync()).Generation);
        Assert.IsFalse(entry.HasOpenItems);
        Assert.AreEqual(Status.NotAuthentic, (await door.OpenAsync(1001, 101, generation: 1)).Status);
        Assert.AreEqual(Status.Overlocked, (await door.OpenAsync(1001, 101, generation: 2)).Status);
    }
}
