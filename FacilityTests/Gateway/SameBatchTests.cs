using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>A phone and the gateway store the same batch at the same moment: both succeed, and each event is stored once.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class SameBatchTests
{
    private const long Gate = PhoneStage.Gate;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_batch_that_another_has_just_stored_is_a_duplicate(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "Exit gate");
        for (uint i = 0; i < 5; i++)
            gate.Happens(bench.Now - 5 + i, EventKind.RequestToExit, detail: 1);
        int tries = 0;
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            BatchStatus status = await Conflicts.RetryAsync(db, async () =>
            {
                Entry entry = await db.Entries.SingleAsync();
                if (++tries == 1)
                    Assert.AreEqual(BatchStatus.Ok, await gate.BringAsync());
                BatchIntake intake = await services.GetRequiredService<EventBatchStore>().TakeAsync(entry, gate.Seal(1, 5), isFresh: true);
                await db.SaveChangesAsync();
                return intake.Status;
            });
            Assert.AreEqual(BatchStatus.Duplicate, status);
        });
        Assert.AreEqual(2, tries);
        CollectionAssert.AreEqual(new long[] { 1, 2, 3, 4, 5 },
            await bench.InDbAsync(db => db.Events.OrderBy(row => row.Id).Select(row => row.Sequence).ToArrayAsync()));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task What_can_never_be_stored_is_refused_in_the_end(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        int tries = 0;
        await Assert.ThrowsAsync<DbUpdateException>(() => bench.InDbAsync(db => Conflicts.RetryAsync(db, async () =>
        {
            tries++;
            db.Entries.Add(EntryMaker.Make(7, "Exit gate", EntryKind.Gate));
            db.Units.Add(new Unit { Name = "A-1" });
            db.Units.Add(new Unit { Name = "A-1" });
            return await db.SaveChangesAsync();
        })));
        Assert.IsTrue(tries is > 1 and < 20, $"{tries}");
        Assert.AreEqual(0, await bench.InDbAsync(db => db.Entries.CountAsync()));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite, true)]
    [DataRow(DatabaseKind.Sqlite, false)]
    [DataRow(DatabaseKind.Postgres, true)]
    [DataRow(DatabaseKind.Postgres, false)]
    public async Task Phone_and_gateway_that_bring_the_same_batch_at_once_both_succeed(DatabaseKind kind, bool isPhoneFirst)
    {
        BetweenReadAndWrite between = new();
        using TestDatabase database = new(kind);
        using PhoneStage stage = await PhoneStage.StartAsync(
            services => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(between)), postgres: database.Postgres);
        (_, PhoneSim phone) = await stage.AddTenantAsync("Rae Hill", 11);
        await phone.FetchAsync();
        Assert.AreEqual("", (await stage.VisitAsync(Gate)).Error);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Gate));
        // The gateway will read the same events as the phone.
        List<string> batches = await ReadAsync(stage, phone);
        LockAnswer? answer = null;
        VisitReport? report = null;
        async Task CarryAsync() => answer = await phone.ExchangeAsync(new CarriedLock { LockId = Gate, Batches = batches });
        async Task GatewayAsync() => report = await stage.VisitAsync(Gate);
        between.Other = isPhoneFirst ? CarryAsync : GatewayAsync;
        await (isPhoneFirst ? GatewayAsync() : CarryAsync());
        Assert.IsNull(between.Other, "the two met");
        Assert.AreEqual("", report!.Error);
        Assert.IsTrue(answer!.Batches.All(batch => batch.Status is "ok" or "duplicate"),
            string.Join(' ', answer.Batches.Select(batch => batch.Status)));
        Entry entry = await stage.EntryAsync(Gate);
        Assert.AreEqual(entry.Head, entry.StoredThrough);
        long[] sequences =
            await stage.Bench.InDbAsync(db => db.Events.Where(row => row.EntryId == Gate).OrderBy(row => row.Sequence)
                .Select(row => row.Sequence).ToArrayAsync());
        CollectionAssert.AreEqual(Enumerable.Range(1, (int)entry.Head).Select(number => (long)number).ToArray(), sequences);
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Alerts.CountAsync()));
    }

    private static async Task<List<string>> ReadAsync(PhoneStage stage, PhoneSim phone)
    {
        uint from = (uint)(await stage.EntryAsync(Gate)).StoredThrough + 1;
        byte[] body = new byte[4];
        Bytes.WriteU32(body, 0, from);
        byte[] batch =
            await phone.AtLockAsync(Gate, async client => (await client.AskAsync(Command.ReadEvents, phone.Keys[Gate], body)).Body);
        Assert.IsTrue(Bytes.ReadU16(batch, 4) > 0);
        return [Convert.ToBase64String(batch)];
    }

    /// <summary>Lets the other side store its batch just before the first save of events.</summary>
    private sealed class BetweenReadAndWrite : SaveChangesInterceptor
    {
        public Func<Task>? Other { get; set; }

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData,
            InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (Other is { } other && eventData.Context!.ChangeTracker.Entries<LockEvent>().Any())
            {
                Other = null;
                await other();
            }
            return result;
        }
    }
}
