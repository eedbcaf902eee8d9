using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Api;

/// <summary>Changes by staff or by another phone while a phone's request is processed.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class RaceTests
{
    private const uint Door = 11;
    private const string ShortHours = "Mon 00:00-00:01";

    private readonly Meanwhile _meanwhile = new();

    [TestMethod]
    [DataRow("lost", "identity", "device-revoked")]
    [DataRow("signed out", "identity", "device-revoked")]
    [DataRow("deactivated", "identity", "account-inactive")]
    [DataRow("moved out", "units", "no-unit")]
    [DataRow("owes rent", "payment", "payment-due")]
    [DataRow("other hours", "hours", "outside-hours")]
    [DataRow("hours edited", "hours", "outside-hours")]
    [DataRow("hours edited, keys run out", "hours", "outside-hours")]
    public async Task No_key_is_made_of_what_was_so_a_moment_ago(string what, string check, string code)
    {
        using PhoneStage stage = await PhoneStage.StartAsync(_meanwhile.AddTo);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ida Lake", Door);
        _meanwhile.Let(() => OfficeAsync(stage, what, userId, phone.DeviceId));
        Assert.IsNull(await phone.FetchAsync());
        Assert.IsTrue(_meanwhile.HasHappened);
        Assert.AreEqual((check, code), (phone.Refusal!.Check, phone.Refusal.Code));
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Keys.CountAsync()));
        Assert.AreEqual(User.NoKey, (await stage.Bench.InDbAsync(db => db.Users.SingleAsync())).KeyNotAfter);
        Assert.AreEqual(0, (await stage.RecordsAsync("key-issued")).Count);
    }

    [TestMethod]
    public async Task Rent_that_is_paid_while_it_is_asked_for_overlocks_nothing()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(_meanwhile.AddTo);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Jon Field", Door);
        await stage.ChangeAsync(async db => (await db.Users.SingleAsync()).IsDelinquent = true);
        _meanwhile.Let(() => stage.DoAsync<AccountChanges>(account => account.SetPaymentAsync(userId, false)));
        Assert.IsNotNull(await phone.FetchAsync());
        Assert.IsTrue(_meanwhile.HasHappened);
        Assert.AreEqual(OverlockReason.None, await stage.Bench.InDbAsync(db => db.Units.Select(unit => unit.Overlock).SingleAsync()));
        Assert.IsFalse((await stage.EntryAsync(Door)).IsOverlocked);
    }

    [TestMethod]
    [DataRow("lost")]
    [DataRow("deactivated")]
    [DataRow("another code")]
    public async Task A_code_that_ends_while_it_is_typed_signs_nobody_in(string what)
    {
        using PhoneStage stage = await PhoneStage.StartAsync(_meanwhile.AddTo);
        long userId = await stage.AddUserAsync("Kim Rill");
        string code = await stage.CodeAsync(userId);
        PhoneSim phone = new(stage);
        _meanwhile.Let(() => OfficeAsync(stage, what, userId, 0));
        Assert.IsNull(await phone.PostAsync<SignInAnswer>("/api/sign-in", new { code, deviceName = "Phone" }));
        Assert.IsTrue(_meanwhile.HasHappened);
        Assert.AreEqual((HttpStatusCode.Forbidden, "wrong-code"), (phone.Status, phone.Refusal!.Code));
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Devices.CountAsync()));
    }

    [TestMethod]
    public async Task A_share_that_two_phones_report_at_once_is_stored_once()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(_meanwhile.AddTo);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Lou Marsh", Door);
        PhoneSim second = await stage.SignInAsync(userId);
        await phone.FetchAsync();
        object share = new { keyId = phone.KeyIds[Door], guestId = 77, notAfter = stage.Bench.Now + 60, guestName = "Sam" };
        ShareAnswer? first = null;
        _meanwhile.Let(async () => first = await second.PostAsync<ShareAnswer>("/api/shares", share));
        ShareAnswer? later = await phone.PostAsync<ShareAnswer>("/api/shares", share);
        Assert.AreEqual(HttpStatusCode.OK, phone.Status);
        Assert.AreEqual(first!.ShareId, later!.ShareId);
        Assert.AreEqual(1, await stage.Bench.InDbAsync(db => db.Shares.CountAsync()));
    }

    [TestMethod]
    public async Task A_share_that_is_reported_while_the_user_is_erased_leaves_no_name()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(_meanwhile.AddTo);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Pia Moor", Door);
        await phone.FetchAsync();
        _meanwhile.Let(async () =>
        {
            await OfficeAsync(stage, "moved out", userId, phone.DeviceId);
            await stage.DoAsync<UserRecords>(records => records.EraseAsync(userId));
        });
        Assert.IsNull(
            await phone.PostAsync<ShareAnswer>("/api/shares",
                new { keyId = phone.KeyIds[Door], guestId = 78, notAfter = stage.Bench.Now + 60, guestName = "Sam" }));
        Assert.IsTrue(_meanwhile.HasHappened);
        Assert.AreEqual((HttpStatusCode.Conflict, "not-shareable"), (phone.Status, phone.Refusal!.Code));
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Shares.CountAsync()));
    }

    [TestMethod]
    public async Task A_share_of_somebody_elses_key_is_not_taken_down()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim holder) = await stage.AddTenantAsync("Mia Vale", Door);
        (_, PhoneSim other) = await stage.AddTenantAsync("Nia Ford", 12);
        await holder.FetchAsync();
        foreach (long keyId in new[] { holder.KeyIds[Door], 0, -1, long.MaxValue })
        {
            Assert.IsNull(await other.PostAsync<ShareAnswer>("/api/shares", new { keyId, guestId = 5, notAfter = stage.Bench.Now + 60 }));
            Assert.AreEqual((HttpStatusCode.NotFound, "unknown-key"), (other.Status, other.Refusal!.Code));
        }
        Assert.IsNull(
            await holder.PostAsync<ShareAnswer>("/api/shares",
                new { keyId = holder.KeyIds[PhoneStage.Gate], guestId = 5, notAfter = stage.Bench.Now + 60 }));
        Assert.AreEqual((HttpStatusCode.Conflict, "not-shareable"), (holder.Status, holder.Refusal!.Code),
            "a gate's key has no such right");
        Assert.AreEqual(0, await stage.Bench.InDbAsync(db => db.Shares.CountAsync()));
    }

    private static Task OfficeAsync(PhoneStage stage, string what, long userId, long deviceId) => what switch
    {
        "lost" => stage.DoAsync<PhoneChanges>(async phones => (await phones.LostAsync(userId)).Answer),
        "signed out" => stage.DoAsync<PhoneChanges>(phones => phones.SignOutAsync(userId, deviceId)),
        "another code" => stage.DoAsync<PhoneChanges>(async phones => (await phones.NewCodeAsync(userId)).Answer),
        "deactivated" => stage.DoAsync<AccountChanges>(account => account.SetActiveAsync(userId, false)),
        "owes rent" => stage.DoAsync<AccountChanges>(account => account.SetPaymentAsync(userId, true)),
        "moved out" =>
            WithAsync(stage, db => db.Units.Select(unit => unit.Id).SingleAsync(),
                unitId => stage.DoAsync<LeaseService>(letting => letting.MoveOutAsync(unitId))),
        "other hours" => WithAsync(stage, async db =>
        {
            Schedule other = new() { Name = "Short", Windows = ShortHours };
            db.Schedules.Add(other);
            await db.SaveChangesAsync();
            return other.Id;
        }, id => stage.DoAsync<AccountChanges>(account => account.SetScheduleAsync(userId, id))),
        _ => WithAsync(stage, db => db.Users.Select(user => user.ScheduleId).SingleAsync(),
            id => stage.DoAsync<ScheduleChanges>(
                schedules =>
                    schedules.SaveAsync(id, "Short", ShortHours, doKeysRunOut: what.EndsWith("run out", StringComparison.Ordinal)))),
    };

    private static async Task WithAsync(PhoneStage stage, Func<FacilityDb, Task<long>> find, Func<long, Task> act) =>
        await act(await stage.Bench.InDbAsync(find));
}
