using System.Data.Common;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Changes;

/// <summary>ChangeRunner, through which every change of the database goes.</summary>
[TestClass]
public sealed class ChangeRunnerTests
{
    [TestMethod]
    public async Task A_change_is_stored_with_its_record_and_raises_the_version_once()
    {
        using FacilityBench bench = new();
        int before = (await SiteAsync(bench)).Version;
        await ChangeAsync(bench, (site, trail) =>
        {
            site.Name = "Elsewhere";
            site.KeyLifetimeHours = 5;
            trail.Add(AuditAction.SettingsChanged, "name");
            return ChangeAnswer.Done("");
        });
        SiteRow after = await SiteAsync(bench);
        Assert.AreEqual(("Elsewhere", before + 1), (after.Name, after.Version));
        Assert.AreEqual(1, await bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "settings-changed")));
    }

    [TestMethod]
    public async Task A_change_without_a_record_is_a_fault_and_is_not_stored()
    {
        using FacilityBench bench = new();
        SiteRow before = await SiteAsync(bench);
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => ChangeAsync(bench, (site, _) =>
        {
            site.Name = "Elsewhere";
            return ChangeAnswer.Done("");
        }));
        SiteRow after = await SiteAsync(bench);
        Assert.AreEqual((before.Name, before.Version), (after.Name, after.Version));
    }

    [TestMethod]
    public async Task A_refused_change_stores_nothing()
    {
        using FacilityBench bench = new();
        SiteRow before = await SiteAsync(bench);
        await ChangeAsync(bench, (site, trail) =>
        {
            site.Name = "Elsewhere";
            trail.Add(AuditAction.SettingsChanged, "name");
            return ChangeAnswer.Refused("");
        });
        SiteRow after = await SiteAsync(bench);
        Assert.AreEqual((before.Name, before.Version), (after.Name, after.Version));
        Assert.AreEqual(0, await bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "settings-changed")));
    }

    [TestMethod]
    public async Task A_change_that_claims_a_row_is_run_again_when_somebody_else_has_changed_it()
    {
        using FacilityBench bench = new();
        int before = (await SiteAsync(bench)).Version;
        int runs = 0;
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            await services.GetRequiredService<ChangeRunner>().StoreAsync(async () =>
            {
                db.Claim(await db.Sites.SingleAsync());
                if (++runs == 1)
                    await ChangeAsync(bench, (site, trail) => Rename(site, trail));
                return true;
            });
        });
        Assert.AreEqual((2, before + 2), (runs, (await SiteAsync(bench)).Version));
    }

    [TestMethod]
    public async Task The_gateway_is_told_when_a_stored_change_asks_for_a_visit_and_not_otherwise()
    {
        using FacilityBench bench = new();
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        await QueueAsync(bench, isDone: false);
        Assert.IsFalse(await IsToldAsync(bench), "nothing was stored");
        await ChangeAsync(bench, (site, trail) => Rename(site, trail));
        Assert.IsFalse(await IsToldAsync(bench), "no lock is concerned");
        await QueueAsync(bench, isDone: true);
        Assert.IsTrue(await IsToldAsync(bench));
        Assert.IsFalse(await IsToldAsync(bench), "one signal wakes it once");
    }

    [TestMethod]
    public async Task The_gateway_is_not_told_of_a_lock_that_it_is_visiting()
    {
        using FacilityBench bench = new();
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        long visit = bench.Now + 300;
        await bench.InDbAsync(db => db.Entries.ExecuteUpdateAsync(row =>
            row.SetProperty(entry => entry.LeaseUntil, bench.Now + 60L).SetProperty(entry => entry.NextVisitAt, visit)));
        await QueueAsync(bench, isDone: true);
        Assert.IsFalse(await IsToldAsync(bench));
        Assert.AreEqual(visit, await bench.InDbAsync(db => db.Entries.Select(entry => entry.NextVisitAt).SingleAsync()));
    }

    [TestMethod]
    public async Task The_gateway_is_told_after_the_commit()
    {
        BeforeCommit before = new();
        using FacilityBench bench = new(services: services =>
            services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(before)));
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        before.Act = async () => Assert.IsFalse(await IsToldAsync(bench), "a gateway that looks now finds nothing");
        await bench.InScopeAsync(services => services.GetRequiredService<ChangeRunner>().StoreAsync(async () =>
        {
            await services.GetRequiredService<ChangeRunner>().BeginTransactionAsync();
            Entry entry = await services.GetRequiredService<FacilityDb>().Entries.SingleAsync();
            return await services.GetRequiredService<LedgerStore>().QueueAsync(entry, ledger => ledger.Lockdown(true));
        }));
        Assert.IsNull(before.Act, "it was committed");
        Assert.IsTrue(await IsToldAsync(bench));
    }

    [TestMethod]
    public async Task What_a_refused_change_left_is_not_stored_by_the_next_one_and_asks_for_no_visit()
    {
        using FacilityBench bench = new();
        await SealedTrail.AddAsync(bench, 7, "Exit gate");
        string name = (await SiteAsync(bench)).Name;
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            OfficeTrail trail = services.GetRequiredService<OfficeTrail>();
            ChangeRunner runner = services.GetRequiredService<ChangeRunner>();
            await runner.RunAsync(async () =>
            {
                Rename(await db.Sites.SingleAsync(), trail);
                services.GetRequiredService<VisitRequests>().Request(await db.Entries.SingleAsync());
                return ChangeAnswer.Refused("");
            });
            await runner.RunAsync(async () =>
            {
                (await db.Sites.SingleAsync()).KeyLifetimeHours = 5;
                trail.Add(AuditAction.SettingsChanged, "lifetime");
                return ChangeAnswer.Done("");
            });
        });
        SiteRow after = await SiteAsync(bench);
        Assert.AreEqual((name, 5), (after.Name, after.KeyLifetimeHours));
        Assert.AreEqual("lifetime",
            (await bench.InDbAsync(db => db.OfficeRecords.SingleAsync(row => row.What == "settings-changed"))).Detail);
        Assert.IsFalse(await IsToldAsync(bench));
    }

    [TestMethod]
    [DataRow("refused", false)]
    [DataRow("failed", false)]
    [DataRow("done", true)]
    public async Task Statements_in_the_transaction_of_a_change_are_stored_or_undone_with_it(string how, bool isStored)
    {
        using FacilityBench bench = new();
        string name = (await SiteAsync(bench)).Name;
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            ChangeRunner runner = services.GetRequiredService<ChangeRunner>();
            Task<ChangeAnswer> change = runner.RunAsync(async () =>
            {
                await runner.BeginTransactionAsync();
                await db.Sites.ExecuteUpdateAsync(set => set.SetProperty(site => site.Name, "Elsewhere"));
                return how switch
                {
                    "failed" => throw new InvalidDataException(),
                    "done" => ChangeAnswer.Done(""),
                    _ => ChangeAnswer.Refused(""),
                };
            });
            if (how == "failed")
                await Assert.ThrowsExactlyAsync<InvalidDataException>(() => change);
            else
                await change;
            Assert.IsNull(db.Database.CurrentTransaction, "the next change begins its own");
        });
        Assert.AreEqual(isStored ? "Elsewhere" : name, (await SiteAsync(bench)).Name);
    }

    private static Task QueueAsync(FacilityBench bench, bool isDone) => bench.InScopeAsync(services =>
        services.GetRequiredService<ChangeRunner>().StoreAsync(async () =>
        {
            Entry entry = await services.GetRequiredService<FacilityDb>().Entries.SingleAsync();
            Assert.IsTrue(await services.GetRequiredService<LedgerStore>().QueueAsync(entry, ledger => ledger.Lockdown(true)));
            return isDone;
        }, done => done));

    /// <summary>Whether a signal was sent that nobody has taken yet; takes it.</summary>
    private static async Task<bool> IsToldAsync(FacilityBench bench)
    {
        using CancellationTokenSource stop = new();
        Task wait = bench.Services.GetRequiredService<GatewaySignal>().WaitAsync(TimeSpan.FromHours(1), bench.Time, stop.Token);
        if (wait.IsCompletedSuccessfully)
            return true;
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => wait);
        return false;
    }

    [TestMethod]
    public async Task What_a_visit_notes_of_a_lock_does_not_raise_its_version()
    {
        using FacilityBench bench = new();
        await StoreAsync(bench, db => db.Entries.Add(EntryMaker.Make(7, "Gate", EntryKind.Gate)));
        int before = await bench.InDbAsync(db => db.Entries.Select(entry => entry.Version).SingleAsync());
        await StoreAsync(bench, db =>
        {
            Entry entry = db.Entries.Single();
            (entry.ContactAt, entry.Trust, entry.ClockStep, entry.Door, entry.Firmware, entry.Head) =
                (5, ClockTrust.Set, 1, 1, "9.9", 1);
            (entry.LeaseOwner, entry.LeaseUntil, entry.NextVisitAt, entry.FailureCount, entry.LastError) = ("a", 1, 6, 1, "error");
        });
        Assert.AreEqual(before, await bench.InDbAsync(db => db.Entries.Select(entry => entry.Version).SingleAsync()));
        await StoreAsync(bench, db => db.Entries.Single().Name = "Door");
        Assert.AreEqual(before + 1, await bench.InDbAsync(db => db.Entries.Select(entry => entry.Version).SingleAsync()));
    }

    [TestMethod]
    public async Task Of_many_who_start_at_once_on_an_empty_database_one_adds_the_facility()
    {
        using FacilityBench bench = new();
        await StoreAsync(bench, db =>
        {
            db.RemoveRange(db.Sites);
            db.RemoveRange(db.Schedules);
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            bench.InScopeAsync(services => services.GetRequiredService<FirstStart>().PrepareAsync()))));
        Assert.AreEqual((1, 1), await bench.InDbAsync(async db => (await db.Sites.CountAsync(), await db.Schedules.CountAsync())));
    }

    private static Task StoreAsync(FacilityBench bench, Action<FacilityDb> change) => bench.InDbAsync(async db =>
    {
        change(db);
        return await db.SaveChangesAsync();
    });

    private static ChangeAnswer Rename(SiteRow site, OfficeTrail trail)
    {
        site.Name = "Elsewhere";
        trail.Add(AuditAction.SettingsChanged, "name");
        return ChangeAnswer.Done("");
    }

    private static Task<SiteRow> SiteAsync(FacilityBench bench) => bench.InDbAsync(db => db.Sites.AsNoTracking().SingleAsync());

    private static Task ChangeAsync(FacilityBench bench, Func<SiteRow, OfficeTrail, ChangeAnswer> change) =>
        bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        await services.GetRequiredService<ChangeRunner>()
            .RunAsync(async () => change(await db.Sites.SingleAsync(), services.GetRequiredService<OfficeTrail>()));
    });

    /// <summary>Acts once, just before a transaction is committed.</summary>
    private sealed class BeforeCommit : DbTransactionInterceptor
    {
        private Func<Task>? _act;

        /// <summary>The action; null once it has run.</summary>
        public Func<Task>? Act { get => _act; set => _act = value; }

        /// <inheritdoc/>
        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction,
            TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Exchange(ref _act, null) is { } act)
                await act();
            return result;
        }
    }
}
