using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Events;

/// <summary>Nobody can fill the trail: refusals and failed proofs are summed, and the sums are exact.</summary>
[TestClass]
public class RefusalTests
{
    [TestMethod]
    public void One_key_and_reason_make_one_record_and_one_sum_a_minute()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        for (int i = 0; i < 100; i++)
            rig.Ask(Command.Unlock, Expired(100));
        Assert.AreEqual(before + 1, rig.Head, "one record");
        rig.Advance(59_000);
        Assert.AreEqual(before + 1, rig.Head, "nothing within the minute");
        rig.Advance(2_000);
        Assert.AreEqual(before + 2, rig.Head, "one sum");
        AuditEvent sum = rig.LastEvent();
        Assert.AreEqual((int)EventKind.RefusalsSummed, (int)sum.Kind, "event");
        Assert.AreEqual((int)Status.Expired, (int)sum.Reason, "reason");
        Assert.AreEqual(100u, sum.KeyId, "key");
        Assert.AreEqual(99u, sum.Detail, "count");
        rig.Advance(120_000);
        Assert.AreEqual(before + 2, rig.Head, "and no more");
    }

    [TestMethod]
    public void Another_reason_of_the_same_key_is_a_record_of_its_own()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        rig.Ask(Command.Unlock, Expired(100));
        rig.Ask(Command.Unlock, LockRig.NewGrant(Rights.HoldOpen));
        Assert.AreEqual(before + 2, rig.Head, "records");
    }

    [TestMethod]
    public void All_refusals_together_make_at_most_10_records_a_minute_and_none_is_lost()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        for (uint key = 1; key <= 30; key++)
            rig.Ask(Command.Unlock, Expired(1000 + key));
        rig.Advance(59_000);
        Assert.IsTrue(rig.Head - before <= 10, "at most 10 in the minute");
        rig.Advance(180_000);
        Assert.AreEqual(30u, Refusals(rig), "every refusal is counted once");
    }

    [TestMethod]
    public void Ten_thousand_refusals_leave_only_a_handful_of_records()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        for (int i = 0; i < 10_000; i++)
            rig.Ask(Command.Unlock, Expired(100));
        rig.Advance(61_000);
        Assert.AreEqual(before + 2, rig.Head, "records");
        Assert.AreEqual(10_000u, Refusals(rig), "all counted");
    }

    [TestMethod]
    public void Failed_proofs_make_at_most_one_record_a_minute()
    {
        LockRig rig = new LockRig();
        uint before = rig.Head;
        for (int i = 0; i < 50; i++)
            Forge(rig);
        rig.Disconnect();
        Assert.AreEqual(before + 1, rig.Head, "one record");
        rig.Advance(61_000);
        Assert.AreEqual(before + 2, rig.Head, "one sum");
        uint total = 0;
        for (uint i = before + 1; i <= rig.Head; i++)
        {
            Assert.AreEqual((int)EventKind.FailedProofsSummed, (int)rig.Event(i).Kind, "event");
            Assert.AreEqual(0u, rig.Event(i).KeyId, "no key is believed");
            total += rig.Event(i).Detail;
        }
        Assert.AreEqual(50u, total, "all counted");
    }

    [TestMethod]
    public void Sums_that_are_not_due_yet_are_written_before_a_reboot()
    {
        LockRig rig = new LockRig();
        for (int i = 0; i < 5; i++)
            rig.Ask(Command.Unlock, Expired(100));
        for (int i = 0; i < 5; i++)
            Forge(rig);
        Office.Reboot(rig);
        Assert.AreEqual(5u, Refusals(rig), "refusals");
        Assert.AreEqual(2, rig.Count(EventKind.FailedProofsSummed), "failed proofs");
    }

    private static void Forge(LockRig rig)
    {
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
        request[request.Length - 1] ^= 1;
        Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "status");
    }

    private static Grant Expired(uint keyId)
    {
        Grant grant = LockRig.NewGrant();
        grant.KeyId = keyId;
        grant.NotAfter = LockRig.Noon;
        return grant;
    }

    private static uint Refusals(LockRig rig)
    {
        uint count = 0;
        for (uint i = rig.Board.Oldest; i <= rig.Head; i++)
        {
            AuditEvent audit = rig.Event(i);
            if (audit.Kind == EventKind.Refused)
                count++;
            else if (audit.Kind == EventKind.RefusalsSummed)
                count += audit.Detail;
        }
        return count;
    }
}
