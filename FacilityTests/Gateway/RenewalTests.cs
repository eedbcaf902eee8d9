using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>A lock that gets another generation of its secret, and the keys for it.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RenewalTests
{
    private const uint Door = 11;

    [TestMethod]
    public async Task Keys_of_earlier_generations_end_and_nobody_elses_and_a_key_in_the_making_is_made_anew()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada Moss", Door);
        KeysAnswer? answer = await phone.FetchAsync();
        Assert.AreEqual(2, answer!.Keys.Count);
        await stage.ChangeAsync(async db => (await db.Keys.SingleAsync(key => key.EntryId == PhoneStage.Gate)).NotAfter -= 100);
        int versionBefore = (await UserAsync(stage, userId)).Version;

        await RenewAsync(stage, 2);
        List<OfflineKey> keys = await stage.Bench.InDbAsync(db => db.Keys.OrderBy(key => key.EntryId).ToListAsync());
        Assert.AreEqual((KeyState.InForce, KeyState.Superseded),
            (keys.Single(key => key.EntryId == PhoneStage.Gate).State, keys.Single(key => key.EntryId == Door).State));
        User user = await UserAsync(stage, userId);
        Assert.AreEqual(answer.NotAfter - 100, user.KeyNotAfter, "what is left says how long");
        Assert.AreEqual(versionBefore + 1, user.Version);
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_first_key_that_is_being_made_meanwhile_is_of_the_new_generation(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        Meanwhile meanwhile = new();
        using PhoneStage stage = await PhoneStage.StartAsync(meanwhile.AddTo, postgres: database.Postgres);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada Moss", Door);
        meanwhile.Let(() => RenewAsync(stage, 2));
        KeysAnswer? answer = await phone.FetchAsync();
        Assert.IsTrue(meanwhile.HasHappened);
        List<OfflineKey> keys = await stage.Bench.InDbAsync(db => db.Keys.Where(key => key.EntryId == Door).ToListAsync());
        Assert.AreEqual("2 InForce", string.Join(", ", keys.Select(key => $"{key.Generation} {key.State}")));
        Assert.AreEqual(answer!.NotAfter, (await UserAsync(stage, userId)).KeyNotAfter);
    }

    private static Task<User> UserAsync(PhoneStage stage, long userId) =>
        stage.Bench.InDbAsync(db => db.Users.AsNoTracking().SingleAsync(user => user.Id == userId));

    private static Task RenewAsync(PhoneStage stage, ushort generation) =>
        stage.Bench.InScopeAsync(services => services.GetRequiredService<EntryChange>().RunAsync(Door,
        async entry =>
        {
            services.GetRequiredService<OfficeTrail>().Add(AuditAction.IdentityRenewed, "", entryId: Door);
            Assert.IsTrue(await services.GetRequiredService<EntryRenewal>().RenewAsync(entry, generation, isOtherHardware: false));
            return "";
        }));
}
