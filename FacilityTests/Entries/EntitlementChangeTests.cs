using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Entries;

/// <summary>An entry gets another kind or building: the keys of those who may no longer pass it are revoked.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class EntitlementChangeTests
{
    [TestMethod]
    public async Task The_keys_of_a_gate_do_not_open_the_unit_that_it_becomes()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        long ben = await scene.UserAsync("Ben Cole", "B-1");
        await scene.IssueAsync(ada, Scene.Gate);
        await scene.IssueAsync(ben, Scene.Gate);
        StringAssert.Contains(await EditAsync(scene, Scene.Gate, EntryKind.Unit, ""), "2 users' keys");
        CollectionAssert.AreEquivalent(new[] { $"RevokeHolder {ada}", $"RevokeHolder {ben}" }, await scene.NoticesAsync(Scene.Gate));
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
    }

    [TestMethod]
    public async Task A_door_of_another_building_refuses_the_tenants_of_the_former_one_and_no_others()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        long ben = await scene.UserAsync("Ben Cole", "A-2", "B-1");
        await scene.IssueAsync(ada, Scene.DoorA);
        await scene.IssueAsync(ben, Scene.DoorA);
        StringAssert.Contains(await EditAsync(scene, Scene.DoorA, EntryKind.BuildingDoor, "B"), "One user's keys");
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.DoorA));
        Assert.AreNotEqual(User.NoKey, (await scene.RowAsync(ben)).KeyNotAfter);
        Assert.AreEqual("", await EditAsync(scene, Scene.DoorA, EntryKind.Gate, "B"), "a gate lets more people in");
        Assert.AreEqual("", await EditAsync(scene, Scene.DoorA, EntryKind.Gate, "elsewhere"), "a gate's building counts for nothing");
    }

    [TestMethod]
    public async Task A_units_door_stays_one_while_a_unit_has_it()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.LockA1);
        StringAssert.Contains(await EditAsync(scene, Scene.LockA1, EntryKind.Gate, "", isDone: false), "the door of A-1");
        Assert.AreEqual(EntryKind.Unit, await KindAsync(scene, Scene.LockA1));
        Assert.IsTrue((await scene.DoAsync<UnitRecords>(units => units.SaveAsync(scene.Units["A-1"], "A-1", "A", null))).IsDone);
        await EditAsync(scene, Scene.LockA1, EntryKind.Gate, "");
        Assert.AreEqual(EntryKind.Gate, await KindAsync(scene, Scene.LockA1));
    }

    [TestMethod]
    public async Task With_too_many_notices_waiting_the_entry_is_not_changed()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate);
        await scene.FillAsync(Scene.Gate);
        StringAssert.Contains(await EditAsync(scene, Scene.Gate, EntryKind.Unit, "", isDone: false), "Nothing was changed");
        Assert.AreEqual(EntryKind.Gate, await KindAsync(scene, Scene.Gate));
        Assert.AreNotEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
    }

    [TestMethod]
    public async Task A_key_in_the_making_is_made_by_what_the_entry_is_now()
    {
        Meanwhile meanwhile = new();
        using PhoneStage stage = await PhoneStage.StartAsync(meanwhile.AddTo);
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada Moss", 11);
        meanwhile.Let(() => stage.Bench.InScopeAsync(services => EditAsync(services, PhoneStage.Gate, EntryKind.BuildingDoor, "A")));
        Assert.IsNotNull(await phone.FetchAsync());
        Assert.IsTrue(meanwhile.HasHappened);
        CollectionAssert.AreEqual(new long[] { 11 }, phone.Keys.Keys.ToArray());
    }

    private static Task<EntryKind> KindAsync(Scene scene, long entryId) =>
        scene.Bench.InDbAsync(db => db.Entries.Where(entry => entry.Id == entryId).Select(entry => entry.Kind).SingleAsync());

    private static Task<string> EditAsync(Scene scene, long entryId, EntryKind kind, string building, bool isDone = true) =>
        scene.Bench.InScopeAsync(services => EditAsync(services, entryId, kind, building, isDone));

    private static async Task<string> EditAsync(IServiceProvider services, long entryId, EntryKind kind, string building,
        bool isDone = true)
    {
        ChangeAnswer answer = await services.GetRequiredService<EntryChange>().RunAsync(entryId, async entry =>
        {
            services.GetRequiredService<OfficeTrail>().Add(AuditAction.EntryChanged, "", entryId: entryId);
            return await services.GetRequiredService<EntitlementChange>()
                .FillAsync(entry, new EntryForm { Name = entry.Name, Kind = kind, Building = building });
        });
        Assert.AreEqual(isDone, answer.IsDone, answer.Words);
        return answer.Words;
    }
}
