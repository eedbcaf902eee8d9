using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Access;

/// <summary>A unit gets a new tenant: the first visit locks out the former tenant, without a network.</summary>
[TestClass]
public class TenancyTests
{
    [TestMethod]
    public void A_former_tenant_is_told_Expired_and_recorded_as_superseded()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, Office.TenancyGrant(5)), "tenancy 5");
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(4)), "tenancy 4");
        Assert.AreEqual(0, rig.Reply.BodyLength, "nothing of a successor");
        Assert.AreEqual((int)EventKind.Refused, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual((int)RefusalReason.Superseded, (int)rig.LastEvent().Reason, "reason");
        Assert.AreEqual(1, rig.Door.ReleaseCount, "latch");
    }

    [TestMethod]
    public void A_new_tenant_who_comes_too_early_leaves_the_present_one_in()
    {
        LockRig rig = new LockRig();
        Grant next = Office.TenancyGrant(6);
        next.NotBefore = LockRig.Noon + LockRig.Day;
        rig.Ask(Command.Unlock, Office.TenancyGrant(5));
        Assert.AreEqual((int)Status.NotYetValid, (int)Office.Unlock(rig, next), "tenancy 6, too early");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Office.TenancyGrant(5)), "tenancy 5 still");
        rig.SetTime(next.NotBefore);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, next), "tenancy 6, in time");
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(5)), "tenancy 5, locked out");
    }

    [TestMethod]
    public void A_key_that_is_refused_for_any_reason_raises_nothing()
    {
        LockRig rig = new LockRig();
        Office.Apply(rig, Revocation(rig));
        AssertRefused(rig, Expired(), Status.Expired);
        AssertRefused(rig, Early(), Status.NotYetValid);
        Grant revoked = Office.TenancyGrant(6);
        revoked.HolderId = 66;
        AssertRefused(rig, revoked, Status.Revoked);
        Grant powerless = Office.TenancyGrant(6);
        powerless.Rights = Rights.HoldOpen;
        AssertRefused(rig, powerless, Status.NotPermitted);
        AssertRefused(rig, LockRig.WithWindows(Office.TenancyGrant(6), LockRig.Window(0xFF, 0, 60)), Status.OutsideHours);
        Office.Overlock(rig, true);
        AssertRefused(rig, Office.TenancyGrant(6), Status.Overlocked);
        Office.Overlock(rig, false);
        Office.Lockdown(rig, true);
        AssertRefused(rig, Office.TenancyGrant(6), Status.Lockdown);
        Office.Lockdown(rig, false);
        Grant otherLock = Office.TenancyGrant(6);
        otherLock.LockId++;
        AssertRefused(rig, otherLock, Status.NotAuthentic);
        rig.CutPower();
        AssertRefused(rig, Office.TenancyGrant(6), Status.ClockUnknown);
    }

    [TestMethod]
    public void A_forged_tenancy_raises_nothing()
    {
        LockRig rig = new LockRig();
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, Office.TenancyGrant(6), null, new byte[0]);
        request[20 + 30] = 9;
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
        Assert.AreEqual(0, (int)rig.Engine.Memory.State.Tenancy, "tenancy");
    }

    [TestMethod]
    public void A_notice_raises_the_tenancy_and_never_lowers_it()
    {
        LockRig rig = new LockRig();
        Office.Apply(rig, Tenancy(rig, 7));
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(6)), "6 after notice 7");
        Office.Apply(rig, Tenancy(rig, 3));
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(6)), "6 after notice 3");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Office.TenancyGrant(7)), "7");
    }

    [TestMethod]
    public void Staff_with_tenancy_0_takes_no_part()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, Office.TenancyGrant(5));
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "staff");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Office.TenancyGrant(5)), "tenancy 5 still");
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(4)), "tenancy 4 not again");
    }

    [TestMethod]
    public void The_tenancy_outlives_reboot_and_power_cut()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, Office.TenancyGrant(5));
        Office.Reboot(rig);
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(4)), "after a reboot");
        rig.CutPower();
        rig.SetTime(LockRig.Noon);
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(4)), "after a power cut");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Office.TenancyGrant(5)), "tenancy 5");
    }

    [TestMethod]
    public void A_guest_of_the_new_tenant_locks_the_former_one_out_too()
    {
        LockRig rig = new LockRig();
        Grant next = Office.TenancyGrant(6);
        next.Rights = Rights.Unlock | Rights.Share;
        Assert.AreEqual((int)Status.Ok, (int)rig.AskAsGuest(Command.Unlock, next, Office.NewShare()), "guest of 6");
        Assert.AreEqual((int)Status.Expired, (int)Office.Unlock(rig, Office.TenancyGrant(5)), "tenancy 5");
    }

    [TestMethod]
    public void A_tenancy_that_cannot_be_written_does_not_open()
    {
        LockRig rig = new LockRig();
        rig.Board.IsBroken = true;
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Ask(Command.Unlock, Office.TenancyGrant(6)), "status");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
        rig.Board.IsBroken = false;
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Office.TenancyGrant(5)), "5 is not locked out");
    }

    private static void AssertRefused(LockRig rig, Grant grant, Status status)
    {
        Assert.AreEqual((int)status, (int)Office.Unlock(rig, grant), "the reason of the refusal");
        Assert.AreEqual(0, (int)rig.Engine.Memory.State.Tenancy, "tenancy after a refusal");
    }

    private static Grant Expired()
    {
        Grant grant = Office.TenancyGrant(6);
        grant.NotAfter = LockRig.Noon;
        return grant;
    }

    private static Grant Early()
    {
        Grant grant = Office.TenancyGrant(6);
        grant.NotBefore = LockRig.Noon + LockRig.Day;
        return grant;
    }

    private static NoticeBuilder Revocation(LockRig rig)
    {
        NoticeBuilder notice = Office.Next(rig);
        notice.RevokeHolder(66, LockRig.Noon, LockRig.Noon + LockRig.Day);
        return notice;
    }

    private static NoticeBuilder Tenancy(LockRig rig, ushort number)
    {
        NoticeBuilder notice = Office.Next(rig);
        notice.Tenancy(number);
        return notice;
    }
}
