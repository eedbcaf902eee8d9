using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>
/// The table of answers (docs/phone-app.md, One visit), each row with signal and without, at real locks. The tests share one
/// facility; each has a tenant, a unit and a lock of its own. The browser's clock is months ahead of the facility's.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class AppTableTests
{
    private static readonly SemaphoreSlim Starting = new(1);
    private static PhoneStage? _stage;
    private static uint _lastLock = 100;

    [ClassCleanup]
    public static void End() => _stage?.Dispose();

    [TestMethod]
    public async Task A_lock_that_has_lost_the_time_gets_it_from_a_phone_with_signal()
    {
        Tenant tenant = await AddAsync("Ann");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        // The first tap fetches the key, for which a lock needs no time.
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        tenant.Lock.Board.CutPower();
        tenant.Lock.Board.ClockErrorSeconds = -LockTime.SecondsPerDay * 10_000;
        tenant.Lock.Board.PowerOn();
        await phone.LoseSignalAsync();
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "The lock has lost the time\nWith signal");
        await phone.FindSignalAsync();
        phone.ForgetSent();
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        Assert.AreEqual(1, phone.AirSent.Count(line => line.Contains("\"op\":\"mtu\"", StringComparison.Ordinal)), "one connection");
    }

    [TestMethod]
    public async Task An_expired_key_is_told_without_signal_and_renewed_by_itself_with_it()
    {
        Tenant tenant = await AddAsync("Ben");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        tenant.Stage.Bench.Time.Advance(TimeSpan.FromDays(8));
        await tenant.Stage.VisitAsync(tenant.LockId);
        await phone.LoseSignalAsync();
        string refused = await phone.OpenDoorAsync(tenant.Door);
        StringAssert.StartsWith(refused, "Expired: fetch a new key\nThis needs signal");
        StringAssert.Contains(refused, "Where there is signal on this site: beside the office.");
        await phone.FindSignalAsync();
        phone.ForgetSent();
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        CollectionAssert.IsSubsetOf(new[] { "/api/here", "/api/keys" }, phone.Calls.ToArray());
        Assert.AreEqual(1, phone.AirSent.Count(line => line.Contains("\"op\":\"mtu\"", StringComparison.Ordinal)), "one connection");
        User user = await tenant.Stage.Bench.InDbAsync(db => db.Users.SingleAsync(row => row.Id == tenant.UserId));
        Assert.IsGreaterThan(tenant.Stage.Bench.Now, user.KeyNotAfter);
    }

    [TestMethod]
    public async Task Rent_that_is_owed_is_told_and_who_has_paid_carries_the_notice_that_frees_the_unit()
    {
        Tenant tenant = await AddAsync("Cleo");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        await tenant.Stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(tenant.UserId, true));
        await tenant.Stage.VisitAsync(tenant.LockId);
        string refused = await phone.OpenDoorAsync(tenant.Door);
        StringAssert.Contains(refused, "Rent is owed", refused);
        await phone.RestAsync();
        Device device = await tenant.Stage.Bench.InDbAsync(db => db.Devices.SingleAsync(row => row.UserId == tenant.UserId));
        Assert.AreEqual($"{tenant.Door}: The unit is overlocked", device.Refusal);
        Assert.AreEqual(new Phone.AppFiles("demo").Version, device.AppVersion);
        await tenant.Stage.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(tenant.UserId, false));
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
    }

    [TestMethod]
    public async Task Outside_the_hours_the_next_opening_is_told_and_longer_hours_arrive_at_the_door()
    {
        Tenant tenant = await AddAsync("Dora", "Mon-Sun,Holidays 05:00-24:00");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        // Past midnight, and before the next opening at 05:00.
        DateTimeOffset now = tenant.Stage.Bench.Time.GetUtcNow();
        tenant.Stage.Bench.Time.Advance(now.UtcDateTime.Date.AddDays(1).AddHours(1) - now.UtcDateTime);
        await tenant.Stage.VisitAsync(tenant.LockId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Opens 05:00\nIt is outside your access hours.");
        await phone.RestAsync();
        await tenant.Stage.DoAsync<ScheduleChanges>(schedules => ChangeHoursAsync(schedules, tenant, "always"));
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
    }

    [TestMethod]
    public async Task A_phone_that_the_office_reports_lost_opens_nothing_and_says_so()
    {
        Tenant tenant = await AddAsync("Eva");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        await tenant.Stage.Bench.InScopeAsync(services => services.GetRequiredService<PhoneChanges>().LostAsync(tenant.UserId));
        await tenant.Stage.VisitAsync(tenant.LockId);
        string refused = await phone.OpenDoorAsync(tenant.Door);
        StringAssert.StartsWith(refused, "This key was revoked\n");
        StringAssert.Contains(refused, "This phone was signed out");
        await phone.GoAsync("/app");
        await phone.SeeAsync("The office has signed this phone out");
    }

    [TestMethod]
    public async Task A_late_refusal_of_the_account_before_leaves_alone_who_has_signed_in_meanwhile()
    {
        Tenant tenant = await AddAsync("Una");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        await tenant.Stage.Bench.InScopeAsync(services => services.GetRequiredService<PhoneChanges>().LostAsync(tenant.UserId));
        TaskCompletionSource asked = new(), late = new(), told = new();
        await phone.Page.RouteAsync("**/api/me", async route =>
        {
            IAPIResponse refusal = await route.FetchAsync();
            asked.SetResult();
            await late.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = refusal });
            told.SetResult();
        }, new PageRouteOptions { Times = 1 });
        await phone.GoAsync("/app");
        await asked.Task;
        await phone.GoAsync($"/app#code={await tenant.Stage.CodeAsync(tenant.UserId)}");
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("Signed in as Una");
        late.SetResult();
        await told.Task;
        await phone.RestAsync();
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.GoAsync("/app");
        await phone.SeeAsync($"Open {tenant.Door}");
    }

    [TestMethod]
    public async Task A_stuck_latch_and_a_lock_that_somebody_else_uses_are_told()
    {
        Tenant tenant = await AddAsync("Fay");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        // The bolt is out again.
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Open again" }).WaitForAsync();
        string[] address = tenant.Lock.Address.Split(':');
        await using (LockLink.VirtualRadioLink other = new(address[0], int.Parse(address[1])))
        {
            await other.ConnectAsync();
            StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Somebody else is at this lock\n");
        }
        tenant.Lock.Board.Door.StickBolt(true);
        string stuck = await phone.OpenDoorAsync(tenant.Door);
        // The first answer comes before the bolt can have moved; two seconds later the lock knows.
        StringAssert.StartsWith(stuck, "Open\n");
        await Assertions.Expect(phone.Page.Locator(".advice")).ToContainTextAsync(TwoSecondsLater());
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "The latch was stuck\nPush or pull the door");
    }

    [TestMethod]
    public async Task Lockdown_is_told_and_ends_with_the_notice_that_a_phone_brings()
    {
        Tenant tenant = await AddAsync("Gwen");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        await tenant.Stage.DoAsync<EntryRecords>(entries => entries.LockdownAsync(tenant.LockId, true));
        await tenant.Stage.VisitAsync(tenant.LockId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "The site is in lockdown\nWait for the office.");
        await phone.RestAsync();
        await tenant.Stage.DoAsync<EntryRecords>(entries => entries.LockdownAsync(tenant.LockId, false));
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
    }

    [TestMethod]
    public async Task Who_has_moved_out_is_told_that_no_unit_is_let_to_him()
    {
        Tenant tenant = await AddAsync("Hank");
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
        long unit = await tenant.Stage.Bench.InDbAsync(db => db.Units.Where(row => row.EntryId == tenant.LockId).Select(row => row.Id)
            .SingleAsync());
        await tenant.Stage.DoAsync<LeaseService>(leases => leases.MoveOutAsync(unit));
        await tenant.Stage.VisitAsync(tenant.LockId);
        string refused = await phone.OpenDoorAsync(tenant.Door);
        StringAssert.Contains(refused, "The facility says: No unit is let to you. Ask the office.");
        await phone.RestAsync();
        await phone.GoAsync("/app");
        await phone.SeeAsync("Withdrawn by the office");
        Assert.IsFalse((await phone.Page.Locator("main").InnerTextAsync()).Contains("Active until", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task A_key_that_begins_later_by_a_slow_clock_of_the_lock_is_told_and_the_time_arrives_with_signal()
    {
        Tenant tenant = await AddAsync("Ivy");
        await tenant.Stage.VisitAsync(tenant.LockId);
        // The lock runs on in real time; the facility, and so the new key, is a day ahead of it.
        tenant.Stage.Bench.Time.Advance(TimeSpan.FromDays(1));
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        await phone.Page.RouteAsync("**/api/carry", route => route.AbortAsync("internetdisconnected"));
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Not valid yet: begins ");
        await phone.RestAsync();
        await phone.Page.UnrouteAsync("**/api/carry");
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "Open\n");
        await phone.RestAsync();
    }

    [TestMethod]
    public async Task Off_the_site_no_key_is_given_out_and_a_lock_that_is_not_near_is_told()
    {
        Tenant tenant = await AddAsync("Jo", isLockNear: false);
        await using AppPhone phone = await AppPhone.SignedInAsync(tenant.Stage, tenant.UserId);
        // The app has asked when it arrived; the facility gives keys only to a phone at a door.
        Assert.Contains("/api/keys", phone.Calls);
        await phone.SeeAsync("No key yet");
        StringAssert.StartsWith(await phone.OpenDoorAsync(tenant.Door), "The lock does not answer\nGo nearer and try again.");
        // The socket that found no lock.
        phone.ForgetComplaints();
    }

    private static async Task<LockFirmware.Facility.UseCases.Changes.ChangeAnswer> ChangeHoursAsync(ScheduleChanges schedules,
        Tenant tenant, string windows)
    {
        Schedule schedule = await tenant.Stage.Bench.InDbAsync(db =>
            db.Users.Where(row => row.Id == tenant.UserId).Select(row => row.Schedule!).AsNoTracking().SingleAsync());
        return await schedules.SaveAsync(schedule.Id, schedule.Name, windows, doKeysRunOut: true);
    }

    private static async Task<PhoneStage> StartAsync()
    {
        PhoneStage stage = await PhoneStage.StartForBrowsersAsync(Api.ApiCalls.NoLimits);
        await stage.ChangeAsync(async db => (await db.Sites.SingleAsync()).SignalPlace = "beside the office");
        return stage;
    }

    private static async Task<Tenant> AddAsync(string name, string hours = "always", bool isLockNear = true)
    {
        await Starting.WaitAsync();
        try
        {
            _stage ??= await StartAsync();
        }
        finally
        {
            Starting.Release();
        }
        uint lockId = ++_lastLock;
        long userId = await _stage.AddUserAsync(name, hours);
        await _stage.LetAsync(await _stage.AddUnitAsync($"Unit {lockId}", lockId), userId);
        return new Tenant(_stage, userId, lockId, $"Unit {lockId}", isLockNear ? await _stage.LockAsync(lockId) : null!);
    }

    // Also what follows: the browser may have skipped a second.
    [GeneratedRegex("Locks again in [12] s|The door locks again")]
    private static partial Regex TwoSecondsLater();

    /// <summary>A tenant with a unit that has a lock.</summary>
    private sealed record Tenant(PhoneStage Stage, long UserId, uint LockId, string Door, VirtualLock Lock);
}
