using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Api;

/// <summary>Stories of a site, from the office to the latch: the real program, the real firmware, and a phone between them.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class StoryTests
{
    private const uint Door = 11;

    [TestMethod]
    public async Task A_gate_whose_ledger_is_damaged_keeps_nobody_from_the_other_keys_and_the_office_is_told_once()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ada Moss", Door);
        await stage.Bench.SetLedgerBytesAsync(PhoneStage.Gate, [1, 2, 3]);
        for (int i = 0; i < 2; i++)
        {
            KeysAnswer? keys = await phone.FetchAsync();
            CollectionAssert.AreEqual(new long[] { Door }, keys!.Keys.Select(key => key.LockId).ToArray());
            StringAssert.EndsWith(keys.Words, "Tell the office that no key can be issued for Gate.");
        }
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
        Assert.AreEqual(PhoneStage.Gate, (await stage.Bench.InDbAsync(db => db.Alerts.SingleAsync())).EntryId);

        await stage.Bench.SetLedgerBytesAsync(Door, []);
        KeysAnswer? none = await phone.FetchAsync();
        Assert.AreEqual(0, none!.Keys.Count);
        Assert.AreEqual("No key was issued. Tell the office that no key can be issued for Gate, Unit 11.", none.Words);
    }

    [TestMethod]
    public async Task A_key_expires_and_the_phone_fetches_a_new_one_at_the_door()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(hereRule: HereRule.Required);
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ada Moss", Door);
        await phone.CarryAsync(Door);
        KeysAnswer? first = await phone.FetchAsync(await phone.HereAsync(Door));
        CollectionAssert.AreEqual(new[] { PhoneStage.Gate, Door }, first!.Keys.Select(key => key.LockId).ToArray());
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));

        stage.Bench.Time.Advance(TimeSpan.FromDays(7));
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.Expired, await phone.UnlockAsync(Door));

        Assert.IsNull(await phone.FetchAsync());
        Assert.AreEqual("not-here", phone.Refusal!.Code);
        KeysAnswer? second = await phone.FetchAsync(await phone.HereAsync(Door));
        Assert.AreEqual(stage.Bench.Now + (7 * LockTime.SecondsPerDay), second!.NotAfter);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));

        await phone.CarryAsync(Door);
        List<LockEvent> events =
            await stage.Bench.InDbAsync(db => db.Events.Where(row => row.UserId == userId).OrderBy(row => row.Sequence).ToListAsync());
        LockEvent[] entered = [.. events.Where(row => row.Kind == (int)EventKind.AccessGranted)];
        Assert.AreEqual(2, entered.Length);
        Assert.AreEqual(phone.KeyIds[Door], entered[1].KeyId);
        Assert.AreEqual((int)Status.Expired, events.Single(row => row.Kind == (int)EventKind.Refused).Reason);
        Assert.AreEqual(second.NotAfter, (await stage.Bench.InDbAsync(db => db.Users.SingleAsync(user => user.Id == userId))).KeyNotAfter);
        Assert.AreEqual(2, await stage.Bench.InDbAsync(db => db.Keys.CountAsync(key => key.State == KeyState.Superseded)));
    }

    [TestMethod]
    public async Task Who_owes_rent_gets_no_key_and_the_door_is_overlocked()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Ben Oaks", Door);
        await phone.FetchAsync();
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));

        // The debt was written by another program, and no unit was overlocked yet.
        await stage.ChangeAsync(async db => (await db.Users.SingleAsync(user => user.Id == userId)).IsDelinquent = true);
        Assert.IsNull(await phone.FetchAsync());
        Assert.AreEqual(("payment", "payment-due", HttpStatusCode.Forbidden), (phone.Refusal!.Check, phone.Refusal.Code, phone.Status));
        Assert.AreEqual(OverlockReason.Payment, await stage.Bench.InDbAsync(db => db.Units.Select(unit => unit.Overlock).SingleAsync()));
        StringAssert.Contains((await stage.RecordsAsync("key-refused")).Single().Detail, "overlocked: Unit 11");
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.Overlocked, await phone.UnlockAsync(Door));

        await stage.DoAsync<AccountChanges>(account => account.SetPaymentAsync(userId, false));
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
        Assert.IsNotNull(await phone.FetchAsync());
    }

    [TestMethod]
    public async Task Out_of_hours_neither_the_facility_nor_the_door_lets_in()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        await stage.ChangeAsync(async db => (await db.Sites.SingleAsync()).ZoneRule = Convert.ToHexString(PosixZone.ToBytes("UTC0")));
        (_, PhoneSim phone) = await stage.AddTenantAsync("Cleo Finch", Door, "Mon-Fri 06:00-14:00");
        await phone.FetchAsync();
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));

        stage.Bench.Time.Advance(TimeSpan.FromHours(2));
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.OutsideHours, await phone.UnlockAsync(Door));
        Assert.IsNull(await phone.FetchAsync());
        Assert.AreEqual(("hours", "outside-hours"), (phone.Refusal!.Check, phone.Refusal.Code));
        Assert.AreEqual(stage.Bench.Now + (15 * 3600), phone.Refusal.NextOpening);
        StringAssert.Contains(phone.Refusal.Reason, "Thu 3 Sep 2026 06:00");
    }

    [TestMethod]
    public async Task A_guest_opens_until_the_office_revokes_the_share()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long userId, PhoneSim phone) = await stage.AddTenantAsync("Dora Hill", Door);
        await phone.FetchAsync();
        await phone.CarryAsync(Door);
        Share share = new() { GuestId = 77, NotAfter = stage.Bench.Now + 3600, Rights = Rights.Unlock };
        share.Windows.TryRead([0xFF, 0, 0, 0xA0, 5], 0, 1);
        PhoneKey guest = phone.Keys[Door].ShareWith(share);
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door, guest));

        ShareAnswer? reported = await phone.PostAsync<ShareAnswer>("/api/shares",
            new { keyId = phone.KeyIds[Door], guestName = "Sam", share = Convert.ToBase64String(share.ToBytes()) });
        Assert.AreEqual((77L, (long)share.NotAfter), (reported!.GuestId, reported.NotAfter));
        await stage.DoAsync<PhoneChanges>(phones => phones.RevokeShareAsync(userId, reported.ShareId));
        await phone.CarryAsync(Door);
        Assert.AreEqual(Status.Revoked, await phone.UnlockAsync(Door, guest));
        Assert.AreEqual(Status.Ok, await phone.UnlockAsync(Door));
    }

    [TestMethod]
    public async Task The_next_tenant_locks_the_former_one_out_without_any_notice()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim former) = await stage.AddTenantAsync("Eli Wood", Door);
        await former.FetchAsync();
        await former.CarryAsync(Door);
        Assert.AreEqual(Status.Ok, await former.UnlockAsync(Door));

        long applied = (await stage.EntryAsync(Door)).Applied;
        long unitId = await stage.Bench.InDbAsync(db => db.Units.Select(unit => unit.Id).SingleAsync());
        await stage.DoAsync<LeaseService>(letting => letting.MoveOutAsync(unitId));
        Assert.IsNull(await former.FetchAsync());
        Assert.AreEqual(("units", "no-unit"), (former.Refusal!.Check, former.Refusal.Code));
        long nextId = await stage.AddUserAsync("Fay Brook");
        await stage.LetAsync(unitId, nextId);
        PhoneSim next = await stage.SignInAsync(nextId);
        await next.FetchAsync();
        Assert.AreEqual(Status.Ok, await next.UnlockAsync(Door));
        Assert.AreEqual(Status.Expired, await former.UnlockAsync(Door));
        Assert.AreEqual(applied, (await stage.EntryAsync(Door)).Applied, "no notice was delivered");
    }

    [TestMethod]
    public async Task A_holder_is_revoked_by_the_phone_of_another_tenant()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (long lostId, PhoneSim lost) = await stage.AddTenantAsync("Gus Stone", Door);
        (_, PhoneSim other) = await stage.AddTenantAsync("Hana Reed", 12);
        await lost.FetchAsync();
        await other.FetchAsync();
        await other.CarryAsync(PhoneStage.Gate);
        Assert.AreEqual(Status.Ok, await lost.UnlockAsync(PhoneStage.Gate));

        await stage.DoAsync<PhoneChanges>(async phones => (await phones.LostAsync(lostId)).Answer);
        LockAnswer carried = await other.CarryAsync(PhoneStage.Gate);
        Assert.AreEqual(Status.Revoked, await lost.UnlockAsync(PhoneStage.Gate));
        Assert.AreEqual(Status.Ok, await other.UnlockAsync(PhoneStage.Gate));
        // The events that came with the receipt are sealed with the number of the applied notice, so the receipt said nothing new. Their
        // arrival caused one more notice, which says that they are stored.
        Assert.AreEqual("nothing-new", carried.Receipts.Single());
        byte[] content = Convert.FromBase64String(carried.Notices.Single());
        Notice left = new();
        Assert.IsTrue(left.TryRead(content, 0, content.Length));
        Assert.AreEqual((1, NoticeItemKind.EventsStored), (left.ItemCount, left.ItemKind(left.FirstItem)));
        Entry told = await stage.EntryAsync(PhoneStage.Gate);
        Assert.AreEqual((told.LastNotice, told.Applied), ((long)left.Number, left.Number - 1L));

        Assert.IsNull(await lost.FetchAsync());
        Assert.AreEqual(("device-revoked", HttpStatusCode.Unauthorized), (lost.Refusal!.Code, lost.Status));
        // A new phone in the same second: the revocation of this second must not cover its key.
        PhoneSim found = await stage.SignInAsync(lostId);
        await found.FetchAsync();
        stage.Bench.Time.Advance(TimeSpan.FromSeconds(2));
        await other.CarryAsync(PhoneStage.Gate);
        Assert.AreEqual(Status.Ok, await found.UnlockAsync(PhoneStage.Gate));
    }
}
