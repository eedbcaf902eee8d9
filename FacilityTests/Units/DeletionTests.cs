using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Units;

/// <summary>Units and entries can be deleted when nothing hangs on them. What the pages say before and after depends on the lock.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class DeletionTests
{
    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task What_nothing_hangs_on_can_be_deleted_and_nothing_else(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using Scene scene = await Scene.BeginAsync(database.Postgres);
        Browser office = await scene.Bench.SignInAsync(Permissions.ManageUnits | Permissions.ManageEntries);
        await scene.Bench.InDbAsync(async db =>
        {
            db.Units.Add(new Unit { Name = "Mistyped" });
            db.Entries.Add(EntryMaker.Make(77, "Mistyped gate", EntryKind.Gate));
            return await db.SaveChangesAsync();
        });
        long unit = await scene.Bench.InDbAsync(db => db.Units.Where(row => row.Name == "Mistyped").Select(row => row.Id).SingleAsync());
        await office.OpenAsync($"/Units/Details?id={unit}");
        await office.SubmitAsync("#delete");
        StringAssert.Contains(office.Text, "Mistyped is deleted.");
        await office.OpenAsync("/Entries/Details/77");
        await office.SubmitAsync("#delete");
        StringAssert.Contains(office.Text, "Mistyped gate is deleted.");
        Assert.IsFalse(await scene.Bench.InDbAsync(db => db.Ledgers.AnyAsync(row => row.EntryId == 77)));
        await office.OpenAsync("/Entries/Details/77");
        Assert.AreEqual(System.Net.HttpStatusCode.NotFound, office.Status);

        await office.OpenAsync($"/Units/Details?id={scene.Units["A-1"]}");
        Assert.IsNull(office.Page.QuerySelector("#delete"), "it has a lock");
        long ada = await scene.UserAsync("Ada", "A-1");
        await scene.IssueAsync(ada, Scene.Gate);
        foreach (long entry in new[] { Scene.LockA1, Scene.Gate })
        {
            await office.OpenAsync($"/Entries/Details/{entry}");
            Assert.IsNull(office.Page.QuerySelector("#delete"), $"entry {entry}");
        }
    }

    /// <summary>A page that was open before, or a call that somebody writes, asks for it all the same.</summary>
    [TestMethod]
    public async Task The_program_itself_refuses_to_delete_what_something_hangs_on()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.Bench.InDbAsync(db =>
        {
            db.Units.Add(new Unit { Name = "Bare" });
            return db.SaveChangesAsync();
        });
        long bare = await scene.Bench.InDbAsync(db => db.Units.Where(row => row.Name == "Bare").Select(row => row.Id).SingleAsync());
        scene.Units["Bare"] = bare;
        Browser office = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await office.OpenAsync($"/Units/Details?id={bare}");
        long ada = await scene.UserAsync("Ada", "Bare");
        await office.SubmitAsync("#delete");
        StringAssert.Contains(office.Text, "Bare was let before, so its leases must stay.", "it is let");
        Assert.IsTrue((await scene.DoAsync<LeaseService>(leases => leases.MoveOutAsync(bare))).IsDone);
        ChangeAnswer after = await scene.DoAsync<UnitRecords>(units => units.DeleteAsync(bare));
        StringAssert.Contains(after.Words, "was let before", "it was let");
        StringAssert.Contains((await scene.DoAsync<UnitRecords>(units => units.DeleteAsync(scene.Units["A-1"]))).Words, "has a lock");

        await scene.IssueAsync(ada, Scene.Gate);
        foreach ((long entry, string reason) in new[]
        {
            (Scene.LockA1, "it is the door of a unit"), (Scene.Gate, "keys were issued for it")
        })
            StringAssert.Contains((await scene.DoAsync<EntryChange>(entries => entries.DeleteAsync(entry))).Words, reason);
        Assert.AreEqual(4, await scene.Bench.InDbAsync(db => db.Units.CountAsync()));
        Assert.AreEqual(6, await scene.Bench.InDbAsync(db => db.Entries.CountAsync()));
        Assert.AreEqual(1, await scene.Bench.InDbAsync(db => db.Leases.CountAsync(lease => lease.UnitId == bare)));
    }

    [TestMethod]
    public async Task Sentences_about_a_lock_stand_only_where_one_is_fitted()
    {
        using Scene scene = await Scene.BeginAsync();
        Browser office = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await scene.Bench.InDbAsync(db =>
        {
            db.Units.Add(new Unit { Name = "Bare" });
            return db.SaveChangesAsync();
        });
        long bare = await scene.Bench.InDbAsync(db => db.Units.Where(row => row.Name == "Bare").Select(row => row.Id).SingleAsync());
        await office.OpenAsync($"/Units/Details?id={bare}");
        Assert.IsFalse(office.Text.Contains("The unit's lock", StringComparison.Ordinal));
        await office.SubmitAsync("#overlock");
        StringAssert.Contains(office.Text, "No lock is fitted, so nothing is shut.");
        await office.SubmitAsync("#lift");
        Assert.IsFalse(office.Text.Contains("its lock", StringComparison.Ordinal));
        await office.OpenAsync($"/Units/Details?id={scene.Units["A-1"]}");
        StringAssert.Contains(office.Text, "The unit's lock then refuses");
    }
}
