using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Units;

/// <summary>Letting, moving out, transferring and overlocking, with the notices to the locks.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class LeaseServiceTests
{
    /// <summary>A sentence about keys stands only where a lock is fitted, and it says what the settings say.</summary>
    [TestMethod]
    public async Task Letting_says_how_the_tenant_gets_the_keys_or_that_there_are_none()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron");
        async Task<string> LetAsync(string unit) =>
            (await scene.DoAsync<LeaseService>(letting => letting.LetAsync(scene.Units[unit], ada))).Words;
        StringAssert.EndsWith(await LetAsync("A-1"), "The app fetches the keys when an entry is opened with signal.");
        await scene.Bench.InDbAsync(db => db.Sites.ExecuteUpdateAsync(row => row.SetProperty(site => site.HereRule, HereRule.Off)));
        StringAssert.EndsWith(await LetAsync("A-2"), "The app fetches the keys when it has signal.");
        await scene.Bench.InDbAsync(async db =>
        {
            (await db.Units.SingleAsync(unit => unit.Name == "B-1")).EntryId = null;
            foreach (Entry entry in db.Entries)
                entry.Kind = EntryKind.Unit;
            return await db.SaveChangesAsync();
        });
        StringAssert.EndsWith(await LetAsync("B-1"), "so there is no key to fetch yet.");
    }

    [TestMethod]
    public async Task Letting_raises_the_tenancy_and_tells_the_lock()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        Unit unit = await scene.UnitAsync("A-1");
        Assert.AreEqual((1, 1, ada), (unit.Tenancy, unit.Lease!.Tenancy, unit.Lease.UserId));
        CollectionAssert.AreEqual(new[] { "Tenancy 1" }, await scene.NoticesAsync(Scene.LockA1));
        Assert.IsTrue(await HasWordAsync(scene, ada, "a-1"));
        ChangeAnswer again = await scene.DoAsync<LeaseService>(letting => letting.LetAsync(scene.Units["A-1"], ada));
        Assert.IsTrue(again.IsDone);
        Assert.AreEqual(1, (await scene.UnitAsync("A-1")).Tenancy);
        ChangeAnswer other =
            await scene.DoAsync<LeaseService>(
                async letting => await letting.LetAsync(scene.Units["A-1"], await scene.UserAsync("Ben Cole")));
        StringAssert.Contains(other.Words, "already let");
    }

    [TestMethod]
    public async Task The_last_unit_takes_gate_and_building_along_and_another_unit_keeps_what_it_lets_pass()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1", "B-1");
        foreach (long entry in new[] { Scene.Gate, Scene.DoorA, Scene.DoorB, Scene.LockA1, Scene.LockB1 })
            await scene.IssueAsync(ada, entry);
        await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"]));
        CollectionAssert.AreEqual(new[] { "Tenancy 2", $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.LockA1));
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.DoorA));
        Assert.IsEmpty(await scene.NoticesAsync(Scene.Gate));
        Assert.IsEmpty(await scene.NoticesAsync(Scene.DoorB));
        Assert.IsFalse(await HasWordAsync(scene, ada, "a-1"));
        Assert.IsTrue(await HasWordAsync(scene, ada, "b-1"));

        await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["B-1"]));
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
        Unit unit = await scene.UnitAsync("B-1");
        Assert.IsNull(unit.Lease);
        Assert.AreEqual(2, unit.Tenancy);
        Assert.IsTrue((await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["B-1"]))).IsDone);
        Assert.AreEqual(2, (await scene.UnitAsync("B-1")).Tenancy);
    }

    [TestMethod]
    public async Task A_transfer_keeps_the_keys_of_shared_doors_and_revokes_the_former_unit()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        foreach (long entry in new[] { Scene.Gate, Scene.DoorA, Scene.LockA1 })
            await scene.IssueAsync(ada, entry);
        ChangeAnswer answer = await scene.DoAsync<LeaseService>(letting => letting.TransferAsync(scene.Units["A-1"], scene.Units["A-2"]));
        Assert.IsTrue(answer.IsDone, answer.Words);
        Assert.IsEmpty(await scene.NoticesAsync(Scene.Gate));
        Assert.IsEmpty(await scene.NoticesAsync(Scene.DoorA));
        CollectionAssert.AreEqual(new[] { "Tenancy 2", $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.LockA1));
        CollectionAssert.AreEqual(new[] { "Tenancy 1" }, await scene.NoticesAsync(Scene.LockA2));
        Assert.IsNull((await scene.UnitAsync("A-1")).Lease);
        Assert.AreEqual(ada, (await scene.UnitAsync("A-2")).Lease!.UserId);
        Assert.IsTrue(await HasWordAsync(scene, ada, "a-2"));
        Assert.IsFalse(await HasWordAsync(scene, ada, "a-1"));
    }

    [TestMethod]
    public async Task A_transfer_that_one_lock_cannot_be_told_of_changes_neither_unit()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.LockA1);
        await scene.FillAsync(Scene.LockA2);
        ChangeAnswer answer = await scene.DoAsync<LeaseService>(letting => letting.TransferAsync(scene.Units["A-1"], scene.Units["A-2"]));
        Assert.IsFalse(answer.IsDone);
        Assert.AreEqual(ada, (await scene.UnitAsync("A-1")).Lease!.UserId);
        Unit target = await scene.UnitAsync("A-2");
        Assert.IsNull(target.Lease);
        Assert.AreEqual(0, target.Tenancy);
        CollectionAssert.AreEqual(new[] { "Tenancy 1" }, await scene.NoticesAsync(Scene.LockA1));
    }

    [TestMethod]
    public async Task A_lock_that_has_room_for_the_tenancy_alone_refuses_the_former_tenant_by_it()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.LockA1);
        await scene.FillAsync(Scene.LockA1);
        ChangeAnswer answer = await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"]));
        Assert.IsTrue(answer.IsDone, answer.Words);
        Assert.IsFalse(answer.Words.Contains("did not get the revocation", StringComparison.Ordinal));
        Assert.AreEqual(2,
            (await scene.Bench.LedgerAsync(Scene.LockA1)).Tenancy);
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
    }

    [TestMethod]
    public async Task A_lease_with_an_end_revokes_the_keys_that_would_last_longer()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1", "B-1");
        foreach (long entry in new[] { Scene.Gate, Scene.DoorA, Scene.LockA1 })
            await scene.IssueAsync(ada, entry);
        await scene.DoAsync<LeaseService>(letting => letting.SetEndAsync(scene.Units["A-1"], new DateOnly(2026, 9, 10)));
        Assert.IsEmpty(await scene.NoticesAsync(Scene.DoorA));
        await scene.DoAsync<LeaseService>(letting => letting.SetEndAsync(scene.Units["A-1"], new DateOnly(2026, 9, 3)));
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.DoorA));
        CollectionAssert.Contains(await scene.NoticesAsync(Scene.LockA1), $"RevokeHolder {ada}");
        // The other lease is open, and lets the tenant pass the gate.
        Assert.IsEmpty(await scene.NoticesAsync(Scene.Gate));
        Assert.IsFalse((await scene.DoAsync<LeaseService>(letting =>
            letting.SetEndAsync(scene.Units["A-1"], new DateOnly(2026, 9, 1)))).IsDone);
    }

    [TestMethod]
    public async Task Letting_lifts_what_was_overlocked_for_the_former_tenants_rent()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true));
        await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"]));
        Assert.AreEqual(OverlockReason.Payment, (await scene.UnitAsync("A-1")).Overlock);
        long ben = await scene.UserAsync("Ben Cole", "A-1");
        Assert.AreEqual((OverlockReason.None, 3), ((await scene.UnitAsync("A-1")).Overlock, (await scene.UnitAsync("A-1")).Tenancy));
        string[] notices = await scene.NoticesAsync(Scene.LockA1);
        CollectionAssert.Contains(notices, "Overlock 0");
        CollectionAssert.Contains(notices, "Tenancy 3");

        await scene.DoAsync<LeaseService>(letting => letting.OverlockAsync(scene.Units["A-1"]));
        await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"]));
        await scene.DoAsync<LeaseService>(letting => letting.LetAsync(scene.Units["A-1"], ben));
        Assert.AreEqual(OverlockReason.Office, (await scene.UnitAsync("A-1")).Overlock);
    }

    [TestMethod]
    public async Task A_unit_let_to_somebody_who_owes_rent_is_overlocked_and_paying_lifts_it()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron");
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true));
        await scene.DoAsync<LeaseService>(letting => letting.LetAsync(scene.Units["A-1"], ada));
        Assert.AreEqual(OverlockReason.Payment, (await scene.UnitAsync("A-1")).Overlock);
        Assert.IsFalse((await scene.DoAsync<LeaseService>(letting => letting.LiftAsync(scene.Units["A-1"]))).IsDone);
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, false));
        Assert.AreEqual(OverlockReason.None, (await scene.UnitAsync("A-1")).Overlock);
    }

    [TestMethod]
    public async Task Lifting_the_offices_overlock_leaves_the_one_for_payment()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.DoAsync<LeaseService>(letting => letting.OverlockAsync(scene.Units["A-1"]));
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true));
        ChangeAnswer answer = await scene.DoAsync<LeaseService>(letting => letting.LiftAsync(scene.Units["A-1"]));
        StringAssert.Contains(answer.Words, "rent is owed");
        Assert.AreEqual(OverlockReason.Payment, (await scene.UnitAsync("A-1")).Overlock);
        CollectionAssert.DoesNotContain(await scene.NoticesAsync(Scene.LockA1), "Overlock 0");
    }

    [TestMethod]
    public async Task Two_lettings_at_once_of_a_unit_without_a_lock_do_not_both_succeed()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.DoAsync<UnitRecords>(records => records.SaveAsync(null, "C-1", "", null));
        await scene.Bench.InDbAsync(async db =>
        {
            Unit seenVacant = await db.Units.SingleAsync(row => row.Name == "C-1");
            await scene.DoAsync<LeaseService>(async letting => await letting.LetAsync(seenVacant.Id, await scene.UserAsync("Ada Byron")));
            seenVacant.Tenancy++;
            await Assert.ThrowsExactlyAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
            return true;
        });
    }

    [TestMethod]
    public async Task Another_lock_in_the_door_learns_the_tenancy_and_the_former_one_refuses_it()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.LockA1);
        await scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ada, true));
        ChangeAnswer taken = await scene.DoAsync<UnitRecords>(records => records.SaveAsync(scene.Units["A-1"], "A-1", "A", Scene.LockA2));
        StringAssert.Contains(taken.Words, "A-2");
        await scene.DoAsync<UnitRecords>(records => records.SaveAsync(scene.Units["A-2"], "A-2", "A", null));
        ChangeAnswer answer = await scene.DoAsync<UnitRecords>(records => records.SaveAsync(scene.Units["A-1"], "A-1", "A", Scene.LockA2));
        Assert.IsTrue(answer.IsDone, answer.Words);
        Unit unit = await scene.UnitAsync("A-1");
        Assert.AreEqual((Scene.LockA2, unit.Tenancy), (unit.EntryId, unit.Lease!.Tenancy));
        string[] former = await scene.NoticesAsync(Scene.LockA1);
        CollectionAssert.IsSubsetOf(new[] { "Tenancy 2", "Overlock 0", $"RevokeHolder {ada}" }, former);
        CollectionAssert.IsSubsetOf(new[] { $"Tenancy {unit.Tenancy}", "Overlock 1" }, await scene.NoticesAsync(Scene.LockA2));
    }

    private static Task<bool> HasWordAsync(Scene scene, long userId, string text) =>
        scene.Bench.InDbAsync(db => db.UserWords.AnyAsync(word => word.UserId == userId && word.Word == text));
}
