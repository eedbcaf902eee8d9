using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Access;

/// <summary>Step 8 of the checks: overlock of a unit and lockdown of a site, each with its own override.</summary>
[TestClass]
public class OverlockTests
{
    [TestMethod]
    public void An_overlocked_unit_refuses_its_tenant_until_the_overlock_is_lifted()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        AssertRefused(rig, Rights.Unlock, Status.Overlocked);
        Office.Overlock(rig, false);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "lifted");
    }

    [TestMethod]
    public void A_lockdown_refuses_tenants_until_it_is_lifted()
    {
        LockRig rig = new LockRig();
        Office.Lockdown(rig, true);
        AssertRefused(rig, Rights.Unlock, Status.Lockdown);
        Office.Lockdown(rig, false);
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "lifted");
    }

    [TestMethod]
    public void Each_override_right_lifts_only_its_own_refusal()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        AssertRefused(rig, Rights.Unlock | Rights.OverrideLockdown, Status.Overlocked);
        AssertOpens(rig, Rights.Unlock | Rights.OverrideOverlock);
        Office.Overlock(rig, false);
        Office.Lockdown(rig, true);
        AssertRefused(rig, Rights.Unlock | Rights.OverrideOverlock, Status.Lockdown);
        AssertOpens(rig, Rights.Unlock | Rights.OverrideLockdown);
    }

    [TestMethod]
    public void Overlock_and_lockdown_together_need_both_overrides()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        Office.Lockdown(rig, true);
        AssertRefused(rig, Rights.Unlock, Status.Overlocked);
        AssertRefused(rig, Rights.Unlock | Rights.OverrideLockdown, Status.Overlocked);
        AssertRefused(rig, Rights.Unlock | Rights.OverrideOverlock, Status.Lockdown);
        AssertOpens(rig, Rights.Unlock | Rights.OverrideOverlock | Rights.OverrideLockdown);
    }

    [TestMethod]
    public void An_override_without_Unlock_opens_nothing()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        AssertRefused(rig, Rights.OverrideOverlock, Status.NotPermitted);
    }

    [TestMethod]
    public void Passage_mode_is_refused_for_the_same_reasons_as_Unlock()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        byte[] until = Office.U32(LockRig.Noon + 600);
        Assert.AreEqual((int)Status.Overlocked, (int)rig.Ask(Command.HoldOpen, LockRig.NewGrant(Rights.HoldOpen), until), "status");
    }

    [TestMethod]
    public void Relock_works_under_overlock_and_lockdown()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        Office.Lockdown(rig, true);
        AssertOpens(rig, Rights.Unlock | Rights.OverrideOverlock | Rights.OverrideLockdown);
        Assert.IsTrue(rig.Door.IsReleased, "released");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Relock, LockRig.NewGrant()), "relock by an ordinary key");
        Assert.IsFalse(rig.Door.IsReleased, "secured");
    }

    [TestMethod]
    public void Both_outlive_a_power_cut()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        Office.Lockdown(rig, true);
        rig.CutPower();
        rig.SetTime(LockRig.Noon);
        AssertRefused(rig, Rights.Unlock, Status.Overlocked);
        Office.Overlock(rig, false);
        AssertRefused(rig, Rights.Unlock, Status.Lockdown);
    }

    private static void AssertRefused(LockRig rig, Rights rights, Status status)
    {
        int released = rig.Door.ReleaseCount;
        Assert.AreEqual((int)status, (int)Office.Unlock(rig, LockRig.NewGrant(rights)), "status");
        Assert.AreEqual(released, rig.Door.ReleaseCount, "latch");
    }

    private static void AssertOpens(LockRig rig, Rights rights) =>
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant(rights)), "opens");
}
