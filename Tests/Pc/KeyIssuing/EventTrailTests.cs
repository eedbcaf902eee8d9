using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.KeyIssuing;

/// <summary>Batches of the audit trail (docs/protocol.md, 7) that carriers bring late, twice or altered, from a real lock.</summary>
[TestClass]
public class EventTrailTests
{
    private const int BatchCount = SealedBatch.CountMax;

    [TestMethod]
    public void The_trail_is_read_to_its_head_and_released()
    {
        GatewayBench bench = new GatewayBench();
        bench.Record(100);
        bench.ReadToHead();
        Assert.AreEqual(bench.Ledger.Trail.Head, bench.Ledger.Trail.StoredThrough, "up to head");
        Assert.AreEqual(bench.Rig.Head, bench.Ledger.Trail.StoredThrough, "all of it");
        uint stored = bench.Ledger.Trail.StoredThrough;
        Assert.IsTrue(bench.Ledger.ReleaseEvents(), "release");
        bench.DeliverAll();
        Assert.AreEqual(stored, bench.Rig.Engine.Memory.State.Synced, "the lock knows");
        Assert.IsTrue(bench.Ledger.ReleaseEvents(), "again");
        Assert.IsFalse(bench.Ledger.HasOpenItems, "it was told once");
    }

    [TestMethod]
    public void Released_events_are_overwritten_without_a_record()
    {
        GatewayBench bench = new GatewayBench();
        for (int i = 0; i < 5; i++)
        {
            bench.Record(120);
            bench.ReadToHead();
            bench.Ledger.ReleaseEvents();
            bench.DeliverAll();
        }
        bench.ReadToHead();
        Assert.IsTrue(bench.Rig.Board.Oldest > 1, "the ring has gone round");
        Assert.AreEqual(0, bench.Rig.Count(EventKind.EventsDropped), "nothing was lost");
        Assert.AreEqual(0, bench.Ledger.Trail.Lost.Count, "nothing is missing");
        Assert.AreEqual(bench.Ledger.Trail.Head, bench.Ledger.Trail.StoredThrough, "up to head");
    }

    [TestMethod]
    public void Events_that_the_lock_dropped_are_named_and_a_late_batch_still_brings_them()
    {
        GatewayBench bench = new GatewayBench();
        bench.Record(40);
        bench.Take(bench.Read(1));
        byte[] late = bench.Read(BatchCount + 1);
        bench.Record(230);
        BatchIntake intake = bench.Take(bench.Read(bench.Ledger.Trail.NextMissing(0)));
        Assert.AreEqual((int)BatchStatus.Gap, (int)intake.Status, "the lock has them no longer");
        Assert.AreEqual((uint)BatchCount + 1, intake.GapFirst, "from there on");
        uint oldest = bench.Rig.Board.Oldest;
        Assert.AreEqual(oldest - intake.GapFirst, intake.GapCount, "up to the oldest it has");
        Assert.AreEqual((uint)BatchCount, bench.Ledger.Trail.StoredThrough, "the cursor does not pass an unexplained gap");
        bench.ReadAllFrom(intake.NextFrom);
        Assert.AreEqual(bench.Ledger.Trail.Head, bench.Ledger.Trail.StoredThrough, "the records at the end explain it");
        Assert.AreEqual(1, bench.Ledger.Trail.Lost.Count, "one gap");
        Assert.AreEqual(intake.GapFirst, bench.Ledger.Trail.Lost[0].First, "its first");
        Assert.AreEqual(oldest - 1, bench.Ledger.Trail.Lost[0].Last, "its last");
        BatchIntake found = bench.Take(late);
        Assert.AreEqual((int)BatchStatus.Ok, (int)found.Status, "a phone had them");
        Assert.AreEqual((int)found.Batch!.Count, found.NewCount, "they are new");
        Assert.AreEqual(intake.GapFirst + found.Batch.Count, bench.Ledger.Trail.Lost[0].First, "less is lost");
        Assert.AreEqual((int)BatchStatus.Duplicate, (int)bench.Take(late).Status, "once");
    }

