using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Users;

/// <summary>Phones, sign-in codes, shares and erasing.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class PhoneChangesTests
{
    [TestMethod]
    public async Task A_lost_phone_takes_one_call_which_revokes_everything_and_gives_a_code()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await AddDevicesAsync(scene, ada, 2);
        await scene.IssueAsync(ada, Scene.Gate);
        (_, string? former) = await scene.DoAsync<PhoneChanges, (ChangeAnswer, string?)>(phones => phones.NewCodeAsync(ada));
        (ChangeAnswer answer, string? code) = await scene.DoAsync<PhoneChanges, (ChangeAnswer, string?)>(phones => phones.LostAsync(ada));
        Assert.IsTrue(answer.IsDone, answer.Words);
        Assert.IsTrue(code!.Length >= 8);
        Assert.IsTrue(await scene.Bench.InDbAsync(db => db.Devices.Where(row => row.UserId == ada).AllAsync(row => row.RevokedAt != null)));
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
        Assert.IsNotNull(await FindAsync(scene, code.ToLowerInvariant().Replace("-", " ")));
        Assert.IsNull(await FindAsync(scene, former!));
    }

    [TestMethod]
    public async Task A_code_is_kept_only_as_a_hash_and_ends_after_a_day()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron");
        (_, string? code) = await scene.DoAsync<PhoneChanges, (ChangeAnswer, string?)>(phones => phones.NewCodeAsync(ada));
        Assert.IsFalse(await scene.Bench.InDbAsync(db => db.SignInCodes.AnyAsync(row => row.CodeHash.Contains(code!))));
        Assert.IsFalse(await scene.Bench.InDbAsync(db => db.OfficeRecords.AnyAsync(row => row.Detail.Contains(code!))));
        scene.Bench.Time.Advance(TimeSpan.FromSeconds(SignInCodes.LifetimeSeconds - 1));
        Assert.IsNotNull(await FindAsync(scene, code!));
        scene.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsNull(await FindAsync(scene, code!));
    }

    [TestMethod]
    public async Task Signing_one_phone_out_revokes_its_keys_and_not_those_of_the_other()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        long[] devices = await AddDevicesAsync(scene, ada, 2);
        PhoneKey first = await scene.IssueAsync(ada, Scene.Gate, deviceId: devices[0]);
        await scene.IssueAsync(ada, Scene.Gate, deviceId: devices[1]);
        await scene.DoAsync<PhoneChanges>(phones => phones.SignOutAsync(ada, devices[0]));
        CollectionAssert.AreEqual(new[] { $"RevokeKey {KeyIdOf(first)}" }, await scene.NoticesAsync(Scene.Gate));
        Assert.AreNotEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
        long stranger = await scene.UserAsync("Ben Cole");
        Assert.IsFalse((await scene.DoAsync<PhoneChanges>(phones => phones.SignOutAsync(stranger, devices[1]))).IsDone);
    }

    [TestMethod]
    public async Task Revoking_a_share_tells_the_lock_to_refuse_that_guest()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        uint keyId = KeyIdOf(await scene.IssueAsync(ada, Scene.Gate));
        long shareId = await AddShareAsync(scene, keyId, 77);
        Assert.IsFalse((await scene.DoAsync<PhoneChanges>(phones => phones.RevokeShareAsync(ada + 1, shareId))).IsDone);
        for (int i = 0; i < 2; i++)
            Assert.IsTrue((await scene.DoAsync<PhoneChanges>(phones => phones.RevokeShareAsync(ada, shareId))).IsDone);
        CollectionAssert.AreEqual(new[] { $"RevokeGuest {keyId} 77" }, await scene.NoticesAsync(Scene.Gate));
    }

    [TestMethod]
    public async Task Erasing_waits_for_the_leases_and_then_leaves_a_number()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.DoAsync<UserRecords>(records =>
            records.EditAsync(ada, new UserIdentity("Ada Byron", "ada@example.com", "+1 555 0100")));
        await AddDevicesAsync(scene, ada, 1);
        uint keyId = KeyIdOf(await scene.IssueAsync(ada, Scene.Gate));
        await AddShareAsync(scene, keyId, 77);
        ChangeAnswer refused = await scene.DoAsync<UserRecords>(records => records.EraseAsync(ada));
        StringAssert.Contains(refused.Words, "A-1");
        Assert.AreEqual("Ada Byron", (await scene.RowAsync(ada)).Name);

        await scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"]));
        Assert.IsTrue((await scene.DoAsync<UserRecords>(records => records.EraseAsync(ada))).IsDone);
        User row = await scene.RowAsync(ada);
        Assert.AreEqual((UserRecords.ErasedName, "", "", false), (row.Name, row.Email, row.Phone, row.IsActive));
        await scene.Bench.InDbAsync(async db =>
        {
            Assert.IsFalse(await db.UserWords.AnyAsync(word => word.UserId == ada));
            Assert.IsFalse(await db.OfficeRecords.AnyAsync(record => record.Detail.Contains("Ada") || record.Detail.Contains("example")));
            Assert.IsFalse(await db.Devices.AnyAsync(device => device.Name != "erased" || device.RevokedAt == null));
            Assert.IsFalse(await db.Shares.AnyAsync(share => share.GuestName != ""));
            return true;
        });
        CollectionAssert.Contains(await scene.TrailAsync(ada), "user-erased");
        Assert.IsFalse((await scene.DoAsync<AccountChanges>(accounts => accounts.SetActiveAsync(ada, true))).IsDone);
    }

    private static Task<SignInCode?> FindAsync(Scene scene, string code) =>
        scene.DoAsync<SignInCodes, SignInCode?>(codes => codes.FindAsync(code));

    private static uint KeyIdOf(PhoneKey key)
    {
        Grant grant = new();
        return grant.TryRead(key.Grant, 0, key.Grant.Length) ? grant.KeyId : 0;
    }

    private static Task<long[]> AddDevicesAsync(Scene scene, long userId, int count) => scene.Bench.InDbAsync(async db =>
    {
        Device[] devices =
            [.. Enumerable.Range(1, count)
                .Select(i => new Device { UserId = userId, Name = $"Ada's phone {i}", TokenHash = $"{userId}-{i}" })];
        db.Devices.AddRange(devices);
        await db.SaveChangesAsync();
        return devices.Select(device => device.Id).ToArray();
    });

    private static Task<long> AddShareAsync(Scene scene, long keyId, long guestId) => scene.Bench.InDbAsync(async db =>
    {
        KeyShare share =
            new()
            {
                KeyId = keyId,
                GuestId = guestId,
                GuestName = "Guest of Ada",
                NotAfter = scene.Bench.Now + 3600,
                KnownAt = scene.Bench.Now
            };
        db.Shares.Add(share);
        await db.SaveChangesAsync();
        return share.Id;
    });
}
