using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>
/// Generations of a lock's secret (docs/protocol.md, 2, 6.4 and 8): none is used twice, and keys belong to the current one.
/// </summary>
[TestClass]
public class GenerationTests
{
    [TestMethod]
    public void A_rekey_whose_reply_is_lost_shuts_nobody_out()
    {
        GatewayBench bench = new GatewayBench();
        ushort next = bench.Ledger.NextGeneration();
        Assert.IsTrue(bench.Ledger.Rekey(next), "rekey");
        bench.Ledger.Overlock(true);
        IssuedNotice[] notices = bench.MakeNotices();
        Assert.AreEqual(2, notices.Length, "what follows a rekey is a notice of its own");
        bench.Carry(notices[0]);
        bench.RebootIfPlanned();
        Assert.AreEqual((int)LockRig.Generation, (int)bench.Ledger.Generation, "not known yet");
        bench.Carry(notices[0]);
        Assert.AreEqual((int)Status.NotAuthentic, (int)bench.Status, "the old secret is gone");
        Assert.AreEqual((int)DeliveryResult.Advanced, (int)bench.Return(bench.Carry(notices[1])), "the next one tells");
        Assert.AreEqual((int)next, (int)bench.Ledger.Generation, "known");
        Assert.IsFalse(bench.Ledger.HasOpenItems, "all applied");
        Assert.IsTrue(bench.Rig.Engine.Memory.State.Overlocked, "overlock");
    }

    [TestMethod]
    public void A_batch_under_the_new_secret_tells_that_the_rekey_was_applied()
    {
        GatewayBench bench = new GatewayBench();
        byte[] before = bench.Read(1);
        ushort next = bench.Ledger.NextGeneration();
        bench.Ledger.Rekey(next);
        bench.Carry(bench.MakeNotice());
        bench.RebootIfPlanned();
        bench.Take(bench.Read(1));
        Assert.AreEqual((int)next, (int)bench.Ledger.Generation, "generation");
        Assert.IsFalse(bench.Ledger.HasOpenItems, "applied");
        Assert.AreEqual((int)BatchStatus.Duplicate, (int)bench.Take(before).Status, "a late one of the old secret");
        Assert.AreEqual((int)BatchStatus.LowerHead, (int)bench.Take(before, true).Status, "but not from the lock itself");
    }

    [TestMethod]
    public void A_rekey_that_waits_is_not_forgotten_when_the_lock_knows_notices_of_a_lost_ledger()
    {
        GatewayBench bench = new GatewayBench();
        byte[] copy = bench.Ledger.ToBytes();
        bench.Ledger.Overlock(true);
        bench.DeliverAll();
        bench.GoBackTo(copy);
        bench.Ledger.SkipGenerations(100);
        bench.Ledger.SkipNumbers(1000);
        ushort next = bench.Ledger.NextGeneration();
        Assert.AreEqual(LockRig.Generation + 101, (int)next, "none that the lost ledger may have assigned");
        Assert.IsTrue(bench.Ledger.Rekey(next), "rekey");
        Assert.AreEqual((int)DeliveryResult.AheadOfLedger, (int)bench.Ledger.LearnStatus(LockRig.Generation, bench.Applied, 0), "ahead");
        Assert.IsTrue(bench.Ledger.IsRekeyWaiting, "the keys are still to be retired");
        bench.DeliverAll();
        Assert.AreEqual((int)next, (int)bench.Ledger.Generation, "retired");
    }

    [TestMethod]
    public void A_rekey_of_a_lost_ledger_is_not_taken_for_one_that_was_queued_before_the_copy()
    {
        GatewayBench bench = new GatewayBench();
        ushort lost = bench.Ledger.NextGeneration();
        bench.Ledger.Rekey(lost);
        byte[] copy = bench.Ledger.ToBytes();
        bench.DeliverAll();
        bench.GoBackTo(copy);
        bench.Ledger.SkipGenerations(100);
        bench.Ledger.SkipNumbers(1000);
        IssuedNotice notice = bench.MakeNotice();
        Assert.IsGreaterThan((int)lost, (int)notice.RekeysTo, "another generation");
        Assert.IsFalse(bench.Ledger.MayHave(lost), "the lock has it by a notice that this ledger does not know");
        Assert.IsTrue(bench.Ledger.IsAhead(bench.Applied), "which its Status proves");
    }