    [TestMethod]
    public void A_ring_that_went_round_several_times_still_says_all_that_was_dropped()
    {
        GatewayBench bench = new GatewayBench();
        bench.Record(40);
        bench.Take(bench.Read(1));
        bench.Record(1000);
        bench.ReadToHead();
        Assert.AreEqual(bench.Ledger.Trail.Head, bench.Ledger.Trail.StoredThrough,
            "the records of what was dropped were dropped too, but the last one says it all");
        Assert.AreEqual(1, bench.Ledger.Trail.Lost.Count, "one gap");
        Assert.AreEqual((uint)BatchCount + 1, bench.Ledger.Trail.Lost[0].First, "its first");
        Assert.AreEqual(bench.Rig.Board.Oldest - 1, bench.Ledger.Trail.Lost[0].Last, "its last");
    }

    [TestMethod]
    public void Batches_come_twice_overlapping_and_out_of_order()
    {
        GatewayBench bench = new GatewayBench();
        bench.Record(100);
        byte[] first = bench.Read(1);
        byte[] second = bench.Read(BatchCount + 1);
        byte[] third = bench.Read((2 * BatchCount) + 1);
        byte[] across = bench.Read(BatchCount - 4);
        Assert.AreEqual((int)BatchStatus.Gap, (int)bench.Take(third).Status, "the third first");
        EventRange[] gaps = [.. bench.Ledger.Trail.Gaps()];
        Assert.AreEqual(1, gaps.Length, "one gap");
        Assert.AreEqual(1u, gaps[0].First, "its first");
        Assert.AreEqual(2u * BatchCount, gaps[0].Count, "its length");
        Assert.AreEqual((int)BatchStatus.Ok, (int)bench.Take(first).Status, "the first");
        Assert.AreEqual((uint)BatchCount, bench.Ledger.Trail.StoredThrough, "contiguous so far");
        BatchIntake intake = bench.Take(across);
        Assert.AreEqual(BatchCount - 5, intake.NewCount, "what overlaps is not new");
        Assert.IsFalse(intake.IsNew(4), "known");
        Assert.IsTrue(intake.IsNew(5), "new");
        Assert.AreEqual(5, bench.Take(second).NewCount, "the rest");
        Assert.AreEqual(3u * BatchCount, bench.Ledger.Trail.StoredThrough, "all three");
        byte[] before = bench.Ledger.ToBytes();
        Assert.AreEqual((int)BatchStatus.Duplicate, (int)bench.Take(first).Status, "replayed");
        CollectionAssert.AreEqual(before, bench.Ledger.ToBytes(), "and nothing changed");
    }

    [TestMethod]
    public void A_batch_altered_in_any_bit_changes_nothing()
    {
        GatewayBench bench = new GatewayBench();
        bench.Record(20);
        byte[] batch = bench.Read(1);
        byte[] before = bench.Ledger.ToBytes();
        for (int bit = 0; bit < batch.Length * 8; bit += 7)
        {
            byte[] altered = (byte[])batch.Clone();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            BatchIntake intake = bench.Ledger.TakeBatch(altered, bench.Secrets, false);
            Assert.IsTrue(intake.Status == BatchStatus.NotAuthentic || intake.Status == BatchStatus.GenerationUnknown, "refused");
            Assert.IsFalse(intake.IsTaken, "not taken");
        }
        Assert.AreEqual((int)BatchStatus.NotAuthentic, (int)bench.Take(Bytes.Copy(batch, 0, batch.Length - 16)).Status, "cut short");
        Assert.IsFalse(bench.Ledger.TakeBatch(new byte[0], bench.Secrets, false).IsTaken, "empty");
        CollectionAssert.AreEqual(before, bench.Ledger.ToBytes(), "the ledger");
    }

