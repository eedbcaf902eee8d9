using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Api;

/// <summary>The security check step by step: what it refuses, in which order, and the content of the keys that it issues.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class SecurityCheckTests
{
    private const uint Door = 11;

    [TestMethod]
    public async Task The_first_step_that_refuses_is_reported_and_recorded()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(hereRule: HereRule.Required);
        long userId = await stage.AddUserAsync("Ida Lake", "Mon 00:00-00:01");
        PhoneSim phone = await stage.SignInAsync(userId);
        await stage.ChangeAsync(async db =>
        {
            User user = await db.Users.SingleAsync(row => row.Id == userId);
            user.IsActive = false;
            user.IsDelinquent = true;
        });
        await RefusedAsync(phone, "identity", "account-inactive");
        await stage.ChangeAsync(async db => (await db.Users.SingleAsync(row => row.Id == userId)).IsActive = true);
        await RefusedAsync(phone, "units", "no-unit");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 11", Door), userId);
        await RefusedAsync(phone, "payment", "payment-due");
        await stage.ChangeAsync(async db => (await db.Users.SingleAsync(row => row.Id == userId)).IsDelinquent = false);
        await RefusedAsync(phone, "hours", "outside-hours");
        await stage.ChangeAsync(async db => (await db.Schedules.SingleAsync(row => row.Windows.StartsWith("Mon"))).Windows = "always");
        await RefusedAsync(phone, "connection", "not-here");
        await stage.ChangeAsync(async db => (await db.Sites.SingleAsync()).HereRule = HereRule.Off);
        Assert.IsNotNull(await phone.FetchAsync());
        CollectionAssert.AreEqual(
            new[] { "identity: account-inactive", "units: no-unit", "payment: payment-due", "hours: outside-hours",
                "connection: not-here" },
            (await stage.RecordsAsync("key-refused")).Select(record => record.Detail.Split(',')[0]).ToArray());
        Assert.AreEqual(2, (await stage.RecordsAsync("key-issued")).Count);
    }

    [TestMethod]
    public async Task A_key_carries_hours_tenancy_and_rights_and_ends_with_the_lease()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Jon Field", Door, "Mon-Fri 06:00-22:00\nSat,Holidays 08:00-12:00");
        await stage.ChangeAsync(async db =>
        {
            Lease lease = await db.Leases.SingleAsync(row => row.UserId == userId);
            lease.Tenancy = 9;
            lease.EndsAt = stage.Bench.Now + 3600;
            db.Entries.Add(Facility.Ledgers.EntryMaker.Make(5, "Foreign building", EntryKind.BuildingDoor));
        });
        KeysAnswer? answer = await phone.FetchAsync();
        Grant gate = Read(phone, PhoneStage.Gate);
        Grant door = Read(phone, Door);
        Assert.AreEqual(2, answer!.Keys.Count);
        Assert.AreEqual((0, 9), ((int)gate.Tenancy, (int)door.Tenancy));
        Assert.AreEqual((Rights.Unlock | Rights.ReadEvents, Rights.Unlock | Rights.Share | Rights.HoldOpen | Rights.ReadEvents),
            (gate.Rights, door.Rights));
        Assert.AreEqual(stage.Bench.Now + 3600, door.NotAfter);
        Assert.AreEqual((uint)userId, door.HolderId);
        Assert.AreEqual((2, 0x1F, 6 * 60, 22 * 60, 0xA0),
            (door.Windows.Count, door.Windows.Days(0), door.Windows.Start(0), door.Windows.End(0), door.Windows.Days(1)));
        StringAssert.Contains(answer.Keys[1].Words, "Mon-Fri 06:00-22:00; Sat,Holidays 08:00-12:00");
    }

    [TestMethod]
    public async Task Only_an_answer_of_this_lock_to_this_phone_within_a_minute_counts_and_only_once()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(hereRule: HereRule.Required);
        (_, PhoneSim phone) = await stage.AddTenantAsync("Kim Rill", Door);
        (_, PhoneSim other) = await stage.AddTenantAsync("Lou Marsh", 12);

        HereEvidence stale = await phone.HereAsync(Door);
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(61));
        await RefusedAsync(phone, "connection", "here-stale", stale);

        HereEvidence once = await phone.HereAsync(Door);
        await RefusedAsync(other, "connection", "here-not-proven", once);
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.IsNotNull(await phone.FetchAsync(once));
        uint heardOf = stage.Bench.Now;
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(phone, "connection", "here-used", once);

        await RefusedAsync(phone, "connection", "here-not-proven", await phone.HereAsync(Door, atLockId: PhoneStage.Gate));
        HereEvidence relabelled = await phone.HereAsync(PhoneStage.Gate);
        await RefusedAsync(phone, "connection", "here-not-proven", With(relabelled, entryId: Door));
        HereEvidence altered = await phone.HereAsync(Door);
        byte[] body = Convert.FromBase64String(altered.Body);
        body[0] ^= 1;
        await RefusedAsync(phone, "connection", "here-not-proven", With(altered, body: Convert.ToBase64String(body)));
        await RefusedAsync(phone, "connection", "here-used", altered);

        HereEvidence replaced = await phone.HereAsync(Door);
        await phone.HereAsync(Door);
        await RefusedAsync(phone, "connection", "here-not-proven", replaced);

        Assert.AreEqual(heardOf, (await stage.EntryAsync(Door)).ContactAt,
            "what is proven, and nothing else, shows that the lock was heard of");
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(400));
        await RefusedAsync(phone, "connection", "here-used", once);
        // After this time the facility may have deleted the challenge.
        stage.Bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.IsNull(await phone.FetchAsync(once));
        Assert.AreEqual("connection", phone.Refusal!.Check);
    }

    [TestMethod]
    public async Task Once_a_day_means_once_a_day_and_phone()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(hereRule: HereRule.OnceADayWithout);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Mia Vale", Door);
        Assert.IsNotNull(await phone.FetchAsync());
        await RefusedAsync(phone, "connection", "not-here");
        Assert.IsNotNull(await (await stage.SignInAsync(userId)).FetchAsync(), "another phone has a day of its own");
        Assert.IsNotNull(await phone.FetchAsync(await phone.HereAsync(Door)), "on the site it is given again");
        stage.Bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.IsNotNull(await phone.FetchAsync());
    }

    [TestMethod]
    public async Task Many_at_once_never_get_the_same_key_number()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        List<PhoneSim> phones = [];
        for (uint i = 0; i < 4; i++)
            phones.Add((await stage.AddTenantAsync($"Tenant {i}", Door + i)).Phone);
        KeysAnswer?[] answers =
            await Task.WhenAll(phones.Concat(phones).Select(phone => Task.Run(() => phone.PostAsync<KeysAnswer>("/api/keys", new { }))));
        long[] ids = [.. answers.SelectMany(answer => answer!.Keys).Select(key => key.KeyId)];
        Assert.AreEqual(16, ids.Length);
        CollectionAssert.AllItemsAreUnique(ids);
        List<OfflineKey> inForce = await stage.Bench.InDbAsync(db => db.Keys.Where(key => key.State == KeyState.InForce).ToListAsync());
        CollectionAssert.AllItemsAreUnique(inForce.Select(key => (key.DeviceId, key.EntryId)).ToArray());
        Assert.AreEqual(8, inForce.Count);
    }

    private static async Task RefusedAsync(PhoneSim phone, string check, string code, HereEvidence? here = null)
    {
        Assert.IsNull(await phone.FetchAsync(here));
        Assert.AreEqual((check, code, HttpStatusCode.Forbidden), (phone.Refusal!.Check, phone.Refusal.Code, phone.Status));
        StringAssert.Contains(phone.Refusal.Reason, ".");
    }

    private static HereEvidence With(HereEvidence evidence, long? entryId = null, string? body = null) => new()
    {
        LockId = entryId ?? evidence.LockId,
        ServerChallenge = evidence.ServerChallenge,
        ChallengeFrame = evidence.ChallengeFrame,
        Body = body ?? evidence.Body,
    };

    private static Grant Read(PhoneSim phone, long lockId)
    {
        Grant grant = new();
        byte[] bytes = phone.Keys[lockId].Grant;
        Assert.IsTrue(grant.TryRead(bytes, 0, bytes.Length));
        return grant;
    }
}
