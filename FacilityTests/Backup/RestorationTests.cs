using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Backup;

/// <summary>What "facility restored" leaves of a copy: no number that may have been used, and nothing to sign in with.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RestorationTests
{
    private const uint Door = 11;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Numbers_of_every_kind_go_on_above_a_floor_that_rises_faster_than_they_are_used(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using PhoneStage stage = await PhoneStage.StartAsync(postgres: database.Postgres);
        (long user, _) = await stage.AddTenantAsync("Ada", Door);
        long floor = (long)stage.Bench.Now * Restoration.NumbersPerSecond;
        Assert.IsLessThan(floor, user + Restoration.SkippedCount);
        Numbers numbers = await RestoreAsync(stage);
        foreach (long number in new[] { numbers.User, numbers.Key, numbers.Notice })
        {
            Assert.IsGreaterThanOrEqualTo(floor, number);
            // The same copy may be restored again an hour later, after 5000 of each were used.
            Assert.IsGreaterThan(number + 5000, floor + (3600L * Restoration.NumbersPerSecond));
            Assert.IsLessThan(uint.MaxValue, number, "holders, keys and notices have 32 bits");
        }
        Assert.IsGreaterThanOrEqualTo((int)(stage.Bench.Now / LockTime.SecondsPerDay), numbers.Tenancy);
        Numbers again = await RestoreAsync(stage);
        Assert.IsGreaterThan(numbers.User + Restoration.SkippedCount, again.User);
        Assert.IsGreaterThanOrEqualTo(numbers.Key + Restoration.SkippedCount, again.Key);
        Assert.IsGreaterThanOrEqualTo(numbers.Notice + Restoration.SkippedCount, again.Notice);
        Assert.AreEqual(numbers.Tenancy + Restoration.SkippedTenancyCount, again.Tenancy);
    }

    [TestMethod]
    public async Task Nothing_that_somebody_could_sign_in_with_is_left()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        Browser browser = await stage.Bench.SignInAsync(Permissions.All);
        string link = (await stage.Bench.InScopeAsync(services =>
            services.GetRequiredService<StaffService>().InviteAsync("Kit", "kit", Permissions.ViewActivity))).Code!;
        string code = await stage.CodeAsync(userId);

        await RestoreAsync(stage);
        await browser.OpenAsync("/Users");
        StringAssert.Contains(browser.Text, "Sign in");
        Assert.IsNull(await phone.FetchAsync());
        Assert.AreEqual(System.Net.HttpStatusCode.Unauthorized, phone.Status);
        using PhoneSim other = new(stage);
        Assert.IsNull(await other.PostAsync<object>("/api/sign-in", new { code, deviceName = "Other" }));
        await stage.Bench.InScopeAsync(async services =>
        {
            StaffAccounts accounts = services.GetRequiredService<StaffAccounts>();
            Assert.IsNull(await accounts.InvitedAsync(link));
            Assert.IsNull(await accounts.CheckAsync("kay0", FacilityBench.Password, FacilityBench.Here));
            Assert.IsNull(await accounts.CheckAsync("kay1", FacilityBench.Password, FacilityBench.Here));
            Assert.IsNotNull(await accounts.InviteFirstAsync(), "the next start prints a link");
        });
    }

    [TestMethod]
    public async Task With_keys_only_nothing_else_happens()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        long next = await stage.Bench.InDbAsync(db => db.Sites.Select(site => site.NextKeyId).SingleAsync());
        await stage.Bench.InScopeAsync(services =>
            services.GetRequiredService<Restoration>().RunAsync(null, () => "", isKeysOnly: true));
        Assert.AreEqual(next, await stage.Bench.InDbAsync(db => db.Sites.Select(site => site.NextKeyId).SingleAsync()));
        Assert.IsNotNull(await phone.FetchAsync());
    }

    [TestMethod]
    public async Task The_text_names_every_kind_of_decision_that_must_be_made_again()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        string text = string.Join('\n', await stage.Bench.InScopeAsync(services =>
            services.GetRequiredService<Restoration>().RunAsync(null, () => "")));
        foreach (string decision in new[]
        {
            "users 1 to 30", "users created",
            "lost", "signed out", "deactivated", "erased", "shares revoked", "let", "transferred", "moved out", "ends of leases",
            "rent owed", "payments", "overlocks", "lockdowns", "access hours", "key lifetime", "holidays", "locks added", "new identity",
            "members of the staff deactivated", "permissions"
        })
            StringAssert.Contains(text, decision);
    }

    [TestMethod]
    public async Task What_the_lock_knows_and_the_copy_does_not_is_an_alert_and_stays_shut()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        await stage.AddTenantAsync("Ada", Door);
        long unitId = await stage.Bench.InDbAsync(db => db.Units.Select(unit => unit.Id).SingleAsync());
        await stage.VisitAsync(Door);
        string copy = Path.Combine(stage.Bench.Folder, "copy.db");
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<DatabaseCopy>().MakeAsync(copy));
        await stage.DoAsync<LeaseService>(leases => leases.OverlockAsync(unitId));
        await stage.VisitAsync(Door);

        SqliteFile.Copy(copy, Path.Combine(stage.Bench.Folder, "facility.db"));
        await RestoreAsync(stage);
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        string[] alerts = await stage.Bench.InDbAsync(db => db.Alerts.OrderBy(row => row.Id).Select(row => row.Text).ToArrayAsync());
        Assert.HasCount(2, alerts);
        StringAssert.Contains(alerts[0], "which this database has not issued");
        StringAssert.Contains(alerts[1], "is overlocked, and the database did not know it");
        Assert.AreEqual(OverlockReason.Office, await stage.Bench.InDbAsync(db => db.Units.Select(unit => unit.Overlock).SingleAsync()));
        await stage.DoAsync<LeaseService>(leases => leases.LiftAsync(unitId));
        await stage.VisitAsync(Door);
        Assert.AreEqual(2, await stage.Bench.InDbAsync(db => db.Alerts.CountAsync()), "what was learned is learned once");
        Assert.IsFalse((await stage.EntryAsync(Door)).IsOverlocked);
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Users_whom_the_copy_does_not_know_open_nothing_after_the_first_visit(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using PhoneStage stage = await PhoneStage.StartAsync(postgres: database.Postgres);
        await stage.AddTenantAsync("Ada", Door);
        long vacant = await stage.AddUnitAsync("Unit 12", Door + 1);
        await stage.VisitAsync(PhoneStage.Gate);
        await stage.VisitAsync(Door + 1);
        using DatabaseCopies copies = new(stage.Bench, database.Postgres);
        await copies.AddAsync(0);
        PhoneSim last = null!;
        for (int i = 1; i <= Restoration.RefusedUserCount; i++)
        {
            long user = await stage.AddUserAsync($"User {i}");
            if (i < Restoration.RefusedUserCount)
                continue;
            await stage.LetAsync(vacant, user);
            last = await stage.SignInAsync(user);
            Assert.IsNotNull(await last.FetchAsync());
        }
        copies.PutBack(0);
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));
        Assert.AreEqual(Status.Ok, await last.TryUnlockAsync(PhoneStage.Gate), "before the visit");
        await stage.VisitAsync(PhoneStage.Gate);
        await stage.VisitAsync(Door + 1);
        Assert.AreEqual(Status.Revoked, await last.TryUnlockAsync(PhoneStage.Gate));
        Assert.AreEqual(Status.Expired, await last.TryUnlockAsync(Door + 1), "a vacant unit opens for no tenant");
        (_, PhoneSim again) = await stage.AddTenantAsync("The same person again", Door + 2);
        await stage.VisitAsync(Door + 2);
        await again.FetchAsync();
        Assert.AreEqual(Status.Ok, await again.UnlockAsync(PhoneStage.Gate));
    }

    /// <summary>The letting after the copy is not made again, so no lease says which gates the user could pass.</summary>
    [TestMethod]
    public async Task Who_is_deactivated_after_a_restoration_opens_no_gate_although_the_copy_knows_no_lease()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        await stage.VisitAsync(PhoneStage.Gate);
        await phone.FetchAsync();
        await stage.ChangeAsync(async db =>
        {
            await db.Keys.ExecuteDeleteAsync();
            (await db.Units.SingleAsync()).LeaseId = null;
        });
        await RestoreAsync(stage);
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(5));
        await stage.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(userId, false));
        await stage.VisitAsync(PhoneStage.Gate);
        Assert.AreEqual(Status.Revoked, await phone.TryUnlockAsync(PhoneStage.Gate));
    }

    [TestMethod]
    public async Task A_lease_that_gets_an_end_after_a_restoration_ends_longer_keys_that_the_copy_does_not_know()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        await stage.VisitAsync(PhoneStage.Gate);
        await stage.VisitAsync(Door);
        await phone.FetchAsync();
        await stage.ChangeAsync(db => db.Keys.ExecuteDeleteAsync());
        await RestoreAsync(stage);
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(5));
        DateOnly tomorrow = DateOnly.FromDateTime(stage.Bench.Time.GetUtcNow().UtcDateTime).AddDays(1);
        await stage.DoAsync<LeaseService>(async leases =>
            await leases.SetEndAsync(await stage.Bench.InDbAsync(db => db.Units.Select(unit => unit.Id).SingleAsync()), tomorrow));
        foreach (long lockId in new[] { PhoneStage.Gate, Door })
        {
            await stage.VisitAsync(lockId);
            Assert.AreEqual(Status.Revoked, await phone.TryUnlockAsync(lockId));
        }
    }

    [TestMethod]
    public async Task Who_moves_out_after_a_restoration_opens_no_gate_with_a_key_that_the_copy_does_not_know()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        await stage.VisitAsync(PhoneStage.Gate);
        await phone.FetchAsync();
        await stage.ChangeAsync(db => db.Keys.ExecuteDeleteAsync());
        await RestoreAsync(stage);
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(5));
        await stage.DoAsync<LeaseService>(async leases =>
            await leases.MoveOutAsync(await stage.Bench.InDbAsync(db => db.Units.Select(unit => unit.Id).SingleAsync())));
        await stage.VisitAsync(PhoneStage.Gate);
        Assert.AreEqual(Status.Revoked, await phone.UnlockAsync(PhoneStage.Gate));
    }

    [TestMethod]
    public async Task An_admitted_key_that_the_copy_does_not_know_is_one_alert_for_each_lock_and_an_older_key_is_none()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await SealedTrail.AddAsync(bench, 1, "Gate");
        SealedTrail yard = await SealedTrail.AddAsync(bench, 2, "Yard");
        uint next = (uint)await bench.InDbAsync(db => db.Sites.Select(site => site.NextKeyId).SingleAsync());
        uint now = bench.Now;
        gate.Happens(now - 9, EventKind.AccessGranted, next);
        await gate.BringAsync(1, 1);
        Assert.AreEqual("", await UnknownAtAsync(bench), "nothing was restored");

        await bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));
        gate.Happens(now - 8, EventKind.AccessGranted, next - 1).Happens(now - 7, EventKind.Refused, next);
        await gate.BringAsync(2, 3);
        Assert.AreEqual("", await UnknownAtAsync(bench), "the row of an older key is deleted in time, and a refused key opened nothing");
        gate.Happens(now - 6, EventKind.AccessGranted, next);
        await gate.BringAsync(4, 4);
        Assert.AreEqual("1", await UnknownAtAsync(bench));
        gate.Happens(now - 5, EventKind.AccessGranted, next + 1);
        await gate.BringAsync(5, 5);
        Assert.AreEqual("1", await UnknownAtAsync(bench), "it is told once");
        yard.Happens(now - 4, EventKind.AccessGranted, next + 1);
        await yard.BringAsync();
        Assert.AreEqual("1 2", await UnknownAtAsync(bench));
    }

    private static Task<string> UnknownAtAsync(FacilityBench bench) => bench.InDbAsync(async db => string.Join(' ', await db.Alerts
        .Where(row => row.Text == EventBatchStore.UnknownKeyText).OrderBy(row => row.Id).Select(row => row.EntryId).ToListAsync()));

    private static async Task<Numbers> RestoreAsync(PhoneStage stage)
    {
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));
        long user = await stage.AddUserAsync($"User {stage.Bench.Now}");
        LockLedger ledger = await stage.Bench.LedgerAsync(Door);
        return await stage.Bench.InDbAsync(async db => new Numbers(
            user,
            await db.Sites.Select(site => site.NextKeyId).SingleAsync(),
            ledger.LastNumber,
            await db.Units.Select(unit => unit.Tenancy).SingleAsync()));
    }

    private sealed record Numbers(long User, long Key, uint Notice, int Tenancy);
}