    [TestMethod]
    public void A_lower_head_is_an_alert_unless_the_batch_is_merely_late()
    {
        GatewayBench bench = new GatewayBench();
        bench.Record(10);
        byte[] late = bench.Read(1);
        bench.CutPower();
        bench.Record(10);
        bench.ReadToHead();
        Assert.AreEqual((int)BatchStatus.Duplicate, (int)bench.Take(late).Status, "late");
        BatchIntake intake = bench.Take(late, true);
        Assert.AreEqual((int)BatchStatus.LowerHead, (int)intake.Status, "from the lock itself");
        Assert.IsTrue(intake.IsAlert && intake.Batch != null, "an alert, to be kept");
        uint boot = bench.Ledger.Trail.BootCount;
        uint head = bench.Ledger.Trail.Head;
        Assert.AreEqual((int)BatchStatus.LowerHead, (int)bench.Take(Seal(bench, 1, 0, head - 1, boot + 1)).Status,
            "a later start with fewer events");
        Assert.AreEqual((int)BatchStatus.LowerBootCount, (int)bench.Take(Seal(bench, 1, 0, head + 1, boot - 1)).Status,
            "an earlier start with more");
        Assert.AreEqual((int)BatchStatus.LowerBootCount, (int)bench.Take(Seal(bench, 1, 0, head, boot - 1), true).Status,
            "an earlier start now");
        Assert.AreEqual(head, bench.Ledger.Trail.Head, "the head stays");
        Assert.AreEqual(boot, bench.Ledger.Trail.BootCount, "the boot count stays");
    }

    [TestMethod]
    public void A_corrupt_event_is_named_and_the_others_are_kept()
    {
        GatewayBench bench = new GatewayBench();
        byte[] batch = Batch(3, EventKind.RequestToExit, 0, 0);
        batch[SealedBatch.HeaderSize + AuditEvent.Size] ^= 0x10;
        SealedBatch.Seal(batch, 0, bench.Rig.Secrets, 1, 3, 3, 1, LockRig.Generation);
        BatchIntake intake = bench.Take(batch);
        Assert.AreEqual((int)BatchStatus.CorruptEvent, (int)intake.Status, "status");
        Assert.IsFalse(intake.IsCorrupt(0) || intake.IsCorrupt(2), "only one");
        Assert.IsTrue(intake.IsCorrupt(1), "which");
        Assert.AreEqual(3, intake.NewCount, "all are kept as they are");
        Assert.AreEqual(3u, bench.Ledger.Trail.StoredThrough, "the lock will never give a better one");
    }

    [TestMethod]
    public void A_record_of_dropped_events_that_cannot_be_true_explains_nothing()
    {
        GatewayBench bench = new GatewayBench();
        bench.Take(Seal(bench, Batch(1, EventKind.EventsDropped, 0, 5), 10, 1, 10, 1));
        bench.Take(Seal(bench, Batch(1, EventKind.EventsDropped, 1, 11), 11, 1, 11, 1));
        bench.Take(Seal(bench, Batch(1, EventKind.EventsDropped, 2, uint.MaxValue), 12, 1, 12, 1));
        Assert.AreEqual(0u, bench.Ledger.Trail.StoredThrough, "none");
        bench.Take(Seal(bench, Batch(1, EventKind.EventsDropped, 1, 12), 13, 1, 13, 1));
        Assert.AreEqual(13u, bench.Ledger.Trail.StoredThrough, "all before it");
        Assert.AreEqual(9u, bench.Ledger.Trail.Lost[0].Last, "except what is held");
    }

    [TestMethod]
    public void A_gap_that_nothing_explains_can_be_given_up()
    {
        GatewayBench bench = new GatewayBench();
        bench.Take(Seal(bench, Batch(1, EventKind.RequestToExit, 0, 0), 10, 1, 10, 1));
        Assert.IsFalse(bench.Ledger.Trail.GiveUp(1, 11), "beyond the head");
        Assert.IsFalse(bench.Ledger.Trail.GiveUp(0, 5), "no such event");
        Assert.IsTrue(bench.Ledger.Trail.GiveUp(1, 9), "given up");
        Assert.AreEqual(bench.Ledger.Trail.Head, bench.Ledger.Trail.StoredThrough, "the cursor goes on");
        Assert.IsTrue(bench.Take(Seal(bench, Batch(9, EventKind.RequestToExit, 0, 0), 1, 9, 10, 1)).IsNew(0), "yet it may come");
    }

