using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Api;

/// <summary>The user's page, the API and the lock say the same about every reason for which somebody cannot open.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class OutlookTests
{
    private const string InTheWay = "Nothing stands in the way";
    private const string Renews = "The app renews the key";

    /// <summary>One reason: how it comes about, and what the three must say.</summary>
    private sealed record Case(string Name, Func<Tenant, Task> Arrange, string? Code, string Page, Status? Door, string Lock)
    {
        public string Hours { get; init; } = "always";

        public HereRule Here { get; init; } = HereRule.Off;
    }

    private sealed record Tenant(PhoneStage Stage, long UserId, long UnitId, uint LockId, PhoneSim Phone);

    private static readonly Case[] Cases =
    [
        new("in order", _ => Task.CompletedTask, null, Renews, Status.Ok, "opens"),
        new("signed out", tenant => tenant.Stage.DoAsync<PhoneChanges>(phones =>
            phones.SignOutAsync(tenant.UserId, tenant.Phone.DeviceId)), "device-revoked", "No phone is signed in", Status.Revoked,
            "revoked"),
        new("deactivated", tenant => tenant.Stage.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(tenant.UserId, false)),
            "account-inactive", "The account is deactivated", Status.Revoked, "revoked"),
        new("moved out", tenant => tenant.Stage.DoAsync<LeaseService>(leases => leases.MoveOutAsync(tenant.UnitId)), "no-unit",
            "The user has no unit", Status.Expired, "the tenancy of the unit is a later one"),
        new("no entry", tenant => tenant.Stage.ChangeAsync(async db =>
            (await db.Units.SingleAsync(unit => unit.Id == tenant.UnitId)).EntryId = null), "no-unit", "units have no entry", Status.Ok,
            "opens"),
        new("rent owed", tenant => tenant.Stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(tenant.UserId, true)),
            "payment-due", "Rent is owed", Status.Overlocked, "the unit is overlocked"),
        new("overlocked by the office", tenant => tenant.Stage.DoAsync<LeaseService>(leases => leases.OverlockAsync(tenant.UnitId)), null,
            "refuses the key: the unit is overlocked", Status.Overlocked, "the unit is overlocked"),
        new("lockdown", tenant => tenant.Stage.DoAsync<EntryRecords>(entries => entries.LockdownAsync(tenant.LockId, true)), null,
            "refuses the key: lockdown", Status.Lockdown, "lockdown"),
        new("owing and deactivated", async tenant =>
        {
            await tenant.Stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(tenant.UserId, true));
            await tenant.Stage.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(tenant.UserId, false));
        }, "account-inactive", "The account is deactivated", Status.Revoked, "revoked"),
        new("away", _ => Task.CompletedTask, "not-here", "the phone must be at an entry", Status.Ok, "opens") { Here = HereRule.Required },
        new("twice a day away", tenant => tenant.Stage.ChangeAsync(async db =>
            (await db.Devices.SingleAsync(row => row.Id == tenant.Phone.DeviceId)).KeyWithoutHereAt = tenant.Stage.Bench.Now), "not-here",
            "the phone must be at an entry", Status.Ok, "opens") { Here = HereRule.OnceADayWithout },
        new("outside the hours", tenant => Later(tenant, TimeSpan.FromHours(1)), "outside-hours",
            "no new key is issued before Wed 9 Sep 2026 12:00", Status.OutsideHours, "outside the access hours until Wed 9 Sep 2026 12:00")
            { Hours = "Wed 12:00-13:30" },
        new("no hours at all", tenant => tenant.Stage.ChangeAsync(async db =>
            (await db.Users.Include(user => user.Schedule).SingleAsync(user => user.Id == tenant.UserId)).Schedule!.Windows =
                "Holidays 08:00-12:00"), "outside-hours", "admit nothing in the next 14 days", Status.Ok, "opens"),
        new("lease over", async tenant =>
        {
            await tenant.Stage.ChangeAsync(async db =>
                (await db.Leases.SingleAsync(row => row.UserId == tenant.UserId)).EndsAt = tenant.Stage.Bench.Now + 3600);
            await tenant.Phone.FetchAsync();
            await Later(tenant, TimeSpan.FromHours(2));
        }, "no-unit", "has ended", Status.Expired, "expired"),
        new("expired", tenant => Later(tenant, TimeSpan.FromDays(8)), null, InTheWay, Status.Expired, "expired"),
    ];

    [TestMethod]
    public async Task Page_API_and_lock_agree_on_every_reason()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(settings: ApiCalls.NoLimits);
        // Only the unit's own lock counts here.
        await stage.ChangeAsync(async db =>
        {
            (await db.Entries.SingleAsync()).Kind = EntryKind.BuildingDoor;
            (await db.Sites.SingleAsync()).ZoneRule = Convert.ToHexString(LockLink.PosixZone.ToBytes("UTC0"));
        });
        uint lockId = 20;
        foreach (Case row in Cases)
            await AgreeAsync(stage, row, ++lockId);
    }

    /// <summary>Until a lock has its notices, it may answer otherwise; the page says so only where a notice changes the answer.</summary>
    [TestMethod]
    public async Task What_waits_for_the_lock_is_said_where_it_matters()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada", 21);
        await stage.VisitAsync(PhoneStage.Gate);
        await stage.VisitAsync(21);
        Assert.IsNotNull(await phone.FetchAsync());
        await stage.DoAsync<KeyRetirement>(keys => keys.RetireAsync(PhoneStage.Gate));
        await stage.DoAsync<EntryRecords>(entries => entries.LockdownAsync(21, true));
        Browser office = await stage.Bench.SignInAsync(Permissions.ManageUsers);
        await office.OpenAsync($"/Users/{userId}");
        StringAssert.Contains(Part(office, "tr[data-entry='1']"), "opens, until it has the notice that retires all its keys");
        StringAssert.Contains(
            Part(office, "tr[data-entry='21']"), "lockdown of the entry, at the latest when it has the notices that wait");
        StringAssert.Contains(Part(office, "#key-reason"),
            "Unit 21 refuses the key: lockdown of the entry, at the latest when the notices that wait have arrived.");
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(PhoneStage.Gate));
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(21));
        await stage.VisitAsync(PhoneStage.Gate);
        await stage.VisitAsync(21);
        await office.OpenAsync($"/Users/{userId}");
        StringAssert.Contains(Part(office, "tr[data-entry='1']"), "refuses: the lock has another secret now");
        StringAssert.Contains(Part(office, "#key-reason"), "Now Unit 21 refuses the key: lockdown of the entry.");

        await stage.DoAsync<EntryRecords>(entries => entries.LockdownAsync(21, false));
        stage.Bench.Time.Advance(TimeSpan.FromDays(8));
        office = await stage.Bench.SignInAsync(Permissions.ManageUsers);
        await office.OpenAsync($"/Users/{userId}");
        StringAssert.EndsWith(Part(office, "tr[data-entry='21']").Trim(), "refuses: expired");
    }

    /// <summary>A restored copy gives vacant units a higher tenancy; a tenant keeps the one of the lease.</summary>
    [TestMethod]
    public async Task After_a_restore_the_page_says_that_the_tenants_own_door_opens_as_it_does()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada", 21);
        await stage.VisitAsync(21);
        Assert.IsNotNull(await phone.FetchAsync());
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));
        await stage.VisitAsync(21);
        Browser office = await stage.Bench.SignInAsync(Permissions.ManageUsers | Permissions.ManageUnits);
        await office.OpenAsync($"/Users/{userId}");
        StringAssert.EndsWith(Part(office, "tr[data-entry='21']").Trim(), "opens");
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(21));
        await office.OpenAsync("/Units");
        Assert.AreEqual("1", Part(office, "td[data-label='Tenancy']").Trim());
    }

    private static async Task AgreeAsync(PhoneStage stage, Case row, uint lockId)
    {
        await SetHereAsync(stage, HereRule.Off);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync(row.Name, lockId, row.Hours);
        long unitId = await stage.Bench.InDbAsync(db =>
            db.Units.Where(unit => unit.EntryId == lockId).Select(unit => unit.Id).SingleAsync());
        Assert.IsNotNull(await phone.FetchAsync(), row.Name);
        await row.Arrange(new Tenant(stage, userId, unitId, lockId, phone));
        await SetHereAsync(stage, row.Here);
        await stage.VisitAsync(lockId);

        Assert.AreEqual(row.Door, await phone.UnlockAsync(lockId), row.Name);
        // The time of some rows ends an earlier sign-in.
        Browser office = await stage.Bench.SignInAsync(Permissions.ManageUsers);
        await office.OpenAsync($"/Users/{userId}");
        string reason = Part(office, "#key-reason");
        StringAssert.Contains(reason, row.Page, row.Name);
        Assert.AreEqual(row.Code == null || row.Code == "not-here",
            reason.Contains(InTheWay, StringComparison.Ordinal) || reason.Contains(Renews, StringComparison.Ordinal),
            $"{row.Name}: {reason}");
        string line = Part(office, $"tr[data-entry='{lockId}']");
        StringAssert.Contains(line, row.Door == Status.Ok ? row.Lock : $"refuses: {row.Lock}", row.Name);
        Assert.AreEqual(row.Door == Status.Ok, line.Contains("opens", StringComparison.Ordinal), line);

        KeysAnswer? keys = await phone.FetchAsync();
        Assert.AreEqual(row.Code, phone.Refusal?.Code, row.Name);
        Assert.AreEqual(row.Code == null, keys != null, row.Name);
    }

    private static Task SetHereAsync(PhoneStage stage, HereRule rule) =>
        stage.ChangeAsync(async db => (await db.Sites.SingleAsync()).HereRule = rule);

    private static Task Later(Tenant tenant, TimeSpan step)
    {
        tenant.Stage.Bench.Time.Advance(step);
        return Task.CompletedTask;
    }

    private static string Part(Browser office, string selector) => Spaces()
        .Replace((office.Page.QuerySelector(selector) ?? throw new AssertFailedException($"no {selector} in {office.Text}")).TextContent,
            " ");

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
