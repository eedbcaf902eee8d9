using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Protocol;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Feedback;

/// <summary>What somebody at the door sees and hears of the answer to a key, through the whole lock.</summary>
[TestClass]
public class AnswerSignalTests
{
    private const int AfterAllMs = 12_000;
    private const int PowerUpMs = 1_500;

    [TestMethod]
    public void An_admitted_key_is_granted_and_the_lock_is_dark_afterwards()
    {
        LockRig rig = Quiet();
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        AssertPlays(rig, Signal.Granted);
        Assert.AreEqual('.', rig.Signals.Slot, "dark");
    }

    [TestMethod]
    public void A_tenant_sees_why_the_key_is_refused()
    {
        Grant expired = LockRig.NewGrant();
        expired.NotAfter = LockRig.Noon - 1;
        Grant early = LockRig.NewGrant();
        early.NotBefore = LockRig.Noon + LockRig.Day;
        AssertAnswer(expired, Status.Expired, Signal.Refused);
        AssertAnswer(LockRig.NewGrant(Rights.Manage), Status.NotPermitted, Signal.Refused);
        AssertAnswer(early, Status.NotYetValid, Signal.OutsideHours);
        AssertAnswer(LockRig.WithWindows(LockRig.NewGrant(), LockRig.Window(0xFF, 0, 60)), Status.OutsideHours, Signal.OutsideHours);
    }

    [TestMethod]
    public void An_overlock_a_revocation_and_a_lockdown_are_told_apart_from_a_bad_key()
    {
        NoticeBuilder overlock = Notice();
        overlock.Overlock(true);
        AssertAnswerAfter(overlock, Status.Overlocked, Signal.CallOffice);
        NoticeBuilder revocation = Notice();
        revocation.RevokeKey(100, LockRig.Noon + LockRig.Day);
        AssertAnswerAfter(revocation, Status.Revoked, Signal.CallOffice);
        NoticeBuilder lockdown = Notice();
        lockdown.Lockdown(true);
        AssertAnswerAfter(lockdown, Status.Lockdown, Signal.Lockdown);
    }

    [TestMethod]
    public void A_lock_that_has_lost_the_time_says_so()
    {
        LockRig rig = Quiet();
        rig.CutPower();
        rig.Advance(PowerUpMs + 100);
        Grant grant = LockRig.WithWindows(LockRig.NewGrant(), LockRig.Window(0xFF, 480, 1200));
        Status status = rig.Ask(Command.Unlock, grant);
        Assert.AreEqual((int)Status.ClockUnknown, (int)status, "status");
        AssertPlays(rig, Signal.ClockUnknown);
    }

    [TestMethod]
    public void Only_who_wants_in_gets_light_and_sound()
    {
        LockRig rig = Quiet();
        int before = rig.Signals.SwitchCount;
        for (int command = 1; command <= 10; command++)
        {
            Signal signal = AnswerSignals.Of((Command)command, Status.Ok);
            bool wantsIn = command == (int)Command.Unlock || command == (int)Command.HoldOpen;
            Assert.AreEqual(wantsIn, signal == Signal.Granted, "command " + command.ToString());
            Assert.AreEqual(wantsIn, AnswerSignals.Of((Command)command, Status.NotPermitted) == Signal.Refused,
                "refused " + command.ToString());
        }
        rig.Ask(Command.Status, LockRig.NewGrant());
        rig.SetTime(LockRig.Noon + 60);
        rig.Advance(AfterAllMs);
        Assert.AreEqual(before, rig.Signals.SwitchCount, "nothing was switched");
    }

    [TestMethod]
    public void A_stranger_cannot_make_the_lock_flash_or_beep()
    {
        LockRig rig = Quiet();
        int before = rig.Signals.SwitchCount;
        for (int i = 0; i < 20; i++)
        {
            rig.ReadChallenge();
            byte[] request = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
            request[request.Length - 1] ^= 1;
            Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
            rig.Send(new byte[] { 1, 2, 3 });
            rig.Advance(500);
        }
        Assert.AreEqual(before, rig.Signals.SwitchCount, "nothing was switched");
    }

