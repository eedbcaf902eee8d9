using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>Notices that carriers bring late, twice, out of order or not at all (docs/protocol.md, 6), at a real lock.</summary>
[TestClass]
public class NoticeDeliveryTests
{
    private const uint Never = uint.MaxValue;

    [TestMethod]
    public void A_notice_is_known_applied_when_the_lock_has_said_so()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.RevokeKey(100, Never);
        DeliveryReceipt receipt = bench.Carry(bench.MakeNotice());
        Assert.IsTrue(bench.Ledger.HasOpenItems, "not known yet");
        Assert.AreEqual((int)DeliveryResult.Advanced, (int)bench.Return(receipt), "first");
        Assert.AreEqual((int)DeliveryResult.NothingNew, (int)bench.Return(receipt), "again");
        Assert.IsFalse(bench.Ledger.HasOpenItems, "known");
        Assert.AreEqual(0, bench.MakeNotices().Length, "nothing to carry");
        Assert.AreEqual((int)Status.Revoked, (int)bench.Ask(Command.Unlock, LockRig.NewGrant(), new byte[0]), "the key");
    }

    [TestMethod]
    public void Making_notices_again_gives_the_same_bytes_until_something_is_added()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.RevokeKey(100, Never);
        byte[] first = bench.MakeNotice().Content;
        bench.Rig.Advance(5000);
        CollectionAssert.AreEqual(first, bench.MakeNotice().Content, "the same");
        bench.Ledger.RevokeKey(100, LockRig.Noon);
        CollectionAssert.AreEqual(first, bench.MakeNotice().Content, "a narrower revocation says nothing new");
        bench.Ledger.RevokeKey(101, Never);
        Assert.AreEqual(2u, bench.MakeNotice().Number, "another number");
    }

    [TestMethod]
    public void A_lost_notice_is_made_good_by_the_next()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.RevokeKey(100, Never);
        bench.MakeNotice();
        bench.Ledger.RevokeKey(101, Never);
        bench.Return(bench.Carry(bench.MakeNotice()));
        Assert.IsFalse(bench.Ledger.HasOpenItems, "all applied");
        Assert.IsTrue(IsRevoked(bench, 100, 1), "of the lost notice");
        Assert.IsTrue(IsRevoked(bench, 101, 1), "of the second");
    }

    [TestMethod]
    public void Notices_and_replies_out_of_order_end_as_the_facility_meant_it()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.Overlock(true);
        bench.Ledger.SetTenancy(5);
        IssuedNotice on = bench.MakeNotice();
        bench.Ledger.Overlock(false);
        bench.Ledger.SetTenancy(6);
        IssuedNotice off = bench.MakeNotice();
        DeliveryReceipt late = bench.Carry(off);
        DeliveryReceipt again = bench.Carry(on);
        Assert.AreEqual((int)Status.AlreadyApplied, (int)bench.Status, "the older one comes too late");
        Assert.AreEqual((int)DeliveryResult.Advanced, (int)bench.Return(again), "its reply tells as much");
        Assert.AreEqual((int)DeliveryResult.NothingNew, (int)bench.Return(late), "the other one nothing more");
        LockState state = bench.Rig.Engine.Memory.State;
        Assert.IsFalse(state.Overlocked, "overlock");
        Assert.AreEqual(6, (int)state.Tenancy, "tenancy");
        Assert.IsFalse(bench.Ledger.SetTenancy(5), "an earlier tenancy");
    }

    [TestMethod]
    public void Applied_first_without_the_facility_knowing_the_item_is_repeated_and_does_no_harm()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.Lockdown(true);
        bench.Carry(bench.MakeNotice());
        bench.Ledger.RevokeGuest(100, 7, Never);
        DeliveryReceipt receipt = bench.Carry(bench.MakeNotice());
        Assert.AreEqual((int)Status.Ok, (int)bench.Status, "second notice");
        bench.Return(receipt);
        Assert.IsFalse(bench.Ledger.HasOpenItems, "all known");
        Assert.IsTrue(bench.Rig.Engine.Memory.State.Lockdown, "lockdown");
        Assert.IsTrue(IsRevoked(bench, 100, 1, 7), "guest");
    }

    [TestMethod]
    public void A_lock_away_for_a_month_gets_everything_in_a_few_notices()
    {
        GatewayBench bench = new GatewayBench();
        LockConfiguration configuration = new LockConfiguration();
        for (uint day = 0; day < 30; day++)
        {
            bench.Rig.Leap(LockRig.Day * 1000L);
            bench.Ledger.RevokeHolder(1000 + day, bench.Rig.Now, bench.Rig.Now + LockRig.Day);
            bench.Ledger.RevokeKey(2000 + day, bench.Rig.Now + LockRig.Day);
            bench.Ledger.Overlock((day & 1) == 0);
            bench.Ledger.SetTenancy((ushort)(day + 1));
            configuration.ReleaseMs = (ushort)(1000 + day);
            bench.Ledger.Configure(configuration);
            bench.MakeNotices();
        }
        Assert.IsTrue(bench.MakeNotices().Length >= 2, "they do not fit one notice");
        bench.DeliverAll();
        LockMemory memory = bench.Rig.Engine.Memory;
        for (uint day = 0; day < 30; day++)
        {
            Assert.IsTrue(IsRevoked(bench, 1, 1000 + day), "holder");
            Assert.IsTrue(IsRevoked(bench, 2000 + day, 1), "key, although its until has passed");
        }
        Assert.IsFalse(memory.State.Overlocked, "the last word on overlock");
        Assert.AreEqual(30, (int)memory.State.Tenancy, "tenancy");
        Assert.AreEqual(1029, (int)memory.Configuration.ReleaseMs, "configuration");
        Assert.AreEqual(1, bench.Rig.Count(EventKind.ConfigurationChanged), "only the newest was sent");
    }

    [TestMethod]
    public void A_notice_of_several_cannot_be_skipped()
    {
        GatewayBench bench = new GatewayBench();
        for (uint i = 0; i < 60; i++)
            bench.Ledger.RevokeHolder(1000 + i, LockRig.Noon, Never);
        IssuedNotice[] notices = bench.MakeNotices();
        Assert.AreEqual(2, notices.Length, "two notices");
        Assert.AreEqual((int)DeliveryResult.NothingNew, (int)bench.Return(bench.Carry(notices[1])), "nothing applied");
        Assert.AreEqual((int)Status.MissingNotice, (int)bench.Status, "the second first");
        bench.Ledger.RevokeHolder(2000, LockRig.Noon, Never);
        Assert.AreEqual(3u, bench.MakeNotices()[1].Number, "the frozen first one stays, the second is made anew");
        bench.DeliverAll();
        Assert.IsTrue(IsRevoked(bench, 1, 1000), "the first");
        Assert.IsTrue(IsRevoked(bench, 1, 1059), "the last");
        Assert.IsTrue(IsRevoked(bench, 1, 2000), "the one behind");
    }

    [TestMethod]
    public void More_than_may_be_under_way_waits_for_replies()
    {
        GatewayBench bench = new GatewayBench();
        uint queued = 0;
        for (int round = 0; round < 4; round++)
        {
            while (bench.Ledger.RevokeGuest(queued, queued, Never))
                queued++;
            bench.MakeNotices();
        }
        Assert.IsTrue(bench.Ledger.HasUnsentItems, "some wait");
        Assert.IsTrue(queued > 500, "many were taken");
        bench.DeliverAll();
        Assert.IsFalse(bench.Ledger.HasUnsentItems, "none waits");
    }

    [TestMethod]
    public void A_lock_that_has_forgotten_what_it_applied_is_an_alert()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.Overlock(true);
        bench.DeliverAll();
        bench.Rig = new LockRig();
        bench.Ledger.RevokeKey(100, Never);
        Assert.AreEqual((int)DeliveryResult.RolledBack, (int)bench.Return(bench.Carry(bench.MakeNotice())), "result");
        Assert.AreEqual(1u, bench.Ledger.Applied, "what is known stays");
    }

    [TestMethod]
    public void An_old_copy_of_the_ledger_is_noticed_and_catches_up()
    {
        GatewayBench bench = new GatewayBench();
        byte[] copy = bench.Ledger.ToBytes();
        for (uint i = 0; i < 3; i++)
        {
            bench.Ledger.RevokeKey(100 + i, Never);
            bench.DeliverAll();
        }
        bench.GoBackTo(copy);
        bench.Ledger.RevokeKey(200, Never);
        Assert.AreEqual((int)DeliveryResult.AheadOfLedger, (int)bench.Return(bench.Carry(bench.MakeNotice())), "result");
        bench.DeliverAll();
        Assert.AreEqual(4u, bench.Applied, "a number of its own");
        Assert.IsTrue(IsRevoked(bench, 200, 1), "the open item got there");
    }

    /// <summary>Without the skipped numbers, the lock takes the second notice 2 for the first, and never gets the revocation.</summary>
    [TestMethod]
    public void Numbers_that_an_older_copy_may_have_used_are_skipped_and_found_at_the_lock()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.RevokeKey(100, Never);
        bench.DeliverAll();
        byte[] copy = bench.Ledger.ToBytes();
        bench.Ledger.RevokeKey(101, Never);
        bench.DeliverAll();
        uint applied = bench.Applied;

        bench.GoBackTo(copy);
        bench.Ledger.SkipNumbers(1000);
        bench.GoBackTo(bench.Ledger.ToBytes());
        bench.Ledger.RevokeKey(200, Never);
        bench.DeliverAll();
        Assert.IsTrue(IsRevoked(bench, 200, 1), "the revocation got there without a visit that learns first");
        Assert.AreEqual(1001u, bench.Applied, "a number that was never used");

        bench.GoBackTo(copy);
        bench.Ledger.SkipNumbers(1000);
        bench.Ledger.RevokeKey(201, Never);
        Assert.AreEqual((int)DeliveryResult.AheadOfLedger, (int)LearnStatus(bench, applied, 0), "a skipped number is an alert");
        Assert.AreEqual((int)DeliveryResult.NothingNew, (int)LearnStatus(bench, applied, 0), "one alert");
        Assert.AreEqual((int)DeliveryResult.AheadOfLedger, (int)LearnStatus(bench, applied + 1, applied), "a later one is another");
        Assert.AreEqual((int)DeliveryResult.RolledBack, (int)LearnStatus(bench, applied, applied + 1), "fewer than were proved");
    }

    [TestMethod]
    public void What_shuts_a_door_is_kept_whichever_side_knows_it()
    {
        GatewayBench bench = new GatewayBench();
        Assert.AreEqual((true, false), bench.Ledger.LearnSwitches(0, isOverlocked: true, isLockdown: false));
        Assert.IsTrue(bench.Ledger.IsOverlocked);
        Assert.IsFalse(bench.Ledger.HasOpenItems, "the lock has it on");
        Assert.AreEqual((false, false), bench.Ledger.LearnSwitches(0, isOverlocked: false, isLockdown: false));
        Assert.IsTrue(bench.Ledger.HasOpenItems, "the lock gets it again");
        bench.Ledger.Overlock(false);
        Assert.AreEqual((false, false), bench.Ledger.LearnSwitches(0, isOverlocked: true, isLockdown: false));
        Assert.IsFalse(bench.Ledger.IsOverlocked, "the item that lifts it is on its way");
        Assert.AreEqual((false, false), bench.Ledger.LearnSwitches(7, isOverlocked: false, isLockdown: true));
        Assert.IsFalse(bench.Ledger.IsLockdown, "the state of another moment says nothing");
    }

    private static DeliveryResult LearnStatus(GatewayBench bench, uint applied, uint appliedBefore) =>
        bench.Ledger.LearnStatus(LockRig.Generation, applied, appliedBefore);

    internal static bool IsRevoked(GatewayBench bench, uint keyId, uint holderId) => Reason(bench, keyId, holderId, null) != 0;

    internal static bool IsRevoked(GatewayBench bench, uint keyId, uint holderId, uint guestId) =>
        Reason(bench, keyId, holderId, new Share { GuestId = guestId }) != 0;

    private static byte Reason(GatewayBench bench, uint keyId, uint holderId, Share? share)
    {
        Grant grant = LockRig.NewGrant();
        grant.KeyId = keyId;
        grant.HolderId = holderId;
        return bench.Rig.Engine.Memory.Revocations.ReasonToRefuse(grant, share, 0);
    }
}
