using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>Revocation by notice, in the whole lock.</summary>
[TestClass]
public class RevocationTests
{
    private const uint Later = LockRig.Noon + (300 * LockRig.Day);

    [TestMethod]
    public void A_revoked_holder_stays_out_with_keys_issued_before_and_returns_with_one_issued_later()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.RevokeHolder(10, LockRig.Noon, Later);
        Office.Apply(rig, notice);
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(100, 10, LockRig.Noon - 1)), "issued before");
        Assert.AreEqual((int)Status.Revoked, (int)rig.LastEvent().Reason, "reason in the trail");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Key(100, 10, LockRig.Noon)), "issued then");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Key(101, 11, LockRig.Noon - 1)), "another holder");
    }

    [TestMethod]
    public void A_revoked_key_stays_out_and_the_holders_other_keys_open()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.RevokeKey(100, Later);
        Office.Apply(rig, notice);
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(100, 10, LockRig.Noon - 1)), "the key");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(100, 10, LockRig.Noon + 500)), "the key, whenever issued");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Key(101, 10, LockRig.Noon - 1)), "another key of the holder");
    }

    [TestMethod]
    public void Revocations_outlive_a_power_cut()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Office.Next(rig);
        notice.RevokeHolder(10, LockRig.Noon, Later);
        notice.RevokeKey(200, Later);
        notice.RevokeGuest(300, 77, Later);
        Office.Apply(rig, notice);
        rig.CutPower();
        rig.SetTime(LockRig.Noon);
        Grant shared = Key(300, 30, LockRig.Noon - 1);
        shared.Rights = Rights.Unlock | Rights.Share;
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(100, 10, LockRig.Noon - 1)), "holder");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(200, 20, LockRig.Noon - 1)), "key");
        Assert.AreEqual((int)Status.Revoked, (int)Office.UnlockAsGuest(rig, shared, Office.NewShare()), "guest");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, shared), "the guest's holder");
    }

    [TestMethod]
    public void A_full_table_refuses_more_and_says_so()
    {
        LockRig rig = new LockRig();
        Fill(rig, RevocationTable.CountMax);
        Assert.AreEqual(0, rig.Count(EventKind.RevocationOverflow), "full, not over");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Key(9, 9, 1)), "an innocent key of old");
        NoticeBuilder last = Office.Next(rig);
        last.RevokeHolder(5000, 5000, Later);
        Office.Apply(rig, last);
        AuditEvent overflow = rig.LastEvent();
        Assert.AreEqual((int)EventKind.RevocationOverflow, (int)overflow.Kind, "event");
        Assert.AreEqual(1001u, overflow.Detail, "the oldest moment became general");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(9, 9, 1000)), "an innocent key issued before");
        Assert.AreEqual((int)RefusalReason.GeneralRevocation, (int)rig.LastEvent().Reason, "reason in the trail");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Key(9, 9, 1001)), "an innocent key issued later");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(9, 1001, 1000)), "the one whose entry went");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(9, 5000, 4999)), "the one who came");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(9, 1002, 1001)), "one who stayed");
    }

    [TestMethod]
    public void A_key_revoked_in_the_second_of_its_issue_stays_out_when_its_entry_becomes_general()
    {
        LockRig rig = new LockRig();
        NoticeBuilder first = Office.Next(rig, 900);
        first.RevokeKey(100, Later);
        Office.Apply(rig, first);
        Fill(rig, RevocationTable.CountMax);
        Assert.AreEqual(1, rig.Count(EventKind.RevocationOverflow), "overflow");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(100, 10, 900)), "status");
    }

    [TestMethod]
    public void Entries_that_the_set_clock_has_passed_make_room()
    {
        LockRig rig = new LockRig();
        Fill(rig, RevocationTable.CountMax - 1);
        NoticeBuilder passing = Office.Next(rig);
        passing.RevokeHolder(7000, 7000, LockRig.Noon + 100);
        Office.Apply(rig, passing);
        rig.SetTime(LockRig.Noon + 101);
        NoticeBuilder last = Office.Next(rig);
        last.RevokeHolder(5000, 5000, Later);
        Office.Apply(rig, last);
        Assert.AreEqual(0, rig.Count(EventKind.RevocationOverflow), "no overflow");
        Assert.AreEqual(RevocationTable.CountMax, rig.Engine.Memory.Revocations.Count, "still full");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, Key(9, 9, 1)), "an innocent key of old");
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(9, 5000, 1)), "the one who came");
    }

    [TestMethod]
    public void A_mere_lower_bound_forgets_nobody()
    {
        LockRig rig = new LockRig();
        Fill(rig, RevocationTable.CountMax - 1);
        NoticeBuilder passing = Office.Next(rig);
        passing.RevokeHolder(7000, 7000, LockRig.Noon + 100);
        Office.Apply(rig, passing);
        rig.CutPower();
        NoticeBuilder last = Office.Next(rig, LockRig.Noon + 5000);
        last.RevokeHolder(5000, 5000, Later);
        Office.Apply(rig, last);
        Assert.IsTrue(rig.Now >= LockRig.Noon + 5000, "the bound has passed the entry's until");
        Assert.AreEqual(1, rig.Count(EventKind.RevocationOverflow), "overflow: nothing was dropped");
        rig.SetTime(LockRig.Noon);
        Assert.AreEqual((int)Status.Revoked, (int)Office.Unlock(rig, Key(9, 7000, 6999)), "still revoked");
    }

    /// <summary>Revokes holders 1001, 1002 ... each for keys issued before the moment of the same number.</summary>
    private static void Fill(LockRig rig, int count)
    {
        int done = 0;
        while (done < count)
        {
            NoticeBuilder notice = Office.Next(rig);
            while (done < count && notice.RevokeHolder((uint)(1001 + done), (uint)(1001 + done), Later))
                done++;
            Office.Apply(rig, notice);
        }
    }

    private static Grant Key(uint keyId, uint holderId, uint issuedAt)
    {
        Grant grant = LockRig.NewGrant();
        grant.KeyId = keyId;
        grant.HolderId = holderId;
        grant.IssuedAt = issuedAt;
        return grant;
    }
}