    [TestMethod]
    public void The_seventh_refusal_in_a_minute_is_light_only_and_an_admission_is_heard()
    {
        LockRig rig = Quiet();
        Grant expired = LockRig.NewGrant();
        expired.NotAfter = LockRig.Noon - 1;
        for (int i = 1; i <= 8; i++)
        {
            rig.Ask(Command.Unlock, expired);
            rig.Advance(100);
            Assert.AreEqual(i <= LockFeedback.RefusalSoundsPerMinute ? 'R' : 'r', rig.Signals.Slot, "refusal " + i.ToString());
            rig.Advance(1_400);
        }
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        rig.Advance(100);
        Assert.AreEqual('G', rig.Signals.Slot, "the admission");
        rig.Advance(60_000);
        rig.Ask(Command.Unlock, expired);
        rig.Advance(100);
        Assert.AreEqual('R', rig.Signals.Slot, "another minute");
    }

    [TestMethod]
    public void Identify_shows_which_lock_it_is_for_ten_seconds()
    {
        LockRig rig = Quiet();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Manage, LockRig.NewGrant(Rights.Manage), new byte[] { 1 }), "status");
        AssertPlays(rig, Signal.Identify);
    }

    [TestMethod]
    public void Power_up_tests_the_lights_once_and_a_lock_without_identity_goes_on_flashing()
    {
        LockRig rig = new LockRig(0, 64, LockRig.LockId, 0);
        rig.Advance(20);
        Assert.AreEqual((int)Signal.PoweredUp, (int)rig.Engine.Feedback.Showing, "power up");
        rig.Advance(PowerUpMs);
        Assert.AreEqual((int)Signal.Unprovisioned, (int)rig.Engine.Feedback.Showing, "unprovisioned");
        rig.Advance(3_600_000);
        Assert.AreEqual((int)Signal.Unprovisioned, (int)rig.Engine.Feedback.Showing, "an hour later");
    }

    [TestMethod]
    public void A_lock_that_cannot_write_shows_a_fault()
    {
        LockRig rig = Quiet();
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
        AssertPlays(rig, Signal.Fault);
    }

    [TestMethod]
    public void Lights_that_fail_keep_nobody_out()
    {
        LockRig rig = Quiet();
        rig.Signals.Throws = true;
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
        rig.Advance(6_000);
        Assert.IsFalse(rig.Door.IsReleased, "relocked in time");
        Assert.AreEqual(1, rig.Door.ReleaseCount, "released once");
    }

    private static LockRig Quiet()
    {
        LockRig rig = new LockRig();
        rig.Advance(AfterAllMs);
        Assert.AreEqual('.', rig.Signals.Slot, "dark and silent");
        return rig;
    }

    private static NoticeBuilder Notice() => new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon);

    private static void AssertAnswerAfter(NoticeBuilder notice, Status status, Signal signal)
    {
        LockRig rig = Quiet();
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "notice");
        Assert.AreEqual((int)status, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "status");
        AssertPlays(rig, signal);
    }

    private static void AssertAnswer(Grant grant, Status status, Signal signal)
    {
        LockRig rig = Quiet();
        Assert.AreEqual((int)status, (int)rig.Ask(Command.Unlock, grant), "status");
        AssertPlays(rig, signal);
    }

    /// <summary>Checks that light and sound follow the pattern from the next tick on, and go dark at its end.</summary>
    private static void AssertPlays(LockRig rig, Signal signal)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        rig.Advance(20);
        Assert.AreEqual((int)signal, (int)rig.Engine.Feedback.Showing, "signal");
        int ms = 0;
        for (; ms + 20 < pattern.PeriodMs * pattern.Repeats; ms += 20)
        {
            Assert.AreEqual(pattern.At(ms), rig.Signals.Slot, "after " + ms.ToString() + " ms");
            rig.Advance(20);
        }
        rig.Advance(20);
        Assert.AreEqual((int)Signal.None, (int)rig.Engine.Feedback.Showing, "over");
    }
}
