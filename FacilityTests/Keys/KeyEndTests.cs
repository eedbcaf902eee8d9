using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Users;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Keys;

/// <summary>A key that was revoked reads as revoked, with when, by whom and why, and not as the end of an older key.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class KeyEndTests
{
    private const string Weekdays = "Mon-Fri 08:00-18:00";

    private static readonly (string Why, KeyState State, Func<Scene, long, Task<ChangeAnswer>> End)[] Ends =
    [
        ("the account was deactivated", KeyState.Revoked,
            (scene, user) => scene.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(user, false))),
        ("a phone was reported lost", KeyState.Revoked,
            (scene, user) => scene.DoAsync<PhoneChanges>(async phones => (await phones.LostAsync(user)).Answer)),
        ("the phone was signed out", KeyState.Revoked, async (scene, user) =>
            await scene.DoAsync<PhoneChanges>(async phones => await phones.SignOutAsync(user, await DeviceAsync(scene, user)))),
        ("the access hours changed", KeyState.Revoked, (scene, user) =>
            scene.DoAsync<AccountChanges>(async accounts => await accounts.SetScheduleAsync(user, await HoursAsync(scene, Weekdays)))),
        ("the access hours changed", KeyState.Revoked, async (scene, user) =>
        {
            long hours = await HoursAsync(scene, "always");
            await scene.DoAsync<AccountChanges>(accounts => accounts.SetScheduleAsync(user, hours));
            return await scene.DoAsync<ScheduleChanges>(schedules => schedules.SaveAsync(hours, "Narrowed", Weekdays, false));
        }),
        ("the user moved out", KeyState.Revoked,
            (scene, _) => scene.DoAsync<LeaseService>(leases => leases.MoveOutAsync(scene.Units["A-1"]))),
        ("the lease got an earlier end", KeyState.Revoked, (scene, _) =>
            scene.DoAsync<LeaseService>(leases => leases.SetEndAsync(scene.Units["A-1"], new DateOnly(2026, 9, 10)))),
        ("the unit was changed", KeyState.Revoked,
            (scene, _) => scene.DoAsync<UnitRecords>(units => units.SaveAsync(scene.Units["A-1"], "A-1", "A", null))),
        ("the lock knew a later lease", KeyState.Revoked, (scene, _) => RaisedAsync(scene)),
        ("the lock got a new identity", KeyState.Superseded,
            (scene, _) => scene.DoAsync<EntryRecords>(entries => entries.RenewAsync(Scene.LockA1, "2", false))),
    ];

    [TestMethod]
    public async Task Each_way_to_end_a_key_says_that_it_is_revoked_when_and_why()
    {
        foreach ((string why, KeyState state, Func<Scene, long, Task<ChangeAnswer>> end) in Ends)
        {
            using Scene scene = await Scene.BeginAsync();
            long ada = await scene.UserAsync("Ada", "A-1");
            long device = await AddDeviceAsync(scene, ada);
            await scene.IssueAsync(ada, Scene.Gate);
            scene.Bench.Time.Advance(TimeSpan.FromDays(8));
            await scene.IssueAsync(ada, Scene.LockA1, deviceId: device);
            ChangeAnswer answer = await end(scene, ada);
            Assert.IsTrue(answer.IsDone, answer.Words);
            long now = scene.Bench.Now;
            await scene.Bench.InDbAsync(async db =>
            {
                OfflineKey key = await db.Keys.SingleAsync(row => row.EntryId == Scene.LockA1);
                Assert.AreEqual((state, (long?)now), (key.State, key.EndedAt), why);
                return true;
            });
            (OfflineKeyExpiration field, string lead) = await FieldAsync(scene, ada);
            Assert.AreEqual(KeyExpirationState.Revoked, field.State, $"{why}: {field.Text} {field.Since}");
            StringAssert.Contains(lead, $"revoked {field.Since}: {why}.");

            scene.Bench.Time.Advance(TimeSpan.FromSeconds(1));
            await scene.IssueAsync(ada, Scene.Gate);
            Assert.AreEqual(KeyExpirationState.Active, (await FieldAsync(scene, ada)).Field.State, $"a newer key counts: {why}");
        }
    }

    [TestMethod]
    public async Task The_page_says_who_revoked_the_key_and_tells_the_states_of_keys_apart()
    {
        using Scene scene = await Scene.BeginAsync();
        Browser office = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        long ada = await scene.UserAsync("Ada", "A-1");
        await office.OpenAsync($"/Users/{ada}");
        StringAssert.Contains(office.Text, "No key Reason The user never had a key.");
        await scene.IssueAsync(ada, Scene.DoorA);
        await office.OpenAsync($"/Users/{ada}");
        StringAssert.Contains(office.Text, "The key is valid until then");
        scene.Bench.Time.Advance(TimeSpan.FromDays(8));
        office = await scene.Bench.SignInAsync(Permissions.ManageUsers);
        await office.OpenAsync($"/Users/{ada}");
        StringAssert.Contains(office.Text, "Expired since Wed 9 Sep 2026 13:00");
        await scene.IssueAsync(ada, Scene.Gate);
        await scene.IssueAsync(ada, Scene.Gate, deviceId: 2);
        await office.OpenAsync($"/Users/{ada}");
        await office.SubmitAsync("#active", ("isActive", "false"));
        StringAssert.Contains(office.Text, "Revoked since Thu 10 Sep 2026 13:00");
        StringAssert.Contains(office.Text, "revoked Thu 10 Sep 2026 13:00 by Kay Morgan: the account was deactivated.");
        StringAssert.Contains(office.Page.QuerySelector($"tr[data-entry='{Scene.DoorA}']")!.TextContent, "expired Wed 9 Sep 2026 13:00");
        StringAssert.Contains(office.Page.QuerySelector($"tr[data-entry='{Scene.Gate}']")!.TextContent,
            "revoked Thu 10 Sep 2026 13:00: the account was deactivated");
        await office.OpenAsync("/Users?filter=Revoked");
        StringAssert.Contains(office.Text, "Revoked since Thu 10 Sep 2026 13:00");
        await office.OpenAsync("/Users?filter=NoKey");
        StringAssert.Contains(office.Text, "No user was found");
    }

    private static async Task<(OfflineKeyExpiration Field, string Lead)> FieldAsync(Scene scene, long userId) =>
        await scene.Bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            LocalTime time = await services.GetRequiredService<SiteReader>().LocalTimeAsync();
            User user = await db.Users.Include(row => row.Schedule).SingleAsync(row => row.Id == userId);
            OfflineKeyExpiration field = OfflineKeyExpiration.Of(user, scene.Bench.Now, time);
            KeyOutlook outlook = await services.GetRequiredService<KeyOutlooks>().ReadAsync(user, []);
            return (field, new KeyReasons(user, outlook, time, 0).Sentences(field.State, [], [])[0]);
        });

    private static Task<long> AddDeviceAsync(Scene scene, long userId) => scene.Bench.InDbAsync(async db =>
    {
        Device device = new() { UserId = userId, Name = "Phone", TokenHash = $"token {userId}" };
        db.Devices.Add(device);
        await db.SaveChangesAsync();
        return device.Id;
    });

    private static Task<long> DeviceAsync(Scene scene, long userId) =>
        scene.Bench.InDbAsync(db => db.Devices.Where(row => row.UserId == userId).Select(row => row.Id).SingleAsync());

    private static Task<long> HoursAsync(Scene scene, string windows) => scene.Bench.InDbAsync(async db =>
    {
        Schedule schedule = new() { Name = windows, Windows = windows };
        db.Schedules.Add(schedule);
        await db.SaveChangesAsync();
        return schedule.Id;
    });

    private static Task<ChangeAnswer> RaisedAsync(Scene scene) => scene.Bench.InScopeAsync(async services =>
    {
        FacilityDb db = services.GetRequiredService<FacilityDb>();
        TenancyRaise raise = services.GetRequiredService<TenancyRaise>();
        return await services.GetRequiredService<ChangeRunner>().RunAsync(async () =>
            await raise.ToAsync(await db.Entries.SingleAsync(row => row.Id == Scene.LockA1), 9) ?? ChangeAnswer.Done(""));
    });
}
