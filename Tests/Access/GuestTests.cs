using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Access;

/// <summary>Sharing without a server: a guest may do what both the key and the share permit.</summary>
[TestClass]
public class GuestTests
{
    private const int Mondays = 0x01;

    [TestMethod]
    public void A_guest_opens_and_the_trail_says_who()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.AskAsGuest(Command.Unlock, Office.SharedGrant(), Office.NewShare()), "status");
        Assert.IsTrue(rig.IsProven, "mac under the guest's secret");
        Assert.IsTrue(rig.Door.IsReleased, "latch");
        AuditEvent granted = rig.LastEvent();
        Assert.AreEqual((int)EventKind.AccessGranted, (int)granted.Kind, "event");
        Assert.AreEqual(100u, granted.KeyId, "key");
        Assert.AreEqual(77u, granted.Detail, "guest");
    }

    [TestMethod]
    public void A_holder_is_recorded_without_a_guest()
    {
        LockRig rig = new LockRig();
        rig.Ask(Command.Unlock, Office.SharedGrant());
        Assert.AreEqual(0u, rig.LastEvent().Detail, "guest");
    }

    [TestMethod]
    public void The_guests_own_hours_narrow_the_holders()
    {
        LockRig rig = new LockRig();
        Share share = Office.WithWindows(Office.NewShare(), LockRig.Window(Mondays, 13 * 60, 14 * 60));
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.AskAsGuest(Command.Unlock, Office.SharedGrant(), share), "status");
        Assert.AreEqual(Office.At(0, 13, 0, 0), Office.BodyU32(rig, 0), "next opening");
        AssertRefused(rig, (byte)Status.OutsideHours);
    }

    [TestMethod]
    public void The_holders_hours_narrow_the_guests()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.WithWindows(Office.SharedGrant(), LockRig.Window(Mondays, 13 * 60, 14 * 60));
        Assert.AreEqual((int)Status.OutsideHours, (int)rig.AskAsGuest(Command.Unlock, grant, Office.NewShare()), "status");
        Assert.AreEqual(Office.At(0, 13, 0, 0), Office.BodyU32(rig, 0), "next opening");
    }

    [TestMethod]
    public void A_guest_opens_when_both_sets_of_hours_admit()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.WithWindows(Office.SharedGrant(), LockRig.Window(Mondays, 10 * 60, 13 * 60));
        Share share = Office.WithWindows(Office.NewShare(), LockRig.Window(Mondays, 12 * 60, 15 * 60));
        Assert.AreEqual((int)Status.Ok, (int)rig.AskAsGuest(Command.Unlock, grant, share), "12:00");
    }

    [TestMethod]
    public void A_share_beyond_the_holders_expiry_ends_with_the_holders_key()
    {
        LockRig rig = new LockRig();
        Grant grant = Office.SharedGrant();
        grant.NotAfter = LockRig.Noon;
        Assert.AreEqual((int)Status.Expired, (int)rig.AskAsGuest(Command.Unlock, grant, Office.NewShare()), "status");
        AssertRefused(rig, (byte)Status.Expired);
    }

    [TestMethod]
    public void A_share_ends_by_itself_before_the_holders_key()
    {
        LockRig rig = new LockRig();
        Share share = Office.NewShare();
        share.NotAfter = LockRig.Noon + 1;
        Assert.AreEqual((int)Status.Ok, (int)rig.AskAsGuest(Command.Unlock, Office.SharedGrant(), share), "one second before");
        Assert.AreEqual((int)Status.Expired, (int)Office.UnlockAsGuest(rig, Office.SharedGrant(), share), "status");
        AuditEvent refused = rig.LastEvent();
        Assert.AreEqual((int)EventKind.Refused, (int)refused.Kind, "event");
        Assert.AreEqual((int)RefusalReason.ShareExpired, (int)refused.Reason, "the trail says that it was the share");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Office.SharedGrant()), "the holder still opens");
    }

    [TestMethod]
    public void A_right_that_the_holder_lacks_does_not_pass()
    {
        LockRig rig = new LockRig();
        Share share = Office.NewShare();
        share.Rights = Rights.Unlock | Rights.HoldOpen;
        byte[] until = Office.U32(LockRig.Noon + 600);
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.AskAsGuest(Command.HoldOpen, Office.SharedGrant(), share, until), "status");
        AssertRefused(rig, (byte)Status.NotPermitted);
    }

    [TestMethod]
    public void A_right_that_the_share_lacks_does_not_pass()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Share | Rights.HoldOpen);
        byte[] until = Office.U32(LockRig.Noon + 600);
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.AskAsGuest(Command.HoldOpen, grant, Office.NewShare(), until), "status");
        Share share = Office.NewShare();
        share.Rights = Rights.HoldOpen;
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.AskAsGuest(Command.Unlock, grant, share), "not even Unlock");
    }

    [TestMethod]
    public void Unlock_and_HoldOpen_pass()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Share | Rights.HoldOpen);
        Share share = Office.NewShare();
        share.Rights = Rights.Unlock | Rights.HoldOpen;
        byte[] until = Office.U32(LockRig.Noon + 600);
        Assert.AreEqual((int)Status.Ok, (int)rig.AskAsGuest(Command.HoldOpen, grant, share, until), "hold open");
        Assert.AreEqual(77u, rig.LastEvent().Detail, "guest");
    }

    [TestMethod]
    public void No_other_right_passes_to_a_guest()
    {
        LockRig rig = new LockRig();
        Grant grant = LockRig.NewGrant(Rights.All);
        Share share = Office.NewShare();
        share.Rights = Rights.All;
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.AskAsGuest(Command.Manage, grant, share, new byte[] { 1 }), "Manage");
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.AskAsGuest(Command.ReadEvents, grant, share, Office.U32(1)), "ReadEvents");
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.AskAsGuest(Command.Provision, grant, share), "Provision");
        Office.Overlock(rig, true);
        Assert.AreEqual((int)Status.Overlocked, (int)rig.AskAsGuest(Command.Unlock, grant, share), "OverrideOverlock");
        Office.Overlock(rig, false);
        Office.Lockdown(rig, true);
        Assert.AreEqual((int)Status.Lockdown, (int)rig.AskAsGuest(Command.Unlock, grant, share), "OverrideLockdown");
        Office.Lockdown(rig, false);
        rig.CutPower();
        Assert.AreEqual((int)Status.ClockUnknown, (int)rig.AskAsGuest(Command.Unlock, grant, share), "OpenWithoutClock");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
    }

    [TestMethod]
    public void A_share_of_a_key_that_must_not_be_shared_is_refused_and_recorded_as_such()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.NotPermitted, (int)rig.AskAsGuest(Command.Unlock, LockRig.NewGrant(), Office.NewShare()), "status");
        Assert.IsTrue(rig.IsProven, "the guest is told, since he is authentic");
        AssertRefused(rig, RefusalReason.ShareNotPermitted);
    }

    [TestMethod]
    public void A_guest_has_no_guests()
    {
        LockRig rig = new LockRig();
        Grant grant = Office.SharedGrant();
        Share second = Office.NewShare();
        second.GuestId = 78;
        byte[] guestSecret = Share.GuestSecret(rig.HolderSecret(grant), Office.NewShare().ToBytes());
        byte[] secondSecret = Share.GuestSecret(guestSecret, second.ToBytes());
        rig.ReadChallenge();
        byte[] request =
            Request.Build(Command.Unlock, 1, rig.Nonce(), grant.ToBytes(), second.ToBytes(), new byte[0], secondSecret, rig.Challenge);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
        Assert.AreEqual(0, rig.Count(EventKind.Refused), "no fact of it in the trail");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
    }

    [TestMethod]
    public void A_guest_cannot_widen_his_share()
    {
        LockRig rig = new LockRig();
        Grant grant = Office.SharedGrant();
        byte[] secret = Share.GuestSecret(rig.HolderSecret(grant), Office.NewShare().ToBytes());
        Share wider = Office.NewShare();
        wider.NotAfter += 1;
        rig.ReadChallenge();
        byte[] request =
            Request.Build(Command.Unlock, 1, rig.Nonce(), grant.ToBytes(), wider.ToBytes(), new byte[0], secret, rig.Challenge);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
    }

    [TestMethod]
    public void Revoking_the_holder_revokes_the_guests()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.RevokeHolder(10, LockRig.Noon, LockRig.Noon + (30 * LockRig.Day));
        Office.Apply(rig, notice);
        Assert.AreEqual((int)Status.Revoked, (int)rig.AskAsGuest(Command.Unlock, Office.SharedGrant(), Office.NewShare()), "status");
        AssertRefused(rig, (byte)Status.Revoked);
    }

    [TestMethod]
    public void Revoking_one_guest_leaves_the_holder_and_the_other_guests_in()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.RevokeGuest(100, 77, LockRig.Noon + (30 * LockRig.Day));
        Office.Apply(rig, notice);
        Share other = Office.NewShare();
        other.GuestId = 78;
        Grant otherKey = Office.SharedGrant();
        otherKey.KeyId = 101;
        Assert.AreEqual((int)Status.Revoked, (int)rig.AskAsGuest(Command.Unlock, Office.SharedGrant(), Office.NewShare()), "the guest");
        AssertRefused(rig, RefusalReason.GuestRevoked);
        Assert.AreEqual((int)Status.Ok, (int)Office.UnlockAsGuest(rig, Office.SharedGrant(), other), "another guest");
        Assert.AreEqual((int)Status.Ok, (int)Office.UnlockAsGuest(rig, otherKey, Office.NewShare()), "the same number under another key");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Office.SharedGrant()), "the holder");
    }

    private static void AssertRefused(LockRig rig, byte reason)
    {
        AuditEvent refused = rig.LastEvent();
        Assert.AreEqual((int)EventKind.Refused, (int)refused.Kind, "event");
        Assert.AreEqual((int)reason, (int)refused.Reason, "reason");
        Assert.AreEqual(77u, refused.Detail, "guest");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
    }
}
