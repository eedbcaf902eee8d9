using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Events;

/// <summary>The audit trail: the events of a visit, the event of a full ring, the batches.</summary>
[TestClass]
public class EventTests
{
    [TestMethod]
    public void Without_the_record_the_latch_does_not_move()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
        Assert.IsTrue(rig.IsProven, "the holder is told");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "and may try again at once");
    }

    [TestMethod]
    public void A_visit_leaves_two_records()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(1000);
        rig.Door.IsOpen = true;
        rig.Advance(7000);
        rig.Door.IsOpen = false;
        rig.Advance(10_000);
        Assert.AreEqual(before + 2, rig.Head, "records");
        AuditEvent granted = rig.Event(before + 1);
        Assert.AreEqual((int)EventKind.AccessGranted, (int)granted.Kind, "granted");
        Assert.AreEqual((int)Command.Unlock, (int)granted.Reason, "by Unlock");
        Assert.AreEqual(100u, granted.KeyId, "key");
        Assert.AreEqual(LockRig.Noon, granted.Time, "time");
        Assert.AreEqual((int)ClockTrust.Set, (int)granted.Trust, "trust");
        AuditEvent passage = rig.Event(before + 2);
        Assert.AreEqual((int)EventKind.Passage, (int)passage.Kind, "passage");
        Assert.AreEqual(100u, passage.KeyId, "key");
        Assert.AreEqual(7u, passage.Detail, "seconds open");
    }

    [TestMethod]
    public void A_full_ring_overwrites_the_oldest_and_says_which()
    {
        LockRig rig = new LockRig(LockRig.Noon, 128);
        Fill(rig, 128);
        Assert.AreEqual(1u, rig.Board.Oldest, "full, not over");
        Note(rig);
        Assert.AreEqual(65u, rig.Board.Oldest, "the oldest are gone");
        AuditEvent dropped = rig.Event(129);
        Assert.AreEqual((int)EventKind.EventsDropped, (int)dropped.Kind, "event");
        Assert.AreEqual(1u, dropped.KeyId, "first");
        Assert.AreEqual(64u, dropped.Detail, "count");
        Assert.AreEqual(130u, rig.Head, "and then the event itself");
        Fill(rig, 192);
        Note(rig);
        dropped = rig.Event(193);
        Assert.AreEqual(1u, dropped.KeyId, "the first of all that was lost, since its own record may be lost next");
        Assert.AreEqual(128u, dropped.Detail, "count");
    }

    [TestMethod]
    public void Events_that_the_facility_has_are_overwritten_without_a_record()
    {
        LockRig rig = new LockRig(LockRig.Noon, 128);
        Fill(rig, 100);
        Store(rig, 64);
        Fill(rig, 128);
        Note(rig);
        Assert.AreEqual(65u, rig.Board.Oldest, "the oldest are gone");
        Assert.AreEqual(129u, rig.Head, "only the event itself");
        Assert.AreEqual(0, rig.Count(EventKind.EventsDropped), "no loss");
    }

    [TestMethod]
    public void Only_overwritten_events_that_the_facility_lacks_are_counted()
    {
        LockRig rig = new LockRig(LockRig.Noon, 128);
        Fill(rig, 100);
        Store(rig, 40);
        Fill(rig, 128);
        Note(rig);
        AuditEvent dropped = rig.Event(129);
        Assert.AreEqual((int)EventKind.EventsDropped, (int)dropped.Kind, "event");
        Assert.AreEqual(41u, dropped.KeyId, "first");
        Assert.AreEqual(24u, dropped.Detail, "count");
    }

    [TestMethod]
    public void A_loss_that_could_not_be_written_is_said_as_soon_as_it_can()
    {
        LockRig rig = new LockRig(LockRig.Noon, 128);
        Fill(rig, 128);
        rig.Board.IsBroken = true;
        Assert.IsFalse(rig.Engine.Journal.Record(EventKind.Tamper, 0, 0, 0, rig.UptimeMs), "not written");
        Assert.AreEqual(128u, rig.Head, "nothing came");
        rig.Board.IsBroken = false;
        Note(rig);
        Assert.AreEqual(1, rig.Count(EventKind.EventsDropped), "said once");
        AuditEvent dropped = rig.Event(129);
        Assert.AreEqual((int)EventKind.EventsDropped, (int)dropped.Kind, "event");
        Assert.AreEqual(1u, dropped.KeyId, "first");
        Assert.AreEqual(64u, dropped.Detail, "count");
    }

    [TestMethod]
    public void The_stored_cursor_never_goes_back_and_never_beyond_the_head()
    {
        LockRig rig = new LockRig();
        Fill(rig, 50);
        Store(rig, 30);
        Assert.AreEqual(30u, rig.Engine.Memory.State.Synced, "forward");
        Store(rig, 20);
        Assert.AreEqual(30u, rig.Engine.Memory.State.Synced, "not back");
        uint head = rig.Head;
        Store(rig, 5000);
        Assert.AreEqual(head, rig.Engine.Memory.State.Synced, "not beyond the head");
        Store(rig, 31);
        Assert.AreEqual(head, rig.Engine.Memory.State.Synced, "not back");
    }

    [TestMethod]
    public void Batches_bring_every_event_up_to_the_head_in_order()
    {
        LockRig rig = new LockRig();
        Fill(rig, 100);
        uint from = 1;
        uint head = rig.Head;
        while (from <= head)
        {
            SealedBatch batch = Office.ReadEvents(rig, from);
            Assert.AreEqual(from, batch.First, "first");
            Assert.AreEqual(head, batch.Head, "head");
            Assert.AreEqual((int)LockRig.Generation, (int)batch.Generation, "generation");
            Assert.AreEqual(rig.Engine.Memory.State.BootCount, batch.BootCount, "boot count");
            Assert.IsTrue(batch.Count > 0, "it goes forward");
            for (int i = 0; i < batch.Count; i++)
            {
                AuditEvent there = rig.Event(from + (uint)i);
                AuditEvent here = new AuditEvent();
                Assert.IsTrue(here.TryRead(batch.Events, i * AuditEvent.Size), "its check value fits");
                Assert.AreEqual((int)there.Kind, (int)here.Kind, "kind");
                Assert.AreEqual(there.Detail, here.Detail, "detail");
            }
            from += batch.Count;
        }
        Assert.AreEqual(head + 1, from, "all and no more");
        Assert.AreEqual(head, rig.Head, "reading leaves no record");
    }

    [TestMethod]
    public void Beyond_the_head_a_batch_is_empty_and_tells_the_head()
    {
        LockRig rig = new LockRig();
        SealedBatch batch = Office.ReadEvents(rig, rig.Head + 1);
        Assert.AreEqual(0, (int)batch.Count, "count");
        Assert.AreEqual(rig.Head, batch.Head, "head");
        batch = Office.ReadEvents(rig, uint.MaxValue);
        Assert.AreEqual(0, (int)batch.Count, "count at the end of numbers");
        Assert.AreEqual(rig.Head, batch.Head, "head");
    }

    [TestMethod]
    public void From_a_number_that_was_dropped_the_batch_begins_with_the_oldest_left()
    {
        LockRig rig = new LockRig(LockRig.Noon, 128);
        Fill(rig, 128);
        Note(rig);
        Assert.AreEqual(65u, Office.ReadEvents(rig, 3).First, "dropped");
        Assert.AreEqual(65u, Office.ReadEvents(rig, 0).First, "from the beginning");
    }

    [TestMethod]
    public void Reading_events_needs_its_right()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.All & ~Rights.ReadEvents);
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.Ask(Command.ReadEvents, grant, Office.U32(1)), "status");
        Assert.AreEqual(0, rig.Reply.BodyLength, "nothing");
    }

    [TestMethod]
    public void Numbers_go_on_after_a_power_cut()
    {
        LockRig rig = new LockRig();
        uint head = rig.Head;
        rig.CutPower();
        Assert.AreEqual(head + 1, rig.Head, "one more");
        Assert.AreEqual((int)EventKind.Boot, (int)rig.LastEvent().Kind, "the boot");
        Assert.AreEqual((int)BootReason.Power, (int)rig.LastEvent().Reason, "its reason");
        Assert.AreEqual((int)ClockTrust.Floor, (int)rig.LastEvent().Trust, "its trust");
    }

    private static void Fill(LockRig rig, uint head)
    {
        while (rig.Head < head)
            Note(rig);
    }

    private static void Note(LockRig rig) =>
        Assert.IsTrue(rig.Engine.Journal.Record(EventKind.Tamper, 0, 0, rig.Head, rig.UptimeMs), "an event");

    private static void Store(LockRig rig, uint through)
    {
        NoticeBuilder notice = Office.Next(rig);
        notice.EventsStored(through);
        Office.Apply(rig, notice);
    }
}
