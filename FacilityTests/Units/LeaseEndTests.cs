using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Settings;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Units;

/// <summary>The last day of a lease is the day that a person typed, whatever the clocks and the zone do.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class LeaseEndTests
{
    private static readonly DateOnly LastDay = new(2026, 9, 30);

    [TestMethod]
    [DataRow("<-04>4<-03>,M9.1.6/24,M4.1.6/24", DisplayName = "Santiago")]
    [DataRow("EET-2EEST,M4.5.5/0,M10.5.4/24", DisplayName = "Cairo")]
    [DataRow("EET-2EEST,M3.5.0/0,M10.5.0/0", DisplayName = "Beirut")]
    [DataRow("CST5CDT,M3.2.0/0,M11.1.0/1", DisplayName = "Havana")]
    [DataRow("<-01>1<+00>,M3.5.0/0,M10.5.0/1", DisplayName = "Azores")]
    [DataRow("CET-1CEST,M3.5.0,M10.5.0/3", DisplayName = "Berlin")]
    public void Every_day_can_be_the_last_one_and_stays_it(string rule)
    {
        ZoneRule zone = PosixZone.Parse(rule);
        LocalTime time = new(zone);
        for (DateOnly day = new(2026, 1, 1); day.Year < 2028; day = day.AddDays(1))
        {
            long end = LeaseEnds.EndOf(day, zone);
            Assert.AreEqual(day, DateOnly.FromDateTime(time.Of((uint)end - 1)), $"the last second of {day}");
            Assert.AreEqual(day.AddDays(1), DateOnly.FromDateTime(time.Of((uint)end)), $"the second after {day}");
            Lease lease = new() { EndsAt = end };
            Assert.AreEqual(day, LeaseEnds.LastDayOf(lease, zone), "also of a lease whose day was not stored");
        }
    }

    [TestMethod]
    public async Task The_eve_of_a_change_at_midnight_is_taken_and_the_trail_says_before_and_after()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.Bench.InDbAsync(async db =>
        {
            (await db.Sites.SingleAsync()).ZoneRule = Convert.ToHexString(PosixZone.ToBytes("<-04>4<-03>,M9.1.6/24,M4.1.6/24"));
            return await db.SaveChangesAsync();
        });
        long ada = await scene.UserAsync("Ada", "A-1");
        Browser office = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await office.OpenAsync($"/Units/Details?id={scene.Units["A-1"]}");
        await office.SubmitAsync("#end", ("lastDay", "2026-09-05"));
        StringAssert.Contains(office.Text, "The last day of the lease of A-1 is Sat 5 Sep 2026");
        StringAssert.Contains(office.Text, "end of Sat 5 Sep 2026");
        Assert.AreEqual("2026-09-05", office.Page.QuerySelector("input[name=lastDay]")!.GetAttribute("value"));
        await office.SubmitAsync("#end", ("lastDay", "2026-12-31"));
        await office.SubmitAsync("#end", ("lastDay", ""));
        await office.SubmitAsync("#end", ("lastDay", "0001-01-01"));
        StringAssert.Contains(office.Text, "is not a date");
        CollectionAssert.AreEqual(new[]
        {
            "A-1: last day none -> Sat 5 Sep 2026", "A-1: last day Sat 5 Sep 2026 -> Thu 31 Dec 2026",
            "A-1: last day Thu 31 Dec 2026 -> none",
        }, await scene.Bench.InDbAsync(db => db.OfficeRecords.Where(row => row.What == "lease-end-set" && row.UserId == ada)
            .OrderBy(row => row.Id).Select(row => row.Detail).ToArrayAsync()));
    }

    [TestMethod]
    public async Task A_transfer_keeps_the_last_day_and_a_day_that_has_passed_ends_with_the_lease()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.UserAsync("Ada", "A-1");
        await scene.DoAsync<LeaseService>(leases => leases.SetEndAsync(scene.Units["A-1"], LastDay));
        StringAssert.Contains((await scene.DoAsync<LeaseService>(leases =>
            leases.TransferAsync(scene.Units["A-1"], scene.Units["A-2"]))).Words, "The last day stays Wed 30 Sep 2026.");
        Lease moved = (await scene.UnitAsync("A-2")).Lease!;
        Assert.AreEqual((LastDay, (long?)LeaseEnds.EndOf(LastDay, Utc)), (moved.LastDay, moved.EndsAt));

        scene.Bench.Time.Advance(TimeSpan.FromDays(30));
        StringAssert.Contains((await scene.DoAsync<LeaseService>(leases =>
            leases.TransferAsync(scene.Units["A-2"], scene.Units["B-1"]))).Words, "had passed, so the new lease has no end date");
        Assert.IsNull((await scene.UnitAsync("B-1")).Lease!.EndsAt);
        Assert.AreEqual(LeaseEnds.EndOf(LastDay, Utc), await EndAsync(scene, moved.Id),
            "moving out does not change an end that has passed");
        await scene.DoAsync<LeaseService>(leases => leases.MoveOutAsync(scene.Units["B-1"]));
        Assert.AreEqual(scene.Bench.Now, await EndAsync(scene, null));
    }

    [TestMethod]
    public async Task Moving_out_after_the_last_day_keeps_it_and_says_so()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada", "A-1");
        await scene.DoAsync<LeaseService>(leases => leases.SetEndAsync(scene.Units["A-1"], LastDay));
        long lease = (await scene.UnitAsync("A-1")).Lease!.Id;
        scene.Bench.Time.Advance(TimeSpan.FromDays(40));
        await scene.DoAsync<LeaseService>(leases => leases.MoveOutAsync(scene.Units["A-1"]));
        Assert.AreEqual(LeaseEnds.EndOf(LastDay, Utc), await EndAsync(scene, lease));
        StringAssert.Contains(await scene.Bench.InDbAsync(db => db.OfficeRecords.Where(row => row.What == "moved-out" && row.UserId == ada)
            .Select(row => row.Detail).SingleAsync()), "The lease had ended after Wed 30 Sep 2026.");
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Another_zone_moves_no_date_but_the_second_and_no_key_outlasts_it(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using Scene scene = await Scene.BeginAsync(database.Postgres);
        long ada = await scene.UserAsync("Ada", "A-1");
        DateOnly last = new(2026, 9, 9);
        await scene.IssueAsync(ada, Scene.LockA1);
        // The key ends on 9 September at 13:00 UTC.
        await scene.DoAsync<LeaseService>(leases => leases.SetEndAsync(scene.Units["A-1"], last));
        await scene.Bench.InDbAsync(db => db.Leases.ExecuteUpdateAsync(row => row.SetProperty(lease => lease.LastDay, (DateOnly?)null)));
        Assert.AreEqual(KeyState.InForce, await StateAsync(scene));
        SettingsForm form = new("Site", "Pacific/Kiritimati", "", 168, HereRule.Off, 400, "");
        SettingsChange change = await scene.DoAsync<SiteSettings, SettingsChange>(settings => settings.ChangeAsync(form));
        Assert.IsNull(change.Complaint);
        Lease moved = (await scene.UnitAsync("A-1")).Lease!;
        ZoneRule zone = await scene.Bench.InDbAsync(async db => SiteReader.ZoneOf(await db.Sites.SingleAsync()));
        Assert.AreEqual((last, (long?)LeaseEnds.EndOf(last, zone)), (moved.LastDay, moved.EndsAt));
        Assert.AreEqual(LeaseEnds.EndOf(last, Utc) - (14 * 3600), moved.EndsAt);
        Assert.AreEqual(KeyState.Revoked, await StateAsync(scene));
    }

    private static ZoneRule Utc => PosixZone.Parse("UTC0");

    private static Task<KeyState> StateAsync(Scene scene) => scene.Bench.InDbAsync(db => db.Keys.Select(key => key.State).SingleAsync());

    private static Task<long?> EndAsync(Scene scene, long? id) => scene.Bench.InDbAsync(db =>
        db.Leases.Where(lease => id == null || lease.Id == id).OrderByDescending(lease => lease.Id).Select(lease => lease.EndsAt)
            .FirstAsync());
}
