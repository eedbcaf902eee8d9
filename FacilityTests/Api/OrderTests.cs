using System.Net.Http.Json;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Api;

/// <summary>The order in which a person sees keys and entries does not depend on the numbers of the locks.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class OrderTests
{
    private static readonly string[] Order = ["Gate", "Yard", "Unit 8", "Unit 10"];

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Keys_entries_and_units_are_ordered_by_name_and_gates_come_first(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using PhoneStage stage = await PhoneStage.StartAsync(postgres: database.Postgres);
        long userId = await stage.AddUserAsync("Ada");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 10", 11), userId);
        await stage.LetAsync(await stage.AddUnitAsync("Unit 8", 12), userId);
        await stage.ChangeAsync(db =>
        {
            db.Entries.Add(EntryMaker.Make(20, "Yard", EntryKind.Gate));
            return Task.CompletedTask;
        });
        PhoneSim phone = await stage.SignInAsync(userId);
        KeysAnswer keys = (await phone.FetchAsync())!;
        CollectionAssert.AreEqual(Order, keys.Keys.Select(key => key.Name).ToArray());
        MeAnswer me = (await phone.Client.GetFromJsonAsync<MeAnswer>("/api/me"))!;
        CollectionAssert.AreEqual(Order, me.Keys.Select(key => key.Name).ToArray());
        CollectionAssert.AreEqual(Order, me.Entries.Select(entry => entry.Name).ToArray());
        CollectionAssert.AreEqual(Order[2..], me.Units.Select(unit => unit.Name).ToArray());

        // The numbers of keys no longer follow the names.
        await stage.ChangeAsync(async db => (await db.Entries.SingleAsync(entry => entry.Id == 20)).Name = "Back yard");
        me = (await phone.Client.GetFromJsonAsync<MeAnswer>("/api/me"))!;
        CollectionAssert.AreEqual(new[] { "Back yard", "Gate", "Unit 8", "Unit 10" }, me.Keys.Select(key => key.Name).ToArray());
    }
}
