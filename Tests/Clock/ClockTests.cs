using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Clock;

/// <summary>Only the facility can set the time, and each time is valid for one challenge and 30 seconds.</summary>
[TestClass]
public class ClockTests
{
    [TestMethod]
    public void The_challenge_frame_tells_the_locks_time()
    {
        LockRig rig = new LockRig();
        rig.Advance(5000);
        rig.ReadChallenge();
        Assert.AreEqual(LockRig.Noon + 5, ChallengeFrame.Now(rig.Challenge), "set");
        Assert.IsTrue(ChallengeFrame.IsProvisioned(rig.Challenge), "provisioned");
        LockRig unknown = new LockRig(0, 256);
        unknown.ReadChallenge();
        Assert.AreEqual((int)ClockTrust.Unknown, (int)unknown.Engine.Clock.Trust, "unknown");
        Assert.AreEqual(0u, ChallengeFrame.Now(unknown.Challenge), "unknown");
    }

    [TestMethod]
    public void A_time_that_arrives_late_is_aged_by_half_the_uptime_since_its_challenge()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = Time(rig, LockRig.Noon + 1000);
        rig.Advance(8_000);
        Assert.AreEqual((int)Status.Ok, (int)Send(rig, time), "status");
        Assert.IsTrue(rig.IsProven, "keyed with the notice secret");
        Assert.AreEqual(LockRig.Noon + 1004, rig.Now, "time");
        Assert.AreEqual(LockRig.Noon + 1004, rig.Board.Seconds, "hardware clock");
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "trust");
    }

    [TestMethod]
    public void A_carrier_moves_the_clock_by_half_the_round_trip_at_most()
    {
        for (int ageMs = 0; ageMs <= 10_000; ageMs += 500)
        {
            for (int stampMs = 0; stampMs <= ageMs; stampMs += 500)
            {
                LockRig rig = new LockRig();
                rig.ReadChallenge();
                rig.Advance(stampMs);
                // The facility's clock in milliseconds at the stamp; it says whole seconds.
                long facilityMs = ((long)(LockRig.Noon + 5000) * 1000) + (ageMs % 1000);
                byte[] time = Time(rig, (uint)(facilityMs / 1000));
                rig.Advance(ageMs - stampMs);
                Assert.AreEqual((int)Status.Ok, (int)Send(rig, time), "status");
                long error = (rig.Now * 1000L) - (facilityMs + ageMs - stampMs);
                Assert.IsTrue(error <= (ageMs / 2) + 1000 && error >= -(ageMs / 2) - 1500, "off by " + error.ToString() + " ms");
            }
        }
    }

    [TestMethod]
    public void A_time_is_good_for_10_seconds()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = Time(rig, LockRig.Noon + 1000);
        rig.Advance(10_000);
        Assert.AreEqual((int)Status.Ok, (int)Send(rig, time), "at 10 s");
        rig.ReadChallenge();
        time = Time(rig, LockRig.Noon + 5000);
        rig.Advance(10_001);
        Assert.AreEqual((int)Status.StaleTime, (int)Send(rig, time), "later");
        Assert.IsTrue(rig.IsProven, "the carrier is told to bring a fresh one");
        Assert.AreEqual(LockRig.Noon + 1015, rig.Now, "time");
    }

    [TestMethod]
    public void A_challenge_admits_one_time()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] first = Make(rig, Time(rig, LockRig.Noon + 1000));
        Assert.AreEqual((int)Status.Ok, (int)rig.Send(first), "first");
        Assert.AreEqual((int)Status.StaleTime, (int)Send(rig, Time(rig, LockRig.Noon + 2000)), "second");
        Assert.AreEqual(LockRig.Noon + 1000, rig.Now, "time");
    }

    [TestMethod]
    public void The_same_request_again_gets_the_stored_reply_and_sets_nothing()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] request = Make(rig, Time(rig, LockRig.Noon + 1000));
        rig.Send(request);
        uint head = rig.Head;
        rig.Advance(5000);
        Assert.AreEqual((int)Status.Ok, (int)rig.SendProven(request, rig.Secrets.NoticeSecret), "status");
        Assert.IsTrue(rig.IsProven, "the stored reply");
        Assert.AreEqual(LockRig.Noon + 1005, rig.Now, "time goes on");
        Assert.AreEqual(head, rig.Head, "no event");
    }

    [TestMethod]
    public void A_time_under_another_secret_is_not_authentic()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = FacilityTime.Make(rig.Secrets.HereSecret, rig.Challenge, LockRig.Noon + 1000);
        Assert.AreEqual((int)Status.NotAuthentic, (int)Send(rig, time), "status");
        Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed");
        Assert.AreEqual(LockRig.Noon, rig.Now, "time");
    }

    [TestMethod]
    public void A_changed_time_is_not_authentic()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = Time(rig, LockRig.Noon + 1000);
        time[0]++;
        Assert.AreEqual((int)Status.NotAuthentic, (int)Send(rig, time), "status");
        Assert.AreEqual(LockRig.Noon, rig.Now, "time");
    }

    [TestMethod]
    public void A_time_for_another_challenge_is_not_authentic()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] time = Time(rig, LockRig.Noon + 1000);
        rig.ReadChallenge();
        Assert.AreEqual((int)Status.NotAuthentic, (int)Send(rig, time), "status");
        Assert.AreEqual(LockRig.Noon, rig.Now, "time");
    }

    [TestMethod]
    public void Every_step_is_recorded_with_its_size()
    {
        LockRig rig = new LockRig();
        rig.SetTime(LockRig.Noon + 90);
        AssertStep(rig, 90, ClockTrust.Set);
        rig.SetTime(LockRig.Noon - 10);
        AssertStep(rig, -100, ClockTrust.Set);
        uint head = rig.Head;
        rig.SetTime(LockRig.Noon - 10);
        Assert.AreEqual(head, rig.Head, "no step, no record");
        rig.CutPower();
        uint floor = rig.Now;
        rig.SetTime(floor + 3000);
        AssertStep(rig, 3000, ClockTrust.Floor);
    }

    [TestMethod]
    public void A_time_that_confirms_a_lower_bound_is_recorded_too()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        rig.SetTime(rig.Now);
        AssertStep(rig, 0, ClockTrust.Floor);
    }

    [TestMethod]
    public void The_key_of_an_expired_holder_can_bring_the_time()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        grant.NotAfter = LockRig.Noon - 1;
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.SetTime, grant, null, Time(rig, LockRig.Noon + 1000));
        Assert.AreEqual((int)Status.Ok, (int)rig.SendProven(request, rig.HolderSecret(grant)), "status");
        Assert.IsTrue(rig.IsProven, "keyed with the holder's secret");
        Assert.AreEqual(LockRig.Noon + 1000, rig.Now, "time");
    }

    [TestMethod]
    public void A_forged_time_with_a_key_along_is_answered_under_the_key_and_sets_nothing()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant();
        rig.ReadChallenge();
        byte[] time = FacilityTime.Make(rig.Secrets.HereSecret, rig.Challenge, LockRig.Noon + 1000);
        Assert.AreEqual((int)Status.NotAuthentic,
            (int)rig.SendProven(rig.Make(Command.SetTime, grant, null, time), rig.HolderSecret(grant)), "status");
        Assert.IsTrue(rig.IsProven, "keyed");
        Assert.AreEqual(LockRig.Noon, rig.Now, "time");
    }

    [TestMethod]
    public void A_time_that_cannot_be_written_is_not_set()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.SetTime(LockRig.Noon + 1000), "status");
        Assert.AreEqual(LockRig.Noon, rig.Now, "time");
        Assert.AreEqual(LockRig.Noon, rig.Board.Seconds, "hardware clock");
    }

    private static byte[] Time(LockRig rig, uint utc) => FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, utc);

    private static byte[] Make(LockRig rig, byte[] time) => rig.Make(Command.SetTime, null, null, time);

    private static Status Send(LockRig rig, byte[] time) => rig.SendProven(Make(rig, time), rig.Secrets.NoticeSecret);

    private static void AssertStep(LockRig rig, int seconds, ClockTrust before)
    {
        AuditEvent step = rig.LastEvent();
        Assert.AreEqual((int)EventKind.ClockSet, (int)step.Kind, "event");
        Assert.AreEqual(seconds, (int)step.Detail, "size");
        Assert.AreEqual((int)before, (int)step.Reason, "trust before");
        Assert.AreEqual((int)ClockTrust.Set, (int)step.Trust, "trust after");
        Assert.AreEqual(rig.Now, step.Time, "stamped with the new time");
    }
}
