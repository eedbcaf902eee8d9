using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Entries;

/// <summary>The button that retires all keys of a lock.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RetireTests
{
    private const uint Door = 11;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task After_the_visit_no_earlier_key_opens_and_every_phone_fetches_a_new_one(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using PhoneStage stage = await PhoneStage.StartAsync(postgres: database.Postgres);
        (long user, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        Assert.IsNotNull(await phone.FetchAsync());
        await stage.VisitAsync(Door);
        Browser office = await stage.Bench.SignInAsync(Permissions.ManageEntries | Permissions.ManageUsers);
        await office.OpenAsync($"/Entries/Details/{Door}");
        await office.SubmitAsync("#retire");
        StringAssert.Contains(office.Text, "All keys of this lock are being retired");
        Assert.IsNull(office.Page.QuerySelector("#retire"), "the button is gone until the lock has the notice");
        ChangeAnswer again = await stage.Bench.InScopeAsync(services => services.GetRequiredService<KeyRetirement>().RetireAsync(Door));
        StringAssert.Contains(again.Words, "already being retired");
        Assert.AreEqual(1, (await stage.RecordsAsync("keys-retired")).Count);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door), "until the lock has the notice");

        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        await RestartAsync(stage);
        Assert.AreEqual(Status.NotAuthentic, await TryAsync(phone));
        await office.OpenAsync($"/Users/{user}");
        StringAssert.Contains(office.Text, "all keys of the lock were retired");
        StringAssert.Contains(office.Text, "the lock has another secret now and does not know the key");
        Assert.AreEqual(KeyState.InForce, await StateAsync(stage, PhoneStage.Gate), "keys to other locks stay");
        Assert.IsNotNull(await phone.FetchAsync());
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Alerts.CountAsync()));
    }

    [TestMethod]
    public async Task A_phone_that_carries_the_notice_ends_the_keys_too()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        Assert.IsNotNull(await phone.FetchAsync());
        await stage.LockAsync(Door);
        await stage.DoAsync<KeyRetirement>(keys => keys.RetireAsync(Door));
        await phone.CarryAsync(Door);
        Assert.AreEqual(KeyState.Superseded, await StateAsync(stage, Door));
        await RestartAsync(stage);
        await stage.VisitAsync(Door);
        Assert.IsNotNull(await phone.FetchAsync());
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
    }

    [TestMethod]
    public async Task A_copy_that_was_restored_in_the_middle_is_an_alert_and_no_retired_key_opens()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        Assert.IsNotNull(await phone.FetchAsync());
        await stage.VisitAsync(Door);
        PhoneKey retired = phone.Keys[Door];
        await stage.DoAsync<KeyRetirement>(keys => keys.RetireAsync(Door));
        string copy = Path.Combine(stage.Bench.Folder, "copy.db");
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<DatabaseCopy>().MakeAsync(copy));
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        await RestartAsync(stage);
        Assert.IsNotNull(await phone.FetchAsync());
        CarriedLock carried = await phone.FetchFromLockAsync(Door);
        PutBack(stage, copy);
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));

        long user = await stage.Bench.InDbAsync(db => db.Users.Select(row => row.Id).FirstAsync());
        PhoneSim again = await stage.SignInAsync(user);
        await again.ExchangeAsync(carried);
        Assert.AreEqual(1, await stage.Bench.InDbAsync(db => db.Alerts.CountAsync()), "the events prove another generation");
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        await RestartAsync(stage);
        Assert.AreEqual(Status.NotAuthentic, await TryAsync(phone, retired));
        string[] alerts = await stage.Bench.InDbAsync(db => db.Alerts.OrderBy(row => row.Id).Select(row => row.Text).ToArrayAsync());
        Assert.HasCount(2, alerts, string.Join('\n', alerts));
        StringAssert.StartsWith(alerts[0], "The lock has proved generation 2 of its secret, and the database knew 1");
        StringAssert.Contains(alerts[1], "which this database has not issued");
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Assert.IsNotNull(await again.FetchAsync(), again.Refusal?.Reason);
        Assert.AreEqual(Status.Ok, await again.UnlockAsync(Door));
    }

    /// <summary>The lock announces its new generation after a restart.</summary>
    private static async Task RestartAsync(PhoneStage stage)
    {
        FacilityDemo.VirtualLock door = await stage.LockAsync(Door);
        door.Board.CutPower();
        door.Board.PowerOn();
    }

    private static void PutBack(PhoneStage stage, string copy)
    {
        SqliteConnection.ClearAllPools();
        string file = Path.Combine(stage.Bench.Folder, "facility.db");
        File.Copy(copy, file, overwrite: true);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
    }

    private static Task<Status> TryAsync(PhoneSim phone, PhoneKey? key = null) => phone.TryUnlockAsync(Door, key);

    private static Task<KeyState> StateAsync(PhoneStage stage, long entryId) => stage.Bench.InDbAsync(db =>
        db.Keys.Where(key => key.EntryId == entryId).Select(key => key.State).SingleAsync());
}
