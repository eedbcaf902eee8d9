using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>Lock and database differ because one of them is an older copy. Whatever only the lock knows is an alert.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class OlderCopyTests
{
    private const uint Door = 11;

    [TestMethod]
    public async Task A_lock_that_has_applied_fewer_notices_than_it_proved_is_an_alert()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        FlashCopy older = FlashCopy.Of(door.Lock);
        long before = (await door.RowAsync()).Applied;
        await door.ChangeAsync((entry, ledgers) => ledgers.QueueAsync(entry, ledger => ledger.RevokeKey(2001, uint.MaxValue)));
        await door.VisitAsync();
        older.WriteTo(door.Lock);
        await door.VisitAsync();
        Assert.IsTrue((await door.AlertsAsync()).Exists(alert => alert.Text.StartsWith(
            $"The lock reports that it has applied notices up to {before} only", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_higher_generation_without_an_unknown_notice_is_an_alert_and_waits_for_a_person()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        ProvisionBody identity = await bench.InScopeAsync(async services => await services.GetRequiredService<EntryMaker>().IdentityOfAsync(
            await services.GetRequiredService<FacilityDb>().Sites.SingleAsync(),
            await services.GetRequiredService<FacilityDb>().Entries.SingleAsync(row => row.Id == door.Id)));
        identity.Generation = 3;
        identity.LockSecret = bench.Services.GetRequiredService<SecretVault>().SecretsOf(door.Id, 3).LockSecret;
        using VirtualLock provisioned = new(identity, new byte[32]);
        await door.AddressAsync(provisioned.Address);
        for (int visit = 0; visit < 2; visit++)
            StringAssert.Contains((await door.VisitAsync()).Error, "The lock has generation 3 of its secret, but this facility has 1");
        StringAssert.StartsWith((await door.AlertsAsync()).Single().Text, "The lock has proved generation 3 of its secret");
        Assert.AreEqual(1, (await door.LedgerAsync()).Generation);
    }

    [TestMethod]
    public async Task A_lock_that_puts_off_a_small_step_of_its_clock_is_visited_all_the_same()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        await door.VisitAsync();
        for (int step = 0; step < 2; step++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(9));
            Assert.AreEqual("", (await door.VisitAsync()).Error);
        }
        Assert.IsGreaterThan(5, (await door.RowAsync()).ClockStep, "the lock is behind by more than the key's age");
    }

    [TestMethod]
    public async Task A_phone_that_carries_from_before_the_restoration_tells_what_the_copy_lacks_and_hides_nothing()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long user, PhoneSim phone) = await stage.AddTenantAsync("Ada", Door);
        await stage.VisitAsync(Door);
        string copy = Path.Combine(stage.Bench.Folder, "copy.db");
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<DatabaseCopy>().MakeAsync(copy));
        Assert.IsNotNull(await phone.FetchAsync());
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
        long unit = await stage.Bench.InDbAsync(db => db.Units.Select(row => row.Id).SingleAsync());
        await stage.DoAsync<LeaseService>(leases => leases.OverlockAsync(unit));
        CarriedLock carried = await phone.FetchFromLockAsync(Door);
        Assert.IsNotEmpty(carried.Receipts);
        Assert.IsNotEmpty(carried.Batches);

        SqliteFile.Copy(copy, Path.Combine(stage.Bench.Folder, "facility.db"));
        await stage.Bench.InScopeAsync(services => services.GetRequiredService<Restoration>().RunAsync(null, () => ""));
        PhoneSim other = await stage.SignInAsync(user);
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(5));
        await stage.DoAsync<PhoneChanges>(async phones => (await phones.LostAsync(user)).Answer);
        other = await stage.SignInAsync(user);
        LockAnswer answer = await other.ExchangeAsync(carried);
        Assert.IsGreaterThan(0, answer.Batches.Sum(batch => batch.NewCount), "the events of the lost time are stored");
        string[] alerts = await AlertsAsync(stage);
        Assert.IsTrue(alerts.Contains(EventBatchStore.UnknownKeyText), string.Join('\n', alerts));
        Assert.IsTrue(alerts.Any(text => text.Contains("not in this database", StringComparison.Ordinal)
            || text.Contains("which this database has not issued", StringComparison.Ordinal)), string.Join('\n', alerts));

        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        await stage.DoAsync<LeaseService>(leases => leases.LiftAsync(unit));
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Assert.AreEqual(Status.Revoked, await phone.UnlockAsync(Door), "the decision that was made again has reached the lock");
        string[] later = await AlertsAsync(stage);
        await stage.VisitAsync(Door);
        CollectionAssert.AreEqual(later, await AlertsAsync(stage), "each is told once");
    }

    private static Task<string[]> AlertsAsync(PhoneStage stage) =>
        stage.Bench.InDbAsync(db => db.Alerts.OrderBy(row => row.Id).Select(row => row.Text).ToArrayAsync());
}