    [TestMethod]
    public void Keys_are_issued_in_the_current_generation_and_for_the_lock_only()
    {
        GatewayBench bench = new GatewayBench();
        Grant grant = LockRig.NewGrant();
        CollectionAssert.AreEqual(bench.Rig.HolderSecret(grant), bench.Ledger.IssueKey(LockRig.Generation, grant, bench.Secrets)!,
            "current");
        ushort next = bench.Ledger.NextGeneration();
        Assert.IsNull(bench.Ledger.IssueKey(next, grant, bench.Secrets), "not yet");
        bench.Ledger.Rekey(next);
        bench.DeliverAll();
        Assert.IsNull(bench.Ledger.IssueKey(LockRig.Generation, grant, bench.Secrets), "no longer");
        Assert.IsNotNull(bench.Ledger.IssueKey(next, grant, bench.Secrets), "now");
        Assert.AreEqual((int)Status.Ok, (int)bench.Ask(Command.Unlock, grant, new byte[0]), "the lock has it");
        grant.LockId++;
        Assert.IsNull(bench.Ledger.IssueKey(next, grant, bench.Secrets), "another lock's");
    }

    [TestMethod]
    public void A_generation_is_given_out_once()
    {
        GatewayBench bench = new GatewayBench();
        ushort first = bench.Ledger.NextGeneration();
        bench.Store();
        ushort second = bench.Ledger.NextGeneration();
        Assert.IsTrue(second > first, "rises over a reading of the ledger");
        Assert.IsFalse(bench.Ledger.Rekey(first), "an older one");
        Assert.IsTrue(bench.Ledger.Rekey(second), "the last one");
        Assert.IsFalse(bench.Ledger.Rekey(second), "twice");
        bench.MakeNotices();
        Assert.IsFalse(bench.Ledger.Rekey(second), "twice, once it is under way");
        LockLedger last = new LockLedger(1, ushort.MaxValue);
        Assert.AreEqual(0, (int)last.NextGeneration(), "there is no other");
    }

    [TestMethod]
    public void Hardware_in_another_ones_place_is_told_everything_again_under_the_new_generation()
    {
        GatewayBench bench = new GatewayBench();
        LockLedger ledger = new LockLedger(LockRig.LockId, LockRig.Generation - 1);
        bench.GoBackTo(ledger.ToBytes());
        bench.Take(Sealed(bench, 2, 1, 500));
        bench.Ledger.Overlock(true);
        bench.Ledger.SetTenancy(9);
        bench.Ledger.RevokeKey(200, uint.MaxValue);
        bench.MakeNotices();
        ushort generation = bench.Ledger.NextGeneration();
        Assert.IsNull(bench.Ledger.Replaced((ushort)(generation + 1)), "a generation that was not given out");
        EventTrail? gone = bench.Ledger.Replaced(generation);
        Assert.AreEqual(500u, gone!.Head, "the trail of the old hardware");
        Assert.AreEqual(0u, bench.Ledger.Trail.Head, "a new one starts");
        bench.DeliverAll();
        Assert.IsTrue(bench.Rig.Engine.Memory.State.Overlocked, "overlock");
        Assert.AreEqual(9, (int)bench.Rig.Engine.Memory.State.Tenancy, "tenancy");
        Assert.IsTrue(NoticeDeliveryTests.IsRevoked(bench, 200, 1), "revocation");
        Assert.AreEqual((int)BatchStatus.GenerationUnknown, (int)bench.Take(Sealed(bench, 2, 1, 500)).Status, "old hardware's batch");
        bench.ReadToHead();
        Assert.AreEqual(bench.Rig.Head, bench.Ledger.Trail.StoredThrough, "the new trail");
    }

    [TestMethod]
    public void What_a_new_provisioning_clears_is_told_again()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.Overlock(true);
        bench.Ledger.Lockdown(true);
        bench.DeliverAll();
        bench.Ledger.Rekey(bench.Ledger.NextGeneration());
        bench.MakeNotices();
        ushort generation = bench.Ledger.NextGeneration();
        Assert.IsTrue(bench.Ledger.Provisioned(generation), "provisioned");
        IssuedNotice notice = bench.MakeNotice();
        Assert.AreEqual((int)generation, (int)notice.Generation, "sealed with the new secret");
        Assert.AreEqual(0, (int)notice.RekeysTo, "the rekey under way is void");
        Notice read = new Notice();
        Assert.IsTrue(read.TryRead(notice.Content, 0, notice.Content.Length), "form");
        Assert.AreEqual(2, read.ItemCount, "overlock and lockdown");
        Assert.AreEqual(1u, read.After, "the same hardware keeps what it has applied");
        Assert.IsFalse(bench.Ledger.Provisioned(generation), "once only");
    }

    private static byte[] Sealed(GatewayBench bench, ushort generation, uint first, uint head)
    {
        byte[] batch = new byte[SealedBatch.HeaderSize];
        SealedBatch.Seal(batch, 0, bench.Secrets.SecretsOf(generation)!, first, 0, head, 1, generation);
        return batch;
    }
}
