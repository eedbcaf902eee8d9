using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>Notices: their order, their items, all of them or none.</summary>
[TestClass]
public class NoticeTests
{
    [TestMethod]
    public void A_notice_is_applied_once_and_the_reply_says_how_far_the_lock_is()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(Notice(5, 0)), "first");
        Assert.IsTrue(rig.IsProven, "keyed with the notice secret");
        AssertBody(rig, 5, 5);
        Assert.AreEqual((int)EventKind.NoticeApplied, (int)rig.LastEvent().Kind, "event");
        Assert.AreEqual(5u, rig.LastEvent().Detail, "its number");
        uint head = rig.Head;
        Assert.AreEqual((int)Status.AlreadyApplied, (int)rig.Deliver(Notice(5, 0)), "again");
        Assert.IsTrue(rig.IsProven, "keyed");
        AssertBody(rig, 5, 5);
        Assert.AreEqual((int)Status.AlreadyApplied, (int)rig.Deliver(Notice(4, 0)), "an older one");
        AssertBody(rig, 4, 5);
        Assert.AreEqual(head, rig.Head, "no event for what was not applied");
    }

    [TestMethod]
    public void An_older_notice_undoes_nothing()
    {
        LockRig rig = new LockRig();
        NoticeBuilder on = Notice(2, 0);
        on.Overlock(true);
        rig.Deliver(on);
        NoticeBuilder off = Notice(1, 0);
        off.Overlock(false);
        Assert.AreEqual((int)Status.AlreadyApplied, (int)rig.Deliver(off), "status");
        Assert.IsTrue(rig.Engine.Memory.State.Overlocked, "still overlocked");
    }

    [TestMethod]
    public void A_notice_that_follows_a_missing_one_waits_for_it()
    {
        LockRig rig = new LockRig();
        rig.Deliver(Notice(1, 0));
        NoticeBuilder third = Notice(3, 2);
        third.Overlock(true);
        Assert.AreEqual((int)Status.MissingNotice, (int)rig.Deliver(third), "2 is missing");
        AssertBody(rig, 3, 1);
        Assert.IsFalse(rig.Engine.Memory.State.Overlocked, "nothing of it");
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(Notice(2, 1)), "2");
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(third), "3");
        Assert.IsTrue(rig.Engine.Memory.State.Overlocked, "now");
    }

    [TestMethod]
    public void A_notice_may_leap_over_numbers_that_it_repeats()
    {
        LockRig rig = new LockRig();
        rig.Deliver(Notice(1, 0));
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(Notice(9, 1)), "status");
        AssertBody(rig, 9, 9);
    }

    [TestMethod]
    public void The_applied_number_outlives_a_power_cut()
    {
        LockRig rig = new LockRig();
        rig.Deliver(Notice(5, 0));
        rig.CutPower();
        Assert.AreEqual((int)Status.AlreadyApplied, (int)rig.Deliver(Notice(5, 0)), "status");
    }

    [TestMethod]
    public void A_notice_for_another_lock_is_not_authentic()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = new NoticeBuilder(LockRig.LockId + 1, 1, 0, LockRig.Noon);
        notice.Overlock(true);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Deliver(notice), "status");
        AssertUntouched(rig);
    }

    [TestMethod]
    public void A_fake_notice_changes_nothing_and_is_counted_as_a_failed_proof()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Notice(1, 0);
        notice.Overlock(true);
        byte[] bytes = notice.ToBytes(rig.Secrets.AuditSecret);
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.AskKeyless(Command.Deliver, bytes), "status");
        Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed");
        Assert.AreEqual(0, rig.Reply.BodyLength, "no body");
        AssertUntouched(rig);
        Assert.AreEqual((int)EventKind.FailedProofsSummed, (int)rig.LastEvent().Kind, "event");
    }

    [TestMethod]
    public void A_notice_with_one_changed_bit_is_not_authentic()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Notice(1, 0);
        notice.Overlock(true);
        byte[] good = notice.ToBytes(rig.Secrets.NoticeSecret);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = Bytes.Copy(good, 0, good.Length);
            bad[i] ^= 0x40;
            rig.AskKeyless(Command.Deliver, bad);
            Assert.IsTrue(rig.Reply.IsUnkeyed, "unkeyed");
            AssertUntouched(rig);
        }
    }

    [TestMethod]
    public void A_fake_notice_with_a_key_along_is_answered_under_the_key_and_changes_nothing()
    {
        LockRig rig = new LockRig();
        NoticeBuilder notice = Notice(1, 0);
        notice.Overlock(true);
        Assert.AreEqual((int)Status.NotAuthentic,
            (int)rig.Ask(Command.Deliver, LockRig.NewGrant(), notice.ToBytes(rig.Secrets.AuditSecret)), "status");
        Assert.IsTrue(rig.IsProven, "keyed with the holder's secret");
        AssertBody(rig, 1, 0);
        AssertUntouched(rig);
    }

    [TestMethod]
    public void Any_key_can_carry_a_notice_and_is_answered_under_its_own_secret()
    {
        LockRig rig = new LockRig();
        Assert.AreEqual((int)Status.Ok, (int)Carry(rig, LockRig.NewGrant(), 1), "a good key");
        Assert.IsTrue(rig.IsProven, "keyed with the holder's secret");
        AssertBody(rig, 1, 1);
        Grant expired = LockRig.NewGrant();
        expired.NotAfter = LockRig.Noon;
        Assert.AreEqual((int)Status.Ok, (int)Carry(rig, expired, 2), "an expired key");
        Assert.IsTrue(rig.IsProven, "keyed");
        Assert.AreEqual((int)Status.Ok, (int)Carry(rig, LockRig.NewGrant(Rights.None), 3), "a key without rights");
        NoticeBuilder revocation = Office.Next(rig);
        revocation.RevokeHolder(10, LockRig.Noon, LockRig.Noon + LockRig.Day);
        Office.Apply(rig, revocation);
        Assert.AreEqual((int)Status.Ok, (int)Carry(rig, LockRig.NewGrant(), 5), "a revoked holder's key");
        AssertBody(rig, 5, 5);
        rig.CutPower();
        Assert.AreEqual((int)Status.Ok, (int)Carry(rig, LockRig.NewGrant(), 6), "a lock that lost its clock");
    }

    [TestMethod]
    public void A_revoked_holder_can_carry_the_lifting_of_his_own_overlock()
    {
        LockRig rig = new LockRig();
        Office.Overlock(rig, true);
        NoticeBuilder lift = Office.Next(rig);
        lift.Overlock(false);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Deliver, LockRig.NewGrant(), lift.ToBytes(rig.Secrets.NoticeSecret)),
            "deliver");
        Assert.AreEqual((int)Status.Ok, (int)Office.Unlock(rig, LockRig.NewGrant()), "unlock");
    }

    [TestMethod]
    public void A_store_that_fails_leaves_everything_as_it_was()
    {
        LockRig rig = new LockRig();
        Office.Apply(rig, Office.Next(rig));
        byte[] before = StateOf(rig);
        rig.Board.IsBroken = true;
        NoticeBuilder notice = EveryItem(rig);
        Assert.AreEqual((int)Status.StorageFault, (int)rig.Deliver(notice), "status");
        AssertBody(rig, 2, 1);
        CollectionAssert.AreEqual(before, StateOf(rig), "working memory");
        rig.Board.IsBroken = false;
        Office.Reboot(rig);
        Assert.AreEqual(1u, rig.Engine.Memory.State.Applied, "after a reboot");
        Assert.AreEqual((int)Status.Ok, (int)rig.Deliver(notice), "the same notice again");
    }

    [TestMethod]
    public void Every_kind_of_item_is_applied_in_one_notice()
    {
        LockRig rig = new LockRig();
        Office.Apply(rig, Office.Next(rig));
        Office.Apply(rig, EveryItem(rig));
        LockMemory memory = rig.Engine.Memory;
        Assert.AreEqual(3, memory.Revocations.Count, "holder, key and guest");
        Assert.AreEqual(5, (int)memory.State.Tenancy, "tenancy");
        Assert.IsTrue(memory.State.Overlocked, "overlock");
        Assert.IsTrue(memory.State.Lockdown, "lockdown");
        Assert.AreEqual(1234, (int)memory.Configuration.ReleaseMs, "configuration");
        Assert.AreEqual(1u, memory.State.Synced, "events stored");
        Assert.AreEqual(4, (int)memory.Identity.Generation, "rekey");
        Assert.AreEqual(2u, memory.State.Applied, "number");
        Assert.AreEqual(1, rig.Count(EventKind.ConfigurationChanged), "the change of configuration is recorded");
    }

    private static Status Carry(LockRig rig, Grant grant, uint number) =>
        rig.Ask(Command.Deliver, grant, Notice(number, number - 1).ToBytes(rig.Secrets.NoticeSecret));

    private static NoticeBuilder Notice(uint number, uint after) => new NoticeBuilder(LockRig.LockId, number, after, LockRig.Noon);

    private static NoticeBuilder EveryItem(LockRig rig)
    {
        NoticeBuilder notice = Office.Next(rig);
        uint until = LockRig.Noon + LockRig.Day;
        bool fits = notice.RevokeHolder(10, LockRig.Noon, until) && notice.RevokeKey(20, until) && notice.RevokeGuest(30, 77, until)
            && notice.Tenancy(5) && notice.Overlock(true) && notice.Lockdown(true)
            && notice.Configuration(new LockConfiguration { ReleaseMs = 1234 }) && notice.EventsStored(1)
            && notice.Rekey(rig.Secrets.NoticeSecret, LockRig.Generation + 1, LockRig.Secret(44));
        Assert.IsTrue(fits, "all fit one notice");
        return notice;
    }

    private static byte[] StateOf(LockRig rig)
    {
        LockMemory memory = rig.Engine.Memory;
        // The stored state may still hold events that the trail already has. Flush removes them.
        rig.Engine.Journal.Flush(rig.UptimeMs);
        byte[] state = memory.State.ToRecord();
        byte[] revocations = RevocationPages.All(memory.Revocations);
        byte[] identity = memory.Identity.ToRecord();
        byte[] all = new byte[state.Length + revocations.Length + identity.Length + memory.Configuration.Size];
        int at = Bytes.Append(all, 0, state);
        at = Bytes.Append(all, at, revocations);
        at = Bytes.Append(all, at, identity);
        memory.Configuration.WriteTo(all, at);
        return all;
    }

    private static void AssertBody(LockRig rig, uint number, uint applied)
    {
        Assert.AreEqual(8, rig.Reply.BodyLength, "body");
        Assert.AreEqual(number, Office.BodyU32(rig, 0), "number");
        Assert.AreEqual(applied, Office.BodyU32(rig, 4), "applied");
    }

    private static void AssertUntouched(LockRig rig)
    {
        Assert.AreEqual(0u, rig.Engine.Memory.State.Applied, "applied");
        Assert.IsFalse(rig.Engine.Memory.State.Overlocked, "overlock");
        Assert.AreEqual(0, rig.Count(EventKind.NoticeApplied), "event");
    }
}
