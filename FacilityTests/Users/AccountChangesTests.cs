using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Users;

/// <summary>The effect of a change of an account on keys, units and notices.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AccountChangesTests
{
    [TestMethod]
    public async Task Owed_rent_overlocks_the_users_units_at_once_and_leaves_keys_alone()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.UserAsync("Ben Cole", "A-2");
        await scene.IssueAsync(ada, Scene.LockA1);
        ChangeAnswer answer = await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true));
        StringAssert.Contains(answer.Words, "A-1");
        Assert.AreEqual(OverlockReason.Payment, (await scene.UnitAsync("A-1")).Overlock);
        Assert.AreEqual(OverlockReason.None, (await scene.UnitAsync("A-2")).Overlock);
        CollectionAssert.AreEqual(new[] { "Tenancy 1", "Overlock 1" }, await scene.NoticesAsync(Scene.LockA1));
        Assert.AreNotEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
        CollectionAssert.Contains(await scene.TrailAsync(ada), "payment-owed");
    }

    [TestMethod]
    public async Task Paying_lifts_only_what_was_overlocked_for_payment()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1", "A-2");
        await scene.DoAsync<LeaseService>(letting => letting.OverlockAsync(scene.Units["A-2"]));
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true));
        Assert.AreEqual(OverlockReason.Office, (await scene.UnitAsync("A-2")).Overlock);
        ChangeAnswer answer = await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, false));
        StringAssert.Contains(answer.Words, "Still overlocked by the office: A-2");
        Assert.AreEqual(OverlockReason.None, (await scene.UnitAsync("A-1")).Overlock);
        Assert.AreEqual(OverlockReason.Office, (await scene.UnitAsync("A-2")).Overlock);
        Assert.AreEqual("Overlock 0", (await scene.NoticesAsync(Scene.LockA1))[^1]);
        Assert.AreEqual("Overlock 1", (await scene.NoticesAsync(Scene.LockA2))[^1]);
    }

    [TestMethod]
    public async Task A_second_click_changes_nothing_and_writes_nothing()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        for (int i = 0; i < 2; i++)
            Assert.IsTrue((await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true))).IsDone);
        for (int i = 0; i < 2; i++)
            Assert.IsTrue((await scene.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(ada, false))).IsDone);
        CollectionAssert.AreEqual(new[] { "user-added", "unit-let", "payment-owed", "user-deactivated" }, await scene.TrailAsync(ada));
    }

    [TestMethod]
    public async Task Deactivating_revokes_every_key_and_a_key_issued_afterwards_works_again()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate);
        await scene.IssueAsync(ada, Scene.LockA1);
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(ada, false));
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
        CollectionAssert.Contains(await scene.NoticesAsync(Scene.LockA1), $"RevokeHolder {ada}");
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(ada, true));
        await scene.IssueAsync(ada, Scene.Gate);
        Assert.AreNotEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
    }

    [TestMethod]
    public async Task Other_hours_revoke_only_keys_that_open_outside_them()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        long days = await scene.Bench.InDbAsync(async db =>
        {
            Schedule schedule = new() { Name = "Days", Windows = "Mon-Fri 06:00-22:00" };
            db.Schedules.Add(schedule);
            await db.SaveChangesAsync();
            return schedule.Id;
        });
        await scene.IssueAsync(ada, Scene.Gate);
        await scene.IssueAsync(ada, Scene.LockA1, "Mon-Fri 08:00-12:00");
        ChangeAnswer answer = await scene.DoAsync<AccountChanges>(accounts => accounts.SetScheduleAsync(ada, days));
        Assert.IsTrue(answer.IsDone, answer.Words);
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
        CollectionAssert.AreEqual(new[] { "Tenancy 1" }, await scene.NoticesAsync(Scene.LockA1));
        Assert.AreNotEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
    }

    [TestMethod]
    [DataRow("lost")]
    [DataRow("deactivated")]
    [DataRow("erased")]
    [DataRow("moved out")]
    [DataRow("signed out")]
    public async Task A_lock_that_cannot_be_told_hinders_nothing_that_ends_keys_and_is_named(string what)
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        long device = await AddDeviceAsync(scene, ada);
        await scene.IssueAsync(ada, Scene.Gate, deviceId: device);
        await scene.IssueAsync(ada, Scene.DoorA, deviceId: device);
        await scene.FillAsync(Scene.Gate);
        if (what == "erased")
            await scene.Bench.InDbAsync(db => db.Units.ExecuteUpdateAsync(row => row.SetProperty(unit => unit.LeaseId, (long?)null)));
        ChangeAnswer answer = await DoAsync(scene, what, ada);
        Assert.IsTrue(answer.IsDone, answer.Words);
        StringAssert.Contains(answer.Words, "Gate did not get the revocation");
        StringAssert.StartsWith((await scene.NoticesAsync(Scene.DoorA)).Single(), what == "signed out"
            ? "RevokeKey"
            : $"RevokeHolder {ada}");
        await scene.Bench.InDbAsync(async db =>
        {
            Assert.AreEqual(what is "deactivated" or "moved out", await db.Devices.AnyAsync(row => row.RevokedAt == null),
                "such a phone may stay: it gets no keys");
            Assert.AreEqual(Scene.Gate, (await db.Alerts.SingleAsync()).EntryId);
            Assert.AreEqual(KeyState.InForce, (await db.Keys.SingleAsync(key => key.EntryId == Scene.Gate)).State, "it opens still");
            Assert.AreEqual(KeyState.Revoked, (await db.Keys.SingleAsync(key => key.EntryId == Scene.DoorA)).State);
            return true;
        });
        Assert.AreEqual(what is "lost" or "moved out" or "signed out", (await scene.RowAsync(ada)).IsActive);
    }

    [TestMethod]
    public async Task What_a_lock_had_no_room_for_is_told_by_the_same_once_more()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate);
        byte[] room = await scene.Bench.LedgerBytesAsync(Scene.Gate);
        foreach (byte[] ledger in new byte[][] { [1, 2, 3], room })
        {
            await scene.Bench.SetLedgerBytesAsync(Scene.Gate, ledger);
            Assert.IsTrue((await DoAsync(scene, "lost", ada)).IsDone);
            Assert.AreEqual(ledger == room, (await scene.RowAsync(ada)).KeyNotAfter == User.NoKey);
        }
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
    }

    [TestMethod]
    [DataRow("lost")]
    [DataRow("deactivated")]
    public async Task Keys_that_a_restored_copy_has_forgotten_are_revoked_wherever_the_user_may_pass(string what)
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        foreach (long entryId in new[] { Scene.Gate, Scene.DoorA, Scene.LockA1 })
            await scene.IssueAsync(ada, entryId);
        await scene.Bench.InDbAsync(db => db.Keys.ExecuteDeleteAsync());
        await DoAsync(scene, what, ada);
        foreach (long entryId in new[] { Scene.Gate, Scene.DoorA, Scene.LockA1 })
            CollectionAssert.Contains(await scene.NoticesAsync(entryId), $"RevokeHolder {ada}");
        foreach (long entryId in new[] { Scene.DoorB, Scene.LockA2 })
            Assert.AreEqual(0, (await scene.NoticesAsync(entryId)).Length);
    }

    [TestMethod]
    public async Task A_key_that_is_issued_beside_a_deactivation_makes_one_of_the_two_start_anew()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.Bench.InDbAsync(async db =>
        {
            User seenActive = await db.Users.SingleAsync(row => row.Id == ada);
            await scene.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(ada, false));
            db.Claim(seenActive);
            await Assert.ThrowsExactlyAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
            return true;
        });
    }

    private static Task<ChangeAnswer> DoAsync(Scene scene, string what, long userId) => what switch
    {
        "lost" => scene.DoAsync<PhoneChanges, ChangeAnswer>(async phones => (await phones.LostAsync(userId)).Answer),
        "deactivated" => scene.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(userId, false)),
        "moved out" => scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"])),
        "signed out" =>
            scene.DoAsync<PhoneChanges>(async phones =>
                await phones.SignOutAsync(userId, await scene.Bench.InDbAsync(db => db.Devices.Select(row => row.Id).SingleAsync()))),
        _ => scene.DoAsync<UserRecords>(records => records.EraseAsync(userId)),
    };

    private static Task<long> AddDeviceAsync(Scene scene, long userId) => scene.Bench.InDbAsync(async db =>
    {
        Device device = new() { UserId = userId, Name = "Ada's phone", TokenHash = "of a test" };
        db.Devices.Add(device);
        await db.SaveChangesAsync();
        return device.Id;
    });
}
