using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Lifecycle;

/// <summary>Clock trust: the lower bound, what raises it, what it decides, and what survives.</summary>
[TestClass]
public class FloorTests
{
    private const uint Year2040 = 20u * 366 * LockRig.Day;
    private const long HourMs = 3_600_000;

    [TestMethod]
    public void Without_a_clock_a_tenant_is_told_to_bring_the_time()
    {
        LockRig rig = new LockRig(0, 256);
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "unknown");
        Assert.IsTrue(rig.IsProven, "mac");
        Assert.AreEqual((int)ClockTrust.Floor, (int)rig.Engine.Clock.Trust, "his key proves a lower bound");
        Assert.AreEqual((int)Status.ClockUnknown, (int)Office.Unlock(rig, LockRig.NewGrant()), "floor");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        rig.SetTime(LockRig.Noon);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "set");
    }

    [TestMethod]
    public void An_authentic_key_raises_the_lower_bound_and_never_lowers_it()
    {
        LockRig rig = new LockRig(0, 256);
        rig.Ask(Command.Unlock, Issued(LockRig.Noon));
        Assert.AreEqual(LockRig.Noon, rig.Now, "raised");
        rig.Ask(Command.Unlock, Issued(LockRig.Noon - 500));
        Assert.AreEqual(LockRig.Noon, rig.Now, "not lowered");
        rig.Advance(10_000);
        Assert.AreEqual(LockRig.Noon + 10, rig.Now, "advances with uptime");
    }

    [TestMethod]
    public void An_unproved_key_raises_nothing()
    {
        LockRig rig = new LockRig(0, 256);
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, Issued(LockRig.Noon), null, new byte[0]);
        request[request.Length - 1] ^= 1;
        rig.Send(request);
        Assert.AreEqual(0u, rig.Now, "time");
        Assert.AreEqual((int)ClockTrust.Unknown, (int)rig.Engine.Clock.Trust, "trust");
    }

    [TestMethod]
    public void An_authentic_notice_raises_the_lower_bound_and_a_fake_one_does_not()
    {
        LockRig rig = new LockRig(0, 256);
        rig.AskKeyless(Command.Deliver, Office.Next(rig, LockRig.Noon).ToBytes(rig.Secrets.HereSecret));
        Assert.AreEqual(0u, rig.Now, "fake");
        Office.Apply(rig, Office.Next(rig, LockRig.Noon));
        Assert.AreEqual(LockRig.Noon, rig.Now, "authentic");
        rig.CutPower();
        Assert.AreEqual(LockRig.Noon, rig.Now, "kept with the notice");
    }

    [TestMethod]
    public void While_the_clock_is_set_a_key_from_the_future_moves_nothing_and_is_recorded_once_a_day()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Issued(LockRig.Noon + 500)), "status");
        Office.Unlock(rig, Issued(LockRig.Noon + 600));
        Assert.AreEqual(LockRig.Noon + 2, rig.Now, "time");
        Assert.AreEqual(1, rig.Count(EventKind.ClockDisagreement), "once");
        AuditEvent record = rig.Event(rig.Head - 2);
        Assert.AreEqual((int)EventKind.ClockDisagreement, (int)record.Kind, "event");
        Assert.AreEqual(100u, record.KeyId, "key");
        Assert.AreEqual(LockRig.Noon + 500, record.Detail, "its issuedAt");
        Grant other = Issued(LockRig.Noon + 500);
        other.KeyId = 101;
        Office.Unlock(rig, other);
        Assert.AreEqual(2, rig.Count(EventKind.ClockDisagreement), "another key");
        rig.Disconnect();
        rig.Leap(24 * HourMs);
        rig.Connect();
        Office.Unlock(rig, Issued(LockRig.Noon + (2 * LockRig.Day)));
        Assert.AreEqual(3, rig.Count(EventKind.ClockDisagreement), "another day");
    }

    [TestMethod]
    public void A_notice_from_the_future_moves_no_set_clock()
    {
        LockRig rig = new LockRig();
        Office.Apply(rig, Office.Next(rig, LockRig.Noon + 5000));
        Assert.AreEqual(LockRig.Noon, rig.Now, "time");
        Assert.AreEqual(1, rig.Count(EventKind.ClockDisagreement), "recorded");
    }

    [TestMethod]
    public void A_wrong_year_from_one_key_is_corrected_for_good_by_a_fresh_time()
    {
        LockRig rig = new LockRig(0, 256);
        Grant wrong = Issued(Year2040);
        wrong.NotAfter = Year2040 + LockRig.Day;
        Assert.AreEqual((int)Status.ClockUnknown, (int)Office.Unlock(rig, wrong), "the wrong key");
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, LockRig.NewGrant()), "everybody else");
        rig.SetTime(LockRig.Noon);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "healed");
        Office.Unlock(rig, wrong);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "the wrong key does no harm any more");
        Office.Reboot(rig);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "after a reboot");
        rig.CutPower();
        Assert.AreEqual((int)Status.ClockUnknown, (int)Office.Unlock(rig, LockRig.NewGrant()), "after a power cut: not Expired");
        Assert.IsTrue(rig.Now < LockRig.Noon + LockRig.Day, "the bound is the healed one");
    }

    [TestMethod]
    public void A_wrong_year_is_corrected_even_when_it_was_stored()
    {
        LockRig rig = new LockRig(0, 256);
        Grant wrong = Issued(Year2040);
        wrong.NotAfter = Year2040 + LockRig.Day;
        wrong.Rights = Rights.Unlock | Rights.OpenWithoutClock;
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, wrong), "admitted, and its floor written");
        rig.CutPower();
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, LockRig.NewGrant()), "everybody else");
        rig.SetTime(LockRig.Noon);
        rig.CutPower();
        Assert.AreEqual(LockRig.Noon, rig.Now, "the bound after the fresh time and a power cut");
    }

    [TestMethod]
    public void A_key_that_ended_below_the_lower_bound_is_expired_for_certain()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.OpenWithoutClock);
        grant.NotAfter = LockRig.Noon - 60;
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, grant), "status");
    }

    [TestMethod]
    public void Reboots_do_not_start_the_hours_without_a_clock_again()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { ClocklessHours = 2 });
        Grant staff = LockRig.NewGrant(Rights.Unlock | Rights.OpenWithoutClock);
        rig.CutPower();
        rig.Leap(90 * 60_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, staff), "after an hour and a half");
        rig.Board.Seconds = 0;
        Office.Reboot(rig);
        rig.Leap(25 * 60_000);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, staff), "not yet two hours");
        rig.Leap(6 * 60_000);
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, staff), "over");
        rig.CutPower();
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, staff), "still over");
    }

    [TestMethod]
    public void Staff_opens_without_a_clock_at_any_hour_within_the_configured_time()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { ClocklessHours = 2 });
        rig.CutPower();
        Grant staff = LockRig.WithWindows(Staff(), LockRig.Window(0x80, 0, 60));
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, staff), "at once");
        rig.Disconnect();
        rig.Leap((2 * HourMs) - 2001 - rig.UptimeMs);
        rig.Connect();
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, staff), "just before two hours");
        rig.Advance(1000);
        Assert.AreEqual((int)Status.ClockUnknown, (int)Office.Unlock(rig, staff), "after two hours");
    }

    [TestMethod]
    public void With_no_hours_configured_nobody_opens_without_a_clock()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { ClocklessHours = 0 });
        rig.CutPower();
        Assert.AreEqual((int)Status.ClockUnknown, (int)Office.Unlock(rig, Staff()), "status");
    }

    [TestMethod]
    public void A_freshly_issued_staff_key_counts_the_hours_from_its_own_issue()
    {
        LockRig rig = new LockRig();
        rig.Configure(new LockConfiguration { ClocklessHours = 2 });
        rig.CutPower();
        rig.Disconnect();
        rig.Leap(5 * HourMs);
        rig.Connect();
        Grant fresh = Staff();
        fresh.IssuedAt = LockRig.Noon + (6 * 3600);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, fresh), "status");
    }

    [TestMethod]
    public void A_reboot_keeps_a_set_clock()
    {
        LockRig rig = new LockRig();
        rig.Advance(10_000);
        Office.Reboot(rig);
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "trust");
        Assert.AreEqual(LockRig.Noon + 10, rig.Now, "time");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "a tenant opens");
    }

    [TestMethod]
    public void A_hardware_clock_exactly_at_the_floor_is_believed_and_one_second_behind_is_not()
    {
        LockRig rig = new LockRig();
        uint floor = rig.Engine.Memory.State.Floor;
        rig.Board.Seconds = floor;
        rig.Boot();
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "at the floor");
        rig.Board.Seconds = floor - 1;
        rig.Boot();
        Assert.AreEqual((int)ClockTrust.Floor, (int)rig.Engine.Clock.Trust, "behind it");
        Assert.AreEqual(floor, rig.Now, "the floor stands");
    }

    [TestMethod]
    public void A_hardware_clock_two_hours_after_the_newest_event_is_believed_and_one_second_more_is_not()
    {
        LockRig rig = new LockRig();
        rig.Advance(60_000);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "recorded a minute later");
        uint newest = rig.LastEvent().Time;
        Assert.IsTrue(newest > rig.Engine.Memory.State.Floor, "behind the stored floor");
        rig.Board.Seconds = newest + 7201;
        rig.Boot();
        Assert.AreEqual((int)ClockTrust.Floor, (int)rig.Engine.Clock.Trust, "one second more");
        Assert.AreEqual(newest, rig.Now, "the newest event stands");
        rig.Board.Seconds = newest + 7200;
        rig.Boot();
        Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "two hours");
    }

    [TestMethod]
    public void A_hardware_clock_far_ahead_ends_no_key_and_no_revocation()
    {
        LockRig rig = new LockRig();
        Grant revoked = LockRig.NewGrant();
        revoked.HolderId = 77;
        NoticeBuilder notice = Office.Next(rig);
        notice.RevokeHolder(77, LockRig.Noon + LockRig.Day, revoked.NotAfter);
        Office.Apply(rig, notice);
        rig.Board.Seconds += 365 * LockRig.Day;
        rig.Boot();
        rig.Connect();
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "asked to bring the time, not Expired");
        Assert.AreEqual((int)Status.Ok, (int)rig.SetTime(LockRig.Noon + 60), "any phone brings it");
        rig.Advance(2000);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "the right one opens");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, revoked), "the revoked one does not");
    }

    [TestMethod]
    public void A_lock_that_crashes_each_time_before_the_hour_is_full_keeps_its_clock()
    {
        LockRig rig = new LockRig();
        for (uint minutes = 55; minutes <= 12 * 55; minutes += 55)
        {
            rig.Leap(55 * 60_000);
            rig.Boot();
            rig.Connect();
            Assert.AreEqual((int)ClockTrust.Set, (int)rig.Engine.Clock.Trust, "trust");
            Assert.AreEqual(LockRig.Noon + (minutes * 60), rig.Now, "time");
        }
    }

    [TestMethod]
    public void After_a_power_cut_only_the_lower_bound_is_left()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        Assert.AreEqual((int)ClockTrust.Floor, (int)rig.Engine.Clock.Trust, "trust");
        Assert.AreEqual(LockRig.Noon, rig.Now, "time");
        Assert.AreEqual((int)Status.ClockUnknown, (int)Office.Unlock(rig, LockRig.NewGrant()), "a tenant");
    }

    [TestMethod]
    public void The_floor_is_written_every_hour()
    {
        LockRig rig = new LockRig();
        rig.Disconnect();
        rig.Leap(HourMs);
        rig.CutPower();
        Assert.IsTrue(rig.Now >= LockRig.Noon + 3590 && rig.Now <= LockRig.Noon + 3600, "an hour later");
        rig.Disconnect();
        rig.Leap(HourMs - 1000);
        rig.CutPower();
        Assert.IsTrue(rig.Now <= LockRig.Noon + 3600, "not before the hour is full");
    }

    [TestMethod]
    public void The_floor_is_written_at_an_admission_without_a_clock()
    {
        LockRig rig = new LockRig();
        rig.CutPower();
        rig.Disconnect();
        rig.Leap(1_000_000);
        rig.Connect();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, Staff()), "status");
        rig.CutPower();
        Assert.AreEqual(LockRig.Noon + 1000, rig.Now, "the floor");
    }

    [TestMethod]
    public void An_admission_under_a_set_clock_writes_no_floor()
    {
        LockRig rig = new LockRig();
        int writes = rig.Board.ReplaceCount;
        rig.Ask(Command.Unlock, LockRig.NewGrant());
        Assert.AreEqual(writes, rig.Board.ReplaceCount, "record writes");
    }

    private static Grant Staff() => LockRig.NewGrant(Rights.Unlock | Rights.OpenWithoutClock);

    private static Grant Issued(uint issuedAt)
    {
        Grant grant = LockRig.NewGrant();
        grant.IssuedAt = issuedAt;
        return grant;
    }
}
