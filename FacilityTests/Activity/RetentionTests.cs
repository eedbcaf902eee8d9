using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Activity;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Activity;

/// <summary>Activity is kept as long as the settings say, and deleted events are not stored again.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RetentionTests
{
    private const uint Gate = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task What_is_older_goes_in_batches_and_neither_comes_back_nor_is_missed(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        const uint Old = ActivityRetention.BatchSize + 20;
        for (uint i = 0; i < Old; i++)
            gate.Happens(bench.Now - Old + i, EventKind.RequestToExit, detail: 1);
        // 101 and 102 never arrive, and 205 was dropped. These gaps are as old as the events.
        gate.Happens(bench.Now, EventKind.EventsDropped, keyId: 205, detail: 1);
        await gate.BringAsync(1, 100);
        await gate.BringAsync(103, 204);
        await gate.BringAsync(206, Old + 1);
        Assert.AreEqual(2, (await HolesAsync(bench)).Length);
        bench.Time.Advance(TimeSpan.FromDays(401));
        gate.Happens(bench.Now - 1, EventKind.RequestToExit, detail: 1).Happens(bench.Now, EventKind.RequestToExit, detail: 1);
        await gate.BringAsync(Old + 2, Old + 2);
        byte[] ledger = await LedgerAsync(bench);
        Assert.AreEqual((int)Old + 1 - 3, await DeleteAsync(bench));
        CollectionAssert.AreEqual(ledger, await LedgerAsync(bench));
        OfficeRecord told = (await RecordsAsync(bench)).Single();
        Assert.AreEqual(
            $"{AuditAction.ActivityDeleted.Text()}: older than 400 days: "
                + $"{Old + 1 - 3} events from locks, 0 office records, 0 closed alerts",
            $"{told.What}: {told.Detail}");
        Assert.IsNull(told.StaffId);
        CollectionAssert.AreEqual(new[] { $"{Old + 3}" }, await HolesAsync(bench),
            "what still waits in the lock is shown, and no gap of what was deleted");
        Assert.AreEqual(BatchStatus.Duplicate, await gate.BringAsync(1, 100));
        Assert.AreEqual(1, await bench.InDbAsync(db => db.Events.CountAsync()));
        await GapCheck.AssertAsync(bench);
        Assert.AreEqual(0, await DeleteAsync(bench));
        Assert.AreEqual(1, (await RecordsAsync(bench)).Count);
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task The_office_s_records_and_closed_alerts_go_too_and_open_ones_stay(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        await bench.InDbAsync(db =>
        {
            db.OfficeRecords.AddRange(
                new OfficeRecord { At = bench.Now, What = "key-issued" },
                new OfficeRecord { At = bench.Now, What = AuditAction.SecretExported.Text() },
                new OfficeRecord { At = bench.Now, What = AuditAction.DatabaseRestored.Text() },
                new OfficeRecord { At = bench.Now + LockTime.SecondsPerDay, What = "key-refused" });
            db.Alerts.AddRange(
                new Alert { EntryId = 1, At = bench.Now, Text = "closed", ClosedAt = bench.Now },
                new Alert { EntryId = 1, At = bench.Now, Text = "open" },
                new Alert { EntryId = 1, At = bench.Now, Text = "closed since", ClosedAt = bench.Now + LockTime.SecondsPerDay });
            db.PastTrails.Add(new PastTrail { EntryId = 1, Hardware = 1, Trail = new EventTrail(1).ToBytes(), ReplacedAt = bench.Now });
            db.Gaps.AddRange(
                new GapRow { EntryId = 1, Hardware = 1, First = 4, Last = 5, Kind = GapKind.Left },
                new GapRow { EntryId = 1, Hardware = 2, First = 4, Last = 5, Kind = GapKind.Waiting });
            return db.SaveChangesAsync();
        });
        bench.Time.Advance(TimeSpan.FromDays(400));
        Assert.AreEqual(0, await DeleteAsync(bench), "not a second too early");
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.AreEqual(2, await DeleteAsync(bench));
        CollectionAssert.AreEqual(
            new[]
            {
                AuditAction.SecretExported.Text(), AuditAction.DatabaseRestored.Text(), "key-refused", AuditAction.ActivityDeleted.Text(),
            },
            (await RecordsAsync(bench)).Select(row => row.What).ToArray());
        CollectionAssert.AreEqual(new[] { "open", "closed since" },
            await bench.InDbAsync(db => db.Alerts.OrderBy(row => row.Id).Select(row => row.Text).ToArrayAsync()));
        Assert.AreEqual(0, await bench.InDbAsync(db => db.PastTrails.CountAsync()));
        Assert.AreEqual(GapKind.Waiting, (await bench.InDbAsync(db => db.Gaps.SingleAsync())).Kind);
    }

    [TestMethod]
    public async Task An_old_event_that_comes_late_stays_for_thirty_days()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        gate.Happens(bench.Now - (500 * LockTime.SecondsPerDay), EventKind.Forced);
        await gate.BringAsync();
        Assert.AreEqual(0, await DeleteAsync(bench));
        bench.Time.Advance(TimeSpan.FromDays(ActivityRetention.DaysMin) + TimeSpan.FromSeconds(1));
        Assert.AreEqual(1, await DeleteAsync(bench));
    }

    [TestMethod]
    public async Task Zero_days_keep_activity_forever_and_the_office_sets_them()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        gate.Happens(bench.Now, EventKind.Forced);
        await gate.BringAsync();
        await SetAsync(bench, 0);
        bench.Time.Advance(TimeSpan.FromDays(3000));
        Assert.AreEqual(0, await DeleteAsync(bench));
        await SetAsync(bench, ActivityRetention.DaysMin);
        StringAssert.Contains((await RecordsAsync(bench))[^1].Detail, "activity kept: for ever -> 30 days");
        Assert.AreEqual(2, await DeleteAsync(bench), "the event, and the record of the first change");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(400)]
    public async Task Challenges_that_count_no_more_go_whatever_the_setting(int days)
    {
        using FacilityBench bench = new();
        await bench.InDbAsync(async db =>
        {
            (await db.Sites.SingleAsync()).ActivityDays = days;
            db.HereChallenges.AddRange(new HereChallenge { DeviceId = 1, EntryId = Gate, Challenge = [1], DrawnAt = bench.Now - 601 },
                new HereChallenge { DeviceId = 1, EntryId = Gate, Challenge = [2], DrawnAt = bench.Now - 600 });
            return await db.SaveChangesAsync();
        });
        await DeleteAsync(bench);
        CollectionAssert.AreEqual(new byte[] { 2 },
            await bench.InDbAsync(db => db.HereChallenges.Select(row => row.Challenge).SingleAsync()));
    }

    [TestMethod]
    [DataRow("29")]
    [DataRow("3651")]
    [DataRow("-1")]
    [DataRow("")]
    public async Task Another_number_of_days_is_refused(string days)
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ManageSettings);
        await browser.OpenAsync("/Settings");
        await browser.SubmitAsync("#settings", ("activityDays", days));
        StringAssert.Contains(browser.Page.QuerySelector(".error")!.TextContent, "30 to 3650 days, or 0 to keep it forever");
        Assert.AreEqual(400, await bench.InDbAsync(db => db.Sites.Select(site => site.ActivityDays).SingleAsync()));
    }

    [TestMethod]
    public async Task The_program_deletes_old_activity_by_itself()
    {
        using FacilityBench bench = new(services: services => services.AddHostedService<RetentionWorker>());
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        gate.Happens(bench.Now, EventKind.Forced);
        await gate.BringAsync();
        // The clock alone: the worker does not look once for each hour of a year.
        bench.Time.AdjustTime(bench.Time.GetUtcNow() + TimeSpan.FromDays(402));
        using CancellationTokenSource late = new(Patience);
        while (await bench.InDbAsync(db => db.Events.AnyAsync()))
        {
            late.Token.ThrowIfCancellationRequested();
            bench.Time.Advance(TimeSpan.FromHours(1));
        }
    }

    private static Task<int> DeleteAsync(FacilityBench bench) =>
        bench.InScopeAsync(services => services.GetRequiredService<ActivityRetention>().DeleteOldAsync());

    private static Task<byte[]> LedgerAsync(FacilityBench bench) =>
        bench.LedgerBytesAsync(Gate);

    private static Task<List<OfficeRecord>> RecordsAsync(FacilityBench bench) =>
        bench.InDbAsync(db => db.OfficeRecords.AsNoTracking().OrderBy(row => row.Id).ToListAsync());

    private static async Task SetAsync(FacilityBench bench, int days)
    {
        Browser browser = await bench.SignInAsync(Permissions.ManageSettings);
        await browser.OpenAsync("/Settings");
        await browser.SubmitAsync("#settings", ("activityDays", days.ToString(CultureInfo.InvariantCulture)));
        StringAssert.Contains(browser.Text, "Saved.");
    }

    private static async Task<string[]> HolesAsync(FacilityBench bench)
    {
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        List<string> gaps = [];
        for (string? path = "/Activity"; path != null; path = browser.Page.QuerySelector("a[rel=next]")?.GetAttribute("href"))
        {
            await browser.OpenAsync(path);
            gaps.AddRange(browser.Page.QuerySelectorAll("tr.gap td[data-label=Number]").Select(cell => cell.TextContent.Trim()));
        }
        return [.. gaps];
    }
}
