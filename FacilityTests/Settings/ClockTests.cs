using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Api;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Settings;

/// <summary>What a clock that was ahead for a moment leaves behind: nothing.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ClockTests
{
    private const uint Door = 11;

    private static readonly TimeSpan Ahead = TimeSpan.FromDays(400);

    /// <summary>Every stored time, and what makes one that is later than it can be harmless.</summary>
    private static readonly Dictionary<string, string> Times = new()
    {
        ["Alert.At"] = "taken back",
        ["Alert.ClosedAt"] = "taken back",
        ["Device.CreatedAt"] = "taken back",
        ["Device.KeyWithoutHereAt"] = "another day",
        ["Device.RefusedAt"] = "taken back",
        ["Device.RevokedAt"] = "taken back",
        ["Device.SeenAt"] = "counts as due",
        ["Entry.ContactAt"] = "taken back",
        ["Entry.LeaseUntil"] = "counts as past",
        ["Entry.NextVisitAt"] = "counts as due",
        ["GatewayRow.SeenAt"] = "taken back",
        ["HeardRow.HeardAt"] = "taken back",
        ["HeardRow.VisitedAt"] = "taken back",
        ["HereChallenge.DrawnAt"] = "refused and deleted",
        ["HereChallenge.UsedAt"] = "refused",
        ["Job.MadeAt"] = "taken back",
        ["Job.NotAfter"] = "of the job's file",
        ["KeyShare.KnownAt"] = "taken back",
        ["KeyShare.NotAfter"] = "ends with the key",
        ["KeyShare.RevokedAt"] = "taken back",
        ["Lease.EndsAt"] = "counts only while the unit names the lease",
        ["Lease.StartsAt"] = "does not count",
        ["LockEvent.Time"] = "of the lock",
        ["LockEvent.StoredAt"] = "taken back",
        ["OfficeRecord.At"] = "taken back",
        ["OfflineKey.EndedAt"] = "new keys are issued at it",
        ["OfflineKey.IssuedAt"] = "revoked",
        ["OfflineKey.NotAfter"] = "revoked",
        ["PastTrail.ReplacedAt"] = "taken back",
        ["SignInCode.ExpiresAt"] = "refused",
        ["SignInCode.UsedAt"] = "taken back",
        ["SignInTry.BlockedUntil"] = "counts as past",
        ["SignInTry.TriedAt"] = "deleted",
        ["SiteRow.CreatedAt"] = "shown nowhere",
        ["SiteRow.NewestAt"] = "confirmed",
        ["StaffMember.InvitationUntil"] = "refused",
        ["StaffSession.BeganAt"] = "ended",
        ["StaffSession.SeenAt"] = "ended",
        ["User.CreatedAt"] = "taken back",
        ["User.KeyNotAfter"] = "of the keys",
        ["User.KeyRevokedAt"] = "of the keys",
    };

    [TestMethod]
    public async Task Every_stored_time_is_known()
    {
        using FacilityBench bench = new();
        string[] found = await bench.InDbAsync(db => Task.FromResult(db.Model.GetEntityTypes().SelectMany(type => type.GetProperties())
            .Where(property => property.ClrType == typeof(long) || property.ClrType == typeof(long?))
            .Where(property => property.Name.EndsWith("At", StringComparison.Ordinal)
                || property.Name is "Time" or "NotAfter" or "KeyNotAfter" || property.Name.EndsWith("Until", StringComparison.Ordinal))
            .Select(property => $"{((IReadOnlyTypeBase)property.DeclaringType).ShortName()}.{property.Name}")
            .Order(StringComparer.Ordinal).ToArray()));
        CollectionAssert.AreEqual(Times.Keys.Order(StringComparer.Ordinal).ToArray(), found, string.Join(", ", found.Except(Times.Keys)));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_clock_that_was_ahead_leaves_nothing_behind(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using PhoneStage stage = await PhoneStage.StartAsync(postgres: database.Postgres, settings: ApiCalls.NoLimits);
        FacilityBench bench = stage.Bench;
        (long former, PhoneSim formerPhone) = await stage.AddTenantAsync("Fay", Door);
        long unit = await bench.InDbAsync(db => db.Units.Select(row => row.Id).SingleAsync());
        DateTimeOffset right = bench.Time.GetUtcNow();

        bench.Time.AdjustTime(right + Ahead);
        string login = await bench.MakeStaffAsync(Permissions.All);
        for (int i = 0; i < 5; i++)
            await CheckAsync(bench, login, "wrong wrong wrong");
        string link = (await bench.InScopeAsync(services => services.GetRequiredService<StaffService>()
            .InviteAsync("Kit", "kit", Permissions.ViewActivity))).Code!;
        await stage.DoAsync<LeaseService>(leases => leases.MoveOutAsync(unit));
        (long user, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door + 1);
        string code = await stage.CodeAsync(user);
        Assert.IsNotNull(await phone.FetchAsync());
        await phone.PostAsync<object>("/api/report", new { appVersion = "1.0", refusal = "Expired", refusedAt = bench.Now });
        Assert.IsTrue(await bench.InDbAsync(db => db.Devices.AnyAsync(row => row.RefusedAt == bench.Now)));
        await stage.VisitAsync(Door + 1);
        bench.Time.AdjustTime(right);

        // Without anybody's help.
        Assert.IsNotNull(await CheckAsync(bench, login, FacilityBench.Password), "a member is blocked");
        CollectionAssert.Contains(await DueAsync(bench), (long)Door + 1, "a lock is not visited");
        Assert.IsNull(await bench.InScopeAsync(services => services.GetRequiredService<StaffAccounts>().InvitedAsync(link)));
        Assert.IsNull(await bench.InScopeAsync(services => services.GetRequiredService<SignInCodes>().FindAsync(code)));
        Assert.IsNull(await formerPhone.FetchAsync());
        Assert.AreEqual("no-unit", formerPhone.Refusal!.Code, "who moved out while the clock was ahead has moved out");
        Assert.IsNull(await phone.FetchAsync());
        Assert.AreEqual("clock-behind", phone.Refusal!.Code);
        Assert.AreEqual(System.Net.HttpStatusCode.ServiceUnavailable, phone.Status);
        Assert.IsNull(await phone.FetchAsync());
        Assert.AreEqual(1, await bench.InDbAsync(db => db.Alerts.CountAsync(alert => alert.Text.Contains("clock is behind"))));

        Browser office = await bench.SignInAsync(Permissions.ManageSettings);
        await office.OpenAsync("/Settings");
        StringAssert.Contains(office.Text, "No phone gets a key");
        await office.SubmitAsync("#clock");
        StringAssert.Contains(office.Text, "keys from then are revoked");
        Assert.AreEqual(0, await bench.InDbAsync(db =>
            db.Keys.CountAsync(key => key.IssuedAt > bench.Now && key.State != KeyState.Revoked)), "no key from then is left");
        Assert.IsFalse(office.Text.Contains("No phone gets a key", StringComparison.Ordinal));
        Assert.AreEqual("", string.Join(", ", await LaterAsync(bench)));
        await stage.VisitAsync(Door + 1);
        Assert.IsNotNull(await phone.FetchAsync(), phone.Refusal?.Reason);
        Assert.IsLessThan(bench.Now + (8 * LockTime.SecondsPerDay), (await bench.InDbAsync(db =>
            db.Users.SingleAsync(row => row.Id == user))).KeyNotAfter);
        Assert.AreEqual(0, await bench.InDbAsync(db => db.Keys.CountAsync(key => key.UserId == former && key.State == KeyState.InForce)));
    }

    private static Task<StaffMember?> CheckAsync(FacilityBench bench, string login, string password) => bench.InScopeAsync(services =>
        services.GetRequiredService<StaffAccounts>().CheckAsync(login, password, FacilityBench.Here));

    private static Task<long[]> DueAsync(FacilityBench bench) =>
        bench.InScopeAsync(services => services.GetRequiredService<EntryLeases>().DueAsync(10, default));

    /// <summary>The times in the rows that are later than now, but for ends of keys and leases, and what revoked keys say.</summary>
    private static Task<List<string>> LaterAsync(FacilityBench bench) => bench.InDbAsync(async db =>
    {
        List<string> later = [];
        long now = bench.Now;
        foreach (IEntityType type in db.Model.GetEntityTypes().Where(type => type.ClrType != typeof(OfflineKey)))
        {
            foreach (string column in type.GetProperties().Select(property => property.Name)
                .Where(name => name.EndsWith("At", StringComparison.Ordinal) && name is not ("EndsAt" or "ExpiresAt" or "UsedAt")))
            {
                string sql = $"SELECT count(*) AS \"Value\" FROM \"{type.GetTableName()}\" WHERE \"{column}\" > {now}";
                if ((await db.Database.SqlQueryRaw<long>(sql).ToListAsync())[0] > 0)
                    later.Add($"{type.GetTableName()}.{column}");
            }
        }
        return later;
    });
}
