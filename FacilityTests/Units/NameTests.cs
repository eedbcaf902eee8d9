using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Units;

/// <summary>Names as people read them: those that look the same are the same, and numbers sort by value.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class NameTests
{
    [TestMethod]
    [DataRow("Unit 8", "unit  8 ", true)]
    [DataRow("Caf\u00e9", "cafe\u0301", true)]
    [DataRow("Unit 8", "Unit\u00a08", true)]
    [DataRow("\uff35nit 8", "Unit 8", true)]
    [DataRow("STRASSE", "strasse", true)]
    [DataRow("Unit 8", "Unit 08", false)]
    [DataRow("Caf\u00e9", "Cafe", false)]
    public void Names_that_only_look_different_are_the_same(string one, string other, bool areSame) =>
        Assert.AreEqual(areSame, NameKeys.AreSame(one, other));

    [TestMethod]
    public void Numbers_in_names_sort_by_their_value() => CollectionAssert.AreEqual(
        new[] { "A 2", "Unit 8", "unit 9", "Unit 10", "Unit 10b", "Unit 010c", "Unit 100", "\u00c4 1" },
        new[] { "Unit 100", "Unit 10b", "\u00c4 1", "Unit 10", "A 2", "unit 9", "Unit 010c", "Unit 8" }.InOrder(name => name).ToArray());

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Units_are_listed_in_order_and_no_two_look_the_same(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using Scene scene = await Scene.BeginAsync(database.Postgres);
        foreach (string name in new[] { "Unit 10", "Unit 8", "Unit  9" })
            Assert.IsTrue((await scene.DoAsync<UnitRecords>(units => units.SaveAsync(null, name, "", null))).IsDone);
        StringAssert.Contains((await scene.DoAsync<UnitRecords>(units => units.SaveAsync(null, "UNIT 8", "", null))).Words,
            "Unit 8 already exists");
        Browser office = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await office.OpenAsync("/Units");
        CollectionAssert.AreEqual(new[] { "A-1", "A-2", "B-1", "Unit 8", "Unit 9", "Unit 10" },
            office.Page.QuerySelectorAll("tbody tr td:first-child").Select(cell => cell.TextContent.Trim()).ToArray());
        await office.OpenAsync("/Units?q=unit%20%209");
        Assert.HasCount(1, office.Page.QuerySelectorAll("tbody tr"));
        Assert.IsTrue((await scene.DoAsync<ScheduleChanges>(hours => hours.SaveAsync(null, "Day", "Mon 08:00-18:00", false))).IsDone);
        Assert.IsFalse((await scene.DoAsync<ScheduleChanges>(hours => hours.SaveAsync(null, " day", "Mon 08:00-18:00", false))).IsDone);
        await scene.UserAsync("Ada", "A-1");
        await office.OpenAsync($"/Units/Details?id={scene.Units["A-1"]}");
        await office.SubmitAsync("#transfer", ("to", "unit 9"));
        StringAssert.Contains(office.Text, "The tenant has Unit 9 now");
    }

    [TestMethod]
    public async Task A_building_that_is_spelled_otherwise_is_the_same_building()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.DoAsync<UnitRecords>(units => units.SaveAsync(null, "C-1", " a ", null));
        Assert.AreEqual("A", (await scene.UnitAsync("C-1")).Building);
        EntryForm form = new() { Name = "Side", Kind = EntryKind.BuildingDoor, Building = "b" };
        Assert.IsTrue((await scene.DoAsync<EntryChange>(entries => entries.AddAsync(99, form))).IsDone);
        Assert.AreEqual("B", await scene.Bench.InDbAsync(db => db.Entries.Where(entry => entry.Id == 99).Select(entry => entry.Building)
            .SingleAsync()));
    }

    [TestMethod]
    public async Task After_an_upgrade_words_and_keys_are_computed_anew_once()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Jürgen", "A-1");
        await scene.Bench.InDbAsync(async db =>
        {
            await db.UserWords.ExecuteDeleteAsync();
            await db.Units.ExecuteUpdateAsync(row => row.SetProperty(unit => unit.NameKey, ""));
            return await db.Sites.ExecuteUpdateAsync(row => row.SetProperty(site => site.TextVersion, 0));
        });
        await scene.Bench.InScopeAsync(services => services.GetRequiredService<TextRenewal>().RunAsync());
        string[] words = await scene.Bench.InDbAsync(db =>
            db.UserWords.Where(word => word.UserId == ada).Select(word => word.Word).ToArrayAsync());
        CollectionAssert.IsSubsetOf(new[] { "jurgen", "juergen", "a-1" }, words);
        Assert.AreEqual(NameKeys.Of("A-1"), (await scene.UnitAsync("A-1")).NameKey);
        await scene.Bench.InDbAsync(db => db.UserWords.ExecuteDeleteAsync());
        await scene.Bench.InScopeAsync(services => services.GetRequiredService<TextRenewal>().RunAsync());
        Assert.AreEqual(0, await scene.Bench.InDbAsync(db => db.UserWords.CountAsync()), "only once");
    }

    [TestMethod]
    public async Task Two_entries_whose_names_only_look_different_cannot_exist()
    {
        using Scene scene = await Scene.BeginAsync();
        EntryForm form = new() { Name = "Side  Gáte", Kind = EntryKind.Gate };
        Assert.IsTrue((await scene.DoAsync<EntryChange>(entries => entries.AddAsync(98, form))).IsDone);
        form.Name = "side GA\u0301TE";
        ChangeAnswer added = await scene.DoAsync<EntryChange>(entries => entries.AddAsync(99, form));
        Assert.AreEqual((false, "An entry with the name Side Gáte already exists. Choose another name."), (added.IsDone, added.Words));
        form.Name = "Back gate";
        Assert.IsTrue((await scene.DoAsync<EntryChange>(entries => entries.AddAsync(99, form))).IsDone);
        form.Name = "SIDE GÁTE ";
        Assert.IsFalse((await scene.DoAsync<EntryRecords>(entries => entries.EditAsync(99, form))).IsDone);
        Assert.IsTrue((await scene.DoAsync<EntryRecords>(entries => entries.EditAsync(98, form))).IsDone, "its own name");
        await Assert.ThrowsExactlyAsync<DbUpdateException>(() => scene.Bench.InDbAsync(db =>
        {
            db.Entries.Add(LockFirmware.Facility.Ledgers.EntryMaker.Make(97, "side gáte", EntryKind.Gate));
            return db.SaveChangesAsync();
        }), "two at the same moment");
    }

    [TestMethod]
    public async Task After_an_upgrade_entries_and_units_with_the_same_name_have_their_numbers_behind_it()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.Bench.InDbAsync(async db =>
        {
            foreach (uint id in new uint[] { 97, 98, 99 })
                db.Entries.Add(LockFirmware.Facility.Ledgers.EntryMaker.Make(id, $"Side {id}", EntryKind.Gate));
            await db.SaveChangesAsync();
            await db.Entries.ExecuteUpdateAsync(row => row.SetProperty(entry => entry.NameKey, ""));
            await db.Units.ExecuteUpdateAsync(row => row.SetProperty(unit => unit.NameKey, ""));
            await db.Entries.Where(entry => entry.Id > 97).ExecuteUpdateAsync(row => row.SetProperty(entry => entry.Name, "side  97"));
            await db.Units.Where(unit => unit.Name == "A-2").ExecuteUpdateAsync(row => row.SetProperty(unit => unit.Name, "a-1"));
            return await db.Sites.ExecuteUpdateAsync(row => row.SetProperty(site => site.TextVersion, 1));
        });
        await scene.Bench.InScopeAsync(services => services.GetRequiredService<TextRenewal>().RunAsync());
        string[] names = await scene.Bench.InDbAsync(db =>
            db.Entries.Where(entry => entry.Id >= 97).OrderBy(entry => entry.Id).Select(entry => entry.Name).ToArrayAsync());
        CollectionAssert.AreEqual(new[] { "Side 97", "side  97 (98)", "side  97 (99)" }, names);
        Assert.AreEqual($"a-1 ({scene.Units["A-2"]})", (await scene.UnitAsync($"a-1 ({scene.Units["A-2"]})")).Name);
        string[] said = await scene.Bench.InDbAsync(db =>
            db.OfficeRecords.Where(row => row.Detail.Contains("too")).Select(row => row.What).OrderBy(what => what).ToArrayAsync());
        CollectionAssert.AreEqual(new[] { "entry-changed", "entry-changed", "unit-edited" }, said);
    }

    [TestMethod]
    public async Task The_first_key_of_a_fresh_or_transferred_lease_tolerates_a_clock_that_lags()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long user, PhoneSim phone) = await stage.AddTenantAsync("Ada", 11);
        long unit = await stage.Bench.InDbAsync(db => db.Units.Select(row => row.Id).SingleAsync());
        Assert.IsNotNull(await phone.FetchAsync());
        Assert.AreEqual(stage.Bench.Now - 300, NotBefore(phone, 11));
        long other = await stage.AddUnitAsync("Other", 12);
        await stage.DoAsync<LeaseService>(leases => leases.TransferAsync(unit, other));
        KeysAnswer? keys = await phone.FetchAsync();
        Assert.IsNotNull(keys, phone.Refusal?.Reason);
        Assert.AreEqual(stage.Bench.Now - 300, NotBefore(phone, 12));
        Assert.IsGreaterThan(0, user);
    }

    private static uint NotBefore(PhoneSim phone, long lockId)
    {
        KeyCrypto.Grant grant = new();
        byte[] bytes = phone.Keys[lockId].Grant;
        Assert.IsTrue(grant.TryRead(bytes, 0, bytes.Length));
        return grant.NotBefore;
    }
}
