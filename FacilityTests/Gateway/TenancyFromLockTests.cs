using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>
/// A lock that remembers a higher tenancy than the database: it admitted keys of lockctl, or the database is an older copy.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class TenancyFromLockTests
{
    private const uint Door = 11;

    [TestMethod]
    public async Task The_tenant_whom_the_lock_took_for_a_former_one_gets_a_key_that_opens()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada Moss", Door);
        await stage.VisitAsync(Door);
        await phone.FetchAsync();
        PhoneKey ofLockctl = KeyOfTenancy(stage, 4);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door, ofLockctl));
        Assert.AreEqual(Status.Expired, await phone.UnlockAsync(Door));

        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Unit unit = await UnitAsync(stage);
        Assert.AreEqual((5, 5), (unit.Tenancy, unit.Lease!.Tenancy));
        Assert.AreEqual(KeyState.Revoked,
            await stage.Bench.InDbAsync(db => db.Keys.Where(key => key.EntryId == Door).Select(key => key.State).SingleAsync()));
        Assert.AreEqual(KeyState.InForce,
            await stage.Bench.InDbAsync(db => db.Keys.Where(key => key.EntryId == PhoneStage.Gate).Select(key => key.State).SingleAsync()));
        Assert.AreEqual((userId, (long)Door),
            (await stage.RecordsAsync("tenancy-raised")).Select(record => (record.UserId!.Value, record.EntryId!.Value)).Single());

        await phone.FetchAsync();
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
        Assert.AreEqual(Status.Expired, await phone.UnlockAsync(Door, ofLockctl));
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Assert.AreEqual(1, (await stage.RecordsAsync("tenancy-raised")).Count, "what is learned is learned once");
    }

    [TestMethod]
    public async Task A_vacant_unit_is_let_above_what_its_lock_remembers()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        long unitId = await stage.AddUnitAsync("Unit 11", Door);
        await stage.VisitAsync(Door);
        using PhoneSim anybody = new(stage);
        Assert.AreEqual(Status.Ok, await anybody.UnlockAsync(Door, KeyOfTenancy(stage, 4)));
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Assert.AreEqual(4, (await UnitAsync(stage)).Tenancy);
        Assert.AreEqual(Status.Ok, await anybody.UnlockAsync(Door, KeyOfTenancy(stage, 4)),
            "a vacant unit's last tenancy is not ended by looking at it");
        await stage.LetAsync(unitId, await stage.AddUserAsync("Ben Reed"));
        Assert.AreEqual(5, (await UnitAsync(stage)).Lease!.Tenancy);
    }

    [TestMethod]
    public async Task A_lock_with_too_much_waiting_is_learned_of_when_it_has_room()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Cy Hill", Door);
        await stage.VisitAsync(Door);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door, KeyOfTenancy(stage, 4)));
        await stage.Bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            await services.GetRequiredService<LedgerStore>().ChangeAsync(await db.Entries.SingleAsync(row => row.Id == Door), (ledger, _) =>
            {
                for (uint keyId = 1000; ledger.RevokeKey(keyId, stage.Bench.Now - 1);)
                    keyId++;
                return true;
            });
            await db.SaveChangesAsync();
        });
        for (int visit = 0; visit < 2; visit++)
            Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Assert.AreEqual(5, (await UnitAsync(stage)).Lease!.Tenancy);
        Assert.AreEqual(5, (await stage.Bench.LedgerAsync(Door)).Tenancy);
    }

    [TestMethod]
    public async Task A_lock_that_has_used_up_its_tenancies_raises_an_alert_once()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Dot Pike", Door);
        await stage.VisitAsync(Door);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door, KeyOfTenancy(stage, ushort.MaxValue)));
        Assert.AreEqual("", (await stage.VisitAsync(Door)).Error);
        Alert alert = await stage.Bench.InDbAsync(db => db.Alerts.SingleAsync());
        StringAssert.Contains(alert.Text, "no tenancy numbers left (65535 were used)");
        Assert.AreEqual(1, (await UnitAsync(stage)).Lease!.Tenancy);
    }

    private static Task<Unit> UnitAsync(PhoneStage stage) =>
        stage.Bench.InDbAsync(db => db.Units.AsNoTracking().Include(unit => unit.Lease).SingleAsync());

    /// <summary>A key that lockctl has made and this database does not know.</summary>
    private static PhoneKey KeyOfTenancy(PhoneStage stage, ushort tenancy)
    {
        SecretVault vault = stage.Bench.Services.GetRequiredService<SecretVault>();
        Grant grant = new()
        {
            FacilityId = vault.FacilityId,
            LockId = Door,
            KeyId = 900_000,
            HolderId = 900_000,
            IssuedAt = stage.Bench.Now - 60,
            NotBefore = stage.Bench.Now - 60,
            NotAfter = stage.Bench.Now + LockTime.SecondsPerDay,
            Tenancy = tenancy,
            Rights = Rights.Unlock,
        };
        Assert.IsNull(WindowText.TryRead(["always"], grant.Windows));
        return PhoneKey.Issue(vault.SecretsOf(Door, 1), grant);
    }
}
