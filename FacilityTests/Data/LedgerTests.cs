using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Data;

/// <summary>Ledgers and events are stored together or not at all, whoever else changes them.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class LedgerTests
{
    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Of_two_who_change_one_ledger_the_later_does_it_anew(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        int tries = 0;
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            LedgerStore ledgers = services.GetRequiredService<LedgerStore>();
            await Conflicts.RetryAsync(db, async () =>
            {
                Entry entry = await db.Entries.SingleAsync();
                if (++tries == 1)
                    await QueueElsewhereAsync(bench);
                Assert.IsTrue(await ledgers.QueueAsync(entry, ledger => ledger.Overlock(true)));
                await db.SaveChangesAsync();
            });
        });
        Assert.AreEqual(2, tries);
        Entry stored = await bench.InDbAsync(db => db.Entries.SingleAsync());
        Assert.AreEqual(2, stored.Version);
        Assert.IsTrue(stored.IsOverlocked);
        Assert.AreEqual(5, (await bench.LedgerAsync(7)).Tenancy, "what the other has queued is kept");
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Many_at_once_lose_nothing(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Task.Run(() => bench.InScopeAsync(services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            return Conflicts.RetryAsync(db, async () =>
            {
                Entry entry = await db.Entries.SingleAsync();
                await services.GetRequiredService<LedgerStore>().QueueAsync(entry, ledger => ledger.RevokeKey((uint)(1000 + i), bench.Now));
                await db.SaveChangesAsync();
            });
        }))));
        Entry stored = await bench.InDbAsync(db => db.Entries.SingleAsync());
        Assert.AreEqual(4, stored.Version);
        IssuedNotice notice =
            (await bench.InScopeAsync(services => services.GetRequiredService<LedgerStore>().MakeNoticesAsync(stored))).Single();
        for (byte i = 1; i <= 4; i++)
            StringAssert.Contains(Convert.ToHexString(notice.Content), Convert.ToHexString(BitConverter.GetBytes(1000u + i)));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_batch_is_stored_whole_with_its_ledger_or_not_at_all(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "Exit gate");
        for (uint i = 0; i < 5; i++)
            gate.Happens(bench.Now - 5 + i, EventKind.RequestToExit, detail: 1);
        // One of the numbers is taken, so the database refuses the whole.
        await bench.InDbAsync(db =>
        {
            db.Events.Add(new LockEvent { EntryId = 7, Hardware = 1, Sequence = 4, Kind = 1, Record = new byte[AuditEvent.Size] });
            return db.SaveChangesAsync();
        });
        await Assert.ThrowsAsync<DbUpdateException>(() => gate.BringAsync());
        Entry before = await bench.InDbAsync(db => db.Entries.SingleAsync());
        Assert.AreEqual("0/0/0", $"{before.Version}/{before.StoredThrough}/{(await bench.LedgerAsync(7)).Trail.Head}");
        Assert.AreEqual(1, await bench.InDbAsync(db => db.Events.CountAsync()));
        await bench.InDbAsync(db => db.Events.ExecuteDeleteAsync());
        Assert.AreEqual(BatchStatus.Ok, await gate.BringAsync());
        Assert.AreEqual(BatchStatus.Duplicate, await gate.BringAsync());
        Entry after = await bench.InDbAsync(db => db.Entries.SingleAsync());
        Assert.AreEqual(5, after.StoredThrough);
        Assert.AreEqual(5, await bench.InDbAsync(db => db.Events.CountAsync()));
    }

    private static Task QueueElsewhereAsync(FacilityBench bench) => bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        await services.GetRequiredService<LedgerStore>().QueueAsync(await db.Entries.SingleAsync(), ledger => ledger.SetTenancy(5));
        await db.SaveChangesAsync();
    });
}
