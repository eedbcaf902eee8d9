using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>Several reasons to refuse at once: the lock answers and records the first in the order of the checks.</summary>
[TestClass]
public class ReasonOrderTests
{
    private const int SequenceUsed = 0;
    private const int StaleChallenge = 1;
    private const int Expired = 2;
    private const int NotYetValid = 3;
    private const int ClockUnknown = 4;
    private const int Superseded = 5;
    private const int Revoked = 6;
    private const int NotPermitted = 7;
    private const int Overlocked = 8;
    private const int Lockdown = 9;
    private const int OutsideHours = 10;
    private const int TooSoon = 11;
    private const int ReasonCount = 12;

    private static readonly byte[] Told =
    {
        (byte)Status.SequenceUsed,
        (byte)Status.StaleChallenge,
        (byte)Status.Expired,
        (byte)Status.NotYetValid,
        (byte)Status.ClockUnknown,
        (byte)Status.Expired,
        (byte)Status.Revoked,
        (byte)Status.NotPermitted,
        (byte)Status.Overlocked,
        (byte)Status.Lockdown,
        (byte)Status.OutsideHours,
        (byte)Status.TooSoon,
    };

    [TestMethod]
    public void Each_reason_alone_is_reported_and_recorded()
    {
        for (int reason = 0; reason < ReasonCount; reason++)
            AssertTold(1 << reason, reason);
    }

    [TestMethod]
    public void Of_every_two_reasons_the_first_in_order_is_reported_and_recorded()
    {
        for (int first = 0; first < ReasonCount; first++)
        {
            for (int second = first + 1; second < ReasonCount; second++)
            {
                if (!Excludes(first, second))
                    AssertTold((1 << first) | (1 << second), first);
            }
        }
    }

    [TestMethod]
    public void With_every_reason_at_once_they_are_reported_one_after_the_other()
    {
        int reasons = (1 << ReasonCount) - 1 - (1 << NotYetValid) - (1 << ClockUnknown);
        for (int first = 0; first < ReasonCount; first++)
        {
            if ((reasons & (1 << first)) == 0)
                continue;
            AssertTold(reasons, first);
            reasons -= 1 << first;
        }
        AssertTold(0, -1);
    }

    /// <summary>
    /// Reasons that exclude each other: a key is not both expired and not yet valid, and without a clock the lock knows neither.
    /// </summary>
    private static bool Excludes(int first, int second)
    {
        bool isLifetime = first >= Expired && first <= ClockUnknown && second <= ClockUnknown;
        // Without a clock the lock does not check hours.
        return isLifetime || (first == ClockUnknown && second == OutsideHours);
    }

    private static void AssertTold(int reasons, int first)
    {
        string what = "reasons " + reasons.ToString();
        LockRig rig = Prepare(reasons);
        Grant grant = KeyFor(reasons);
        rig.ReadChallenge();
        if (Has(reasons, SequenceUsed))
            rig.Send(rig.MakeAs(Command.Status, 9, Unhindered(), null, new byte[0]));
        byte[] request = rig.MakeAs(Command.Unlock, 9, grant, null, new byte[0]);
        if (Has(reasons, StaleChallenge))
            rig.Advance(11_000);
        if (Has(reasons, TooSoon))
            UnlockByStaff(rig, reasons, ref request, grant);
        int releases = rig.Door.ReleaseCount;
        int refusals = rig.Count(EventKind.Refused);
        Status status = rig.SendProven(request, rig.HolderSecret(grant));
        Assert.AreEqual(first < 0 ? (int)Status.Ok : Told[first], (int)status, what);
        Assert.IsTrue(rig.IsProven, what + ": proven");
        if (first < 0)
            return;
        Assert.AreEqual(releases, rig.Door.ReleaseCount, what + ": latch");
        AssertRecorded(rig, first, refusals, what);
    }

    private static void AssertRecorded(LockRig rig, int first, int refusals, string what)
    {
        // SequenceUsed and TooSoon are not refusals of the key.
        if (first == SequenceUsed || first == TooSoon)
        {
            Assert.AreEqual(refusals, rig.Count(EventKind.Refused), what + ": not recorded");
            return;
        }
        byte reason = first == Superseded ? RefusalReason.Superseded : Told[first];
        Assert.AreEqual(refusals + 1, rig.Count(EventKind.Refused), what + ": recorded once");
        AuditEvent last = rig.LastEvent();
        Assert.AreEqual((int)EventKind.Refused, (int)last.Kind, what + ": kind");
        Assert.AreEqual((int)reason, (int)last.Reason, what + ": reason");
        Assert.AreEqual(100u, last.KeyId, what + ": key");
    }

    private static LockRig Prepare(int reasons)
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = new NoticeBuilder(LockRig.LockId, 1, 0, LockRig.Noon - LockRig.Day);
        if (Has(reasons, Superseded))
            notice.Tenancy(6);
        if (Has(reasons, Revoked))
            notice.RevokeKey(100, LockRig.Noon + LockRig.Day);
        if (Has(reasons, Overlocked))
            notice.Overlock(true);
        if (Has(reasons, Lockdown))
            notice.Lockdown(true);
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "prepared");
        if (Has(reasons, ClockUnknown))
            rig.CutPower();
        return rig;
    }

    private static Grant KeyFor(int reasons)
    {
        Grant grant = LockRig.NewGrant();
        grant.Tenancy = 5;
        if (Has(reasons, Expired))
            grant.NotAfter = LockRig.Noon;
        if (Has(reasons, NotYetValid))
            grant.NotBefore = LockRig.Noon + LockRig.Day;
        if (Has(reasons, NotPermitted))
            grant.Rights = Rights.Share;
        return Has(reasons, OutsideHours) ? LockRig.WithWindows(grant, LockRig.Window(0xFF, 60, 120)) : grant;
    }

    /// <summary>A staff key that the lock admits in every state of these tests.</summary>
    private static Grant Unhindered()
    {
        Grant grant = LockRig.NewGrant(Rights.All);
        grant.KeyId = 200;
        grant.HolderId = 20;
        return grant;
    }

    /// <summary>Somebody opens just before, with the same challenge if it is still valid.</summary>
    private static void UnlockByStaff(LockRig rig, int reasons, ref byte[] request, Grant grant)
    {
        if (!Has(reasons, StaleChallenge) && !Has(reasons, SequenceUsed))
        {
            Assert.AreEqual((int)Status.Ok, (int)rig.Send(rig.MakeAs(Command.Unlock, 8, Unhindered(), null, new byte[0])), "staff");
            return;
        }
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, Unhindered()), "staff");
        rig.ReadChallenge();
        // A challenge cannot become too old within the second. This checks the reasons that come before.
        if (Has(reasons, StaleChallenge))
            rig.Leap(11_000);
        if (Has(reasons, SequenceUsed))
            rig.Send(rig.MakeAs(Command.Status, 9, Unhindered(), null, new byte[0]));
        request = rig.MakeAs(Command.Unlock, 9, grant, null, new byte[0]);
    }

    private static bool Has(int reasons, int reason) => (reasons & (1 << reason)) != 0;
}