    [TestMethod]
    public void Batches_scattered_too_far_wait_outside()
    {
        GatewayBench bench = new GatewayBench();
        uint head = 4 * (EventRanges.CountMax + 1);
        byte[] one = Batch(1, EventKind.RequestToExit, 0, 0);
        for (uint i = 1; i <= EventRanges.CountMax; i++)
            Assert.AreEqual((int)BatchStatus.Gap, (int)bench.Take(Seal(bench, one, 4 * i, 1, head, 1)).Status, "held");
        BatchIntake intake = bench.Take(Seal(bench, one, head, 1, head, 1));
        Assert.AreEqual((int)BatchStatus.TooScattered, (int)intake.Status, "no more");
        Assert.IsFalse(intake.IsTaken, "not taken");
        bench.Take(Seal(bench, Batch(3, EventKind.RequestToExit, 0, 0), 1, 3, head, 1));
        Assert.AreEqual((int)BatchStatus.Gap, (int)bench.Take(Seal(bench, one, head, 1, head, 1)).Status, "once a gap is closed");
    }

    [TestMethod]
    public void A_batch_tells_which_notices_were_applied()
    {
        GatewayBench bench = new GatewayBench();
        bench.Ledger.Overlock(true);
        bench.Carry(bench.MakeNotice());
        bench.ReadToHead();
        Assert.IsFalse(bench.Ledger.HasOpenItems, "the reply was not needed");
        bench.Take(Seal(bench, Batch(1, EventKind.NoticeApplied, 0, 7), bench.Ledger.Trail.Head + 1, 1, bench.Ledger.Trail.Head + 1, 99));
        Assert.AreEqual(7u, bench.Ledger.LastNumber, "a number that was used is not used again");
    }

    [TestMethod]
    public void A_batch_whose_numbers_contradict_each_other_is_an_alert()
    {
        GatewayBench bench = new GatewayBench();
        byte[] two = Batch(2, EventKind.RequestToExit, 0, 0);
        Assert.AreEqual((int)BatchStatus.Inconsistent, (int)bench.Take(Seal(bench, two, 9, 2, 9, 1)).Status, "beyond its head");
        Assert.AreEqual((int)BatchStatus.Inconsistent, (int)bench.Take(Seal(bench, two, 0, 2, 9, 1)).Status, "event 0");
        Assert.AreEqual((int)BatchStatus.Inconsistent, (int)bench.Take(Seal(bench, 1, 0, uint.MaxValue, 1)).Status,
            "the last number, though empty");
        Assert.AreEqual((int)BatchStatus.Inconsistent, (int)bench.Take(Seal(bench, two, uint.MaxValue, 2, 9, 1)).Status, "round the end");
        Assert.AreEqual(0u, bench.Ledger.Trail.Head, "nothing is believed");
    }

    /// <summary>A batch, not sealed yet, whose events are all the same.</summary>
    private static byte[] Batch(int count, EventKind kind, uint keyId, uint detail)
    {
        byte[] batch = new byte[SealedBatch.HeaderSize + (count * AuditEvent.Size)];
        AuditEvent audit = new AuditEvent { Kind = kind, KeyId = keyId, Detail = detail };
        for (int i = 0; i < count; i++)
            audit.WriteTo(batch, SealedBatch.HeaderSize + (i * AuditEvent.Size));
        return batch;
    }

    private static byte[] Seal(GatewayBench bench, byte[] batch, uint first, ushort count, uint head, uint bootCount)
    {
        byte[] copy = (byte[])batch.Clone();
        SealedBatch.Seal(copy, 0, bench.Rig.Secrets, first, count, head, bootCount, LockRig.Generation);
        return copy;
    }

    private static byte[] Seal(GatewayBench bench, uint first, ushort count, uint head, uint bootCount) =>
        Seal(bench, new byte[SealedBatch.HeaderSize], first, count, head, bootCount);
}
