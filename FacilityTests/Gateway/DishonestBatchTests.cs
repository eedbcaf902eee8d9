using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>
/// Locks that give wrong batches: there is an alert, the batch is kept, and no later batch is read.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class DishonestBatchTests
{
    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public Task A_batch_with_a_wrong_mac_is_kept_and_an_honest_one_later_is_taken(DatabaseKind kind) =>
        RunAsync((_, batch) => batch[16] ^= 1, "was not sealed by this lock", kind: kind);

    [TestMethod]
    public Task A_batch_whose_event_was_altered_is_kept_and_an_honest_one_later_is_taken() =>
        RunAsync((_, batch) => batch[^1] ^= 1, "was not sealed by this lock");

    [TestMethod]
    public Task A_batch_with_a_lower_head_is_kept_and_an_honest_one_later_is_taken() =>
        RunAsync((secrets, batch) => SealedBatch.Seal(batch, 0, secrets, 1, 0, 1, 1, 1), "went backwards: its newest event",
            cutsEvents: true);

    [TestMethod]
    public Task A_batch_with_a_lower_boot_count_is_kept_and_an_honest_one_later_is_taken() =>
        RunAsync((secrets, batch) => SealedBatch.Seal(batch, 0, secrets, 1, 0, 1000, 0, 1), "boot count went backwards",
            cutsEvents: true);

    [TestMethod]
    public Task A_batch_that_contradicts_itself_is_kept_and_an_honest_one_later_is_taken() =>
        RunAsync((secrets, batch) => SealedBatch.Seal(batch, 0, secrets, 1000, 0, uint.MaxValue, 1, 1), "(Inconsistent)", cutsEvents: true);

    [TestMethod]
    [Timeout(60_000)]
    public async Task A_lock_that_sends_the_same_batch_again_and_again_is_read_no_further()
    {
        FaultyLinks links = new();
        using FacilityBench bench = new(services: services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        int readCount = 0;
        links.Alters = (request, challengeFrame, reply) =>
        {
            if (request.CommandByte != (byte)Command.ReadEvents)
                return reply;
            // Event 1 of a trail that is far longer.
            byte[] given = new byte[SealedBatch.HeaderSize + AuditEvent.Size];
            SealedBatch.Seal(given, 0, door.Secrets(), 1, 1, 100_000, 1, 1);
            readCount++;
            return readCount > 20 ? reply : FaultyLinks.Prove(door.Secrets(), request, challengeFrame, reply, given);
        };
        VisitReport report = await door.VisitAsync();
        StringAssert.Contains(report.Error, "sent earlier ones again");
        Assert.AreEqual(1, readCount);
    }

    private static async Task RunAsync(Action<LockSecrets, byte[]> change, string words, bool cutsEvents = false,
        DatabaseKind kind = DatabaseKind.Sqlite)
    {
        FaultyLinks links = new();
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres, services => services.AddSingleton<ILockLinkFactory>(links));
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        Assert.AreEqual(Status.Ok, (await door.OpenAsync(1001, 101)).Status);
        await door.ChangeAsync((entry, ledgers) => ledgers.QueueAsync(entry, ledger => ledger.Lockdown(true)));
        Entry before = await door.RowAsync();
        byte[] given = [];
        int readCount = 0;
        links.Alters = (request, challengeFrame, reply) =>
        {
            if (request.CommandByte != (byte)Command.ReadEvents)
                return reply;
            readCount++;
            given = reply[Reply.HeaderSize..^Hmac.MacSize];
            if (cutsEvents)
                given = given[..SealedBatch.HeaderSize];
            change(door.Secrets(), given);
            return FaultyLinks.Prove(door.Secrets(), request, challengeFrame, reply, given);
        };
        VisitReport bad = await door.VisitAsync();
        StringAssert.Contains(bad.Error, "see the alert");
        Entry refused = await door.RowAsync();
        Assert.AreEqual(1, readCount, "nothing is read past it");
        Assert.AreEqual(before.StoredThrough, refused.StoredThrough);
        Assert.AreEqual(before.StoredThrough, (await door.EventsAsync()).Count);
        Assert.AreEqual(bad.Error, refused.LastError);
        Assert.AreEqual("", refused.LeaseOwner);
        Assert.IsFalse(refused.HasOpenItems, "what the office wants is delivered all the same");
        Alert alert = (await door.AlertsAsync()).Single();
        StringAssert.Contains(alert.Text, words);
        CollectionAssert.AreEqual(given, alert.Evidence);
        await door.VisitAsync();
        Assert.AreEqual(1, (await door.AlertsAsync()).Count(row => row.Evidence!.AsSpan().SequenceEqual(alert.Evidence)),
            "the same batch again is told once");
        links.Alters = null;
        Assert.AreEqual("", (await door.VisitAsync()).Error);
        await door.AssertWholeAsync();
        Entry healed = await door.RowAsync();
        Assert.AreEqual(0, healed.FailureCount);
        Assert.AreEqual(1, (await door.EventsAsync()).Count(row => row.Kind == (int)EventKind.AccessGranted));
    }
}
