using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>When a reply was lost, the phone sends the same bytes again. The answer is the same, and nothing is done twice.</summary>
[TestClass]
public class LostReplyTests
{
    [TestMethod]
    public void An_unlock_asked_again_opens_and_logs_once()
    {
        LockRig rig = new LockRig();
        AskTwice(rig, Command.Unlock, LockRig.NewGrant(), new byte[0], Status.Ok);
        Assert.AreEqual(1, rig.Door.ReleaseCount, "opened");
        Assert.AreEqual(1, rig.Count(EventKind.AccessGranted), "logged");
    }

    [TestMethod]
    public void An_unlock_asked_again_does_not_lengthen_the_release()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
        rig.Send(request);
        rig.Advance(3000);
        rig.Send(request);
        rig.Advance(1980);
        Assert.IsTrue(rig.Door.IsReleased, "4.98 s after the first");
        rig.Advance(20);
        Assert.IsFalse(rig.Door.IsReleased, "5 s after the first");
    }

    [TestMethod]
    public void A_hold_open_asked_again_after_a_request_to_end_it_does_not_hold_again()
    {
        LockRig rig = new LockRig();
        byte[] until = new byte[4];
        Bytes.WriteU32(until, 0, LockRig.Noon + 3600);
        byte[] request = AskTwice(rig, Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), until, Status.Ok);
        Assert.AreEqual(1, rig.Count(EventKind.AccessGranted), "logged");
        rig.Engine.Door.Secure(rig.UptimeMs);
        rig.Send(request);
        Assert.IsFalse(rig.Door.IsReleased, "latch");
        Assert.AreEqual(1, rig.Door.ReleaseCount, "released once");
    }

    [TestMethod]
    public void A_time_asked_again_sets_once()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, LockRig.Noon + LockRig.Day);
        byte[] request = rig.Make(Command.SetTime, null, null, time);
        Assert.AreEqual((int)Status.Ok, (int)rig.SendProven(request, rig.Secrets.NoticeSecret), "first");
        byte[] reply = rig.ReplyBytes();
        int sets = rig.Count(EventKind.ClockSet);
        rig.Advance(5000);
        rig.Send(request);
        CollectionAssert.AreEqual(reply, rig.ReplyBytes(), "same bytes");
        Assert.AreEqual(sets, rig.Count(EventKind.ClockSet), "recorded once");
        Assert.IsTrue(rig.Now >= LockRig.Noon + LockRig.Day + 5, "the clock ran on");
    }

    [TestMethod]
    public void A_notice_asked_again_is_answered_as_applied_and_applied_once()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon);
        notice.Overlock(true);
        AskTwice(rig, Command.Deliver, null, notice.ToBytes(rig.Secrets.NoticeSecret), Status.Ok);
        Assert.AreEqual(1, rig.Count(EventKind.NoticeApplied), "recorded");
        Assert.AreEqual(1u, rig.Engine.Memory.State.Applied, "applied");
    }

    [TestMethod]
    public void A_refusal_asked_again_is_reported_and_counted_once()
    {
        LockRig rig = new LockRig();
        AskTwice(rig, Command.ReadEvents, LockRig.NewGrant(), new byte[4], Status.NotPermitted);
        rig.Advance(61_000);
        Assert.AreEqual(1, rig.Count(EventKind.Refused), "recorded");
        Assert.AreEqual(0, rig.Count(EventKind.RefusalsSummed), "not summed");
    }

    [TestMethod]
    public void A_lost_reply_is_not_given_to_the_next_connection()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Disconnect();
        Assert.AreEqual(0, rig.Engine.ReplyLength, "after leaving");
        rig.Connect();
        Assert.AreEqual(0, rig.Engine.ReplyLength, "after coming");
    }

    [TestMethod]
    public void Two_unlocks_within_a_second_are_too_soon_and_after_it_fine()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, grant), "first");
        rig.Advance(999);
        Assert.AreEqual((int)Status.TooSoon, (int)rig.Ask(Command.Unlock, grant), "within");
        Assert.IsTrue(rig.IsProven, "proven");
        Assert.AreEqual(1, rig.Count(EventKind.AccessGranted), "one access");
        rig.Advance(1);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, grant), "after");
        Assert.AreEqual(2, rig.Count(EventKind.AccessGranted), "two accesses");
    }

    private static byte[] AskTwice(LockRig rig, Command command, Grant? grant, byte[] body, Status expected)
    {
        rig.ReadChallenge();
        byte[] request = rig.Make(command, grant, null, body);
        byte[] secret = grant == null ? rig.Secrets.NoticeSecret : rig.HolderSecret(grant);
        Assert.AreEqual((int)expected, (int)rig.SendProven(request, secret), "first");
        Assert.IsTrue(rig.IsProven, "first: proven");
        byte[] reply = rig.ReplyBytes();
        rig.Advance(500);
        Assert.AreEqual((int)expected, (int)rig.SendProven(request, secret), "again");
        Assert.IsTrue(rig.IsProven, "again: proven");
        CollectionAssert.AreEqual(reply, rig.ReplyBytes(), "same bytes");
        return request;
    }
}
