using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>A stored change has its events exactly once, even if the trail could not be written at that time.</summary>
[TestClass]
public class PendingEventTests
{
    [TestMethod]
    public void Events_of_a_notice_follow_when_the_trail_can_be_written_again()
    {
        LockRig rig = DeliverWithoutTrail();
        uint head = rig.Head;
        rig.Board.EventsThrow = false;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "unlock");
        AssertWritten(rig, head);
        Assert.AreEqual((int)EventKind.AccessGranted, (int)rig.Event(head + 4).Kind, "in order");
    }

    [TestMethod]
    public void Events_of_a_notice_follow_at_the_next_start()
    {
        LockRig rig = DeliverWithoutTrail();
        uint head = rig.Head;
        rig.Board.EventsThrow = false;
        rig.CutPower();
        AssertWritten(rig, head);
        Assert.AreEqual((int)EventKind.Boot, (int)rig.Event(head + 4).Kind, "in order");
        rig.CutPower();
        Assert.AreEqual(1, rig.Count(EventKind.RevocationOverflow), "once");
    }

    [TestMethod]
    public void Nothing_else_is_changed_while_events_are_pending()
    {
        LockRig rig = DeliverWithoutTrail();
        NoticeBuilder notice = Office.Next(rig);
        notice.Overlock(true);
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Deliver(notice), "notice");
        Assert.AreEqual((int)Status.StorageFault, (int)rig.SetTime(LockRig.Noon + LockRig.Day), "time");
        Assert.IsFalse(rig.Engine.Memory.State.Overlocked, "not overlocked");
        rig.Board.EventsThrow = false;
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "the same notice again");
        Assert.AreEqual(2, rig.Count(EventKind.NoticeApplied), "one event each");
    }

    [TestMethod]
    public void A_tenancy_does_not_begin_with_an_admission_that_cannot_be_recorded()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        grant.Tenancy = 5;
        rig.Board.EventsThrow = true;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Ask(Command.Unlock, grant), "status");
        Assert.AreEqual(0, (int)rig.Engine.Memory.State.Tenancy, "tenancy");
        rig.Board.EventsThrow = false;
        rig.CutPower();
        Assert.AreEqual(0, (int)rig.Engine.Memory.State.Tenancy, "tenancy after a restart");
        Assert.AreEqual(0, rig.Count(EventKind.AccessGranted), "no admission");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
    }

    [TestMethod]
    public void A_full_trail_drops_its_oldest_for_pending_events_and_records_it()
    {
        LockRig rig = new LockRig(LockRig.Noon, 64);
        Office.Apply(rig, Office.Next(rig));
        while (rig.Board.HasRoom)
            rig.Engine.Journal.Record(EventKind.Tamper, 0, 0, 0, rig.UptimeMs);
        Office.Apply(rig, Office.Next(rig));
        Assert.AreEqual((int)EventKind.EventsDropped, (int)rig.LastEvent().Kind, "named");
        Assert.AreEqual((int)EventKind.NoticeApplied, (int)rig.Event(rig.Head - 1).Kind, "the pending event under its number");
    }

    /// <summary>
    /// A lock with a full table applies a notice that configures it and revokes one more, while its trail cannot be written.
    /// </summary>
    private static LockRig DeliverWithoutTrail()
    {
        LockRig rig = new LockRig();
        for (uint key = 1; key <= RevocationTable.CountMax; key++)
            rig.Engine.Memory.Revocations.Add(NoticeItemKind.RevokeKey, 1000 + key, 0, key, uint.MaxValue, 0);
        NoticeBuilder notice = Office.Next(rig);
        notice.Configuration(new LockConfiguration { ReleaseMs = 3000 });
        notice.RevokeKey(5000, uint.MaxValue);
        rig.Board.EventsThrow = true;
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "applied");
        return rig;
    }

    private static void AssertWritten(LockRig rig, uint head)
    {
        Assert.AreEqual((int)EventKind.NoticeApplied, (int)rig.Event(head + 1).Kind, "first");
        Assert.AreEqual(1u, rig.Event(head + 1).Detail, "number");
        Assert.AreEqual((int)EventKind.ConfigurationChanged, (int)rig.Event(head + 2).Kind, "second");
        Assert.AreEqual((int)EventKind.RevocationOverflow, (int)rig.Event(head + 3).Kind, "third");
        Assert.AreEqual(1u, rig.Event(head + 3).Detail, "the oldest became general");
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Event(head + 3).Trust, "as it was then");
        Assert.AreEqual(LockRig.Noon, rig.Event(head + 3).Time, "as it was then");
    }
}
