using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>Nobody can fill the audit trail: refusals are summed, and the sums are exact.</summary>
[TestClass]
public class TrailFloodTests
{
    private const int RequestCount = 10_000;
    private const int StepMs = 40;
    private const int MinuteMs = 60_000;

    [TestMethod]
    public void Ten_thousand_refusals_of_one_key_leave_a_record_and_a_sum_a_minute()
    {
        LockRig rig = new LockRig();
        uint older = Mark(rig);
        rig.ReadChallenge();
        for (int i = 1; i <= RequestCount; i++)
        {
            Reconnect(rig, i);
            Assert.AreEqual((int)Status.NotPermitted, (int)Refuse(rig, i, 100), "refused");
            rig.Advance(StepMs);
        }
        rig.Disconnect();
        rig.Advance(2 * MinuteMs);
        int minutes = ((RequestCount * StepMs) / MinuteMs) + 1;
        Assert.AreEqual(1, rig.Count(EventKind.Refused), "records");
        Assert.IsTrue(rig.Count(EventKind.RefusalsSummed) <= minutes, "sums: " + rig.Count(EventKind.RefusalsSummed).ToString());
        Assert.AreEqual((uint)RequestCount, 1 + Sum(rig, EventKind.RefusalsSummed), "nothing is lost");
        AssertSurvived(rig, older);
    }

    [TestMethod]
    public void Ten_thousand_requests_that_are_not_authentic_leave_at_most_a_record_a_minute()
    {
        LockRig rig = new LockRig();
        uint older = Mark(rig);
        rig.ReadChallenge();
        byte[] forged = rig.MakeAs(Command.Unlock, 60_000, LockRig.NewGrant(), null, new byte[0]);
        forged[forged.Length - 1] ^= 1;
        for (int i = 0; i < RequestCount; i++)
        {
            if (i % 500 == 0)
            {
                rig.Disconnect();
                rig.Connect();
            }
            forged[3] = (byte)i;
            forged[4] = (byte)(i >> 8);
            Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(forged), "refused");
            rig.Advance(StepMs);
        }
        rig.Disconnect();
        rig.Advance(2 * MinuteMs);
        int minutes = ((RequestCount * StepMs) / MinuteMs) + 1;
        Assert.IsTrue(rig.Count(EventKind.FailedProofsSummed) <= minutes + 1,
            "records: " + rig.Count(EventKind.FailedProofsSummed).ToString());
        Assert.AreEqual((uint)RequestCount, Sum(rig, EventKind.FailedProofsSummed), "nothing is lost");
        AssertSurvived(rig, older);
    }

    [TestMethod]
    public void Refusals_of_fifty_keys_leave_at_most_ten_records_a_minute()
    {
        LockRig rig = new LockRig();
        uint older = Mark(rig);
        uint before = rig.Head;
        rig.ReadChallenge();
        for (int i = 1; i <= RequestCount; i++)
        {
            Reconnect(rig, i);
            Assert.AreEqual((int)Status.NotPermitted, (int)Refuse(rig, i, 1000 + (i % 50)), "refused");
            rig.Advance(StepMs);
            uint records = rig.Head - before;
            int minutes = ((i * StepMs) / MinuteMs) + 1;
            Assert.IsTrue(records <= (uint)(10 * minutes), records.ToString() + " records after " + i.ToString());
        }
        rig.Disconnect();
        rig.Advance(3 * MinuteMs);
        Assert.AreEqual((uint)RequestCount, (uint)rig.Count(EventKind.Refused) + Sum(rig, EventKind.RefusalsSummed), "nothing is lost");
        AssertSurvived(rig, older);
    }

    [TestMethod]
    public void Sums_are_written_before_a_planned_reboot()
    {
        LockRig rig = new LockRig();
        rig.Advance(60_000);
        rig.ReadChallenge();
        for (int i = 1; i <= 40; i++)
            Refuse(rig, i, 100 + (i % 20));
        byte[] forged = rig.MakeAs(Command.Unlock, 60_000, LockRig.NewGrant(), null, new byte[0]);
        forged[forged.Length - 1] ^= 1;
        for (int i = 0; i < 7; i++)
            rig.Send(forged);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Manage, LockRig.NewGrant(Rights.Manage), new byte[] { 3 }), "reboot");
        rig.Disconnect();
        Assert.AreEqual(40u, (uint)rig.Count(EventKind.Refused) + Sum(rig, EventKind.RefusalsSummed), "refusals");
        Assert.AreEqual(7u, Sum(rig, EventKind.FailedProofsSummed), "failed proofs");
    }

    [TestMethod]
    public void A_flood_of_malformed_pieces_and_challenges_leaves_no_record_and_no_write()
    {
        LockRig rig = new LockRig();
        RigMark mark = new RigMark(rig);
        uint head = rig.Head;
        for (int i = 0; i < 2000; i++)
        {
            rig.Engine.Accept(new byte[] { (byte)i, (byte)(i >> 8), 3 }, rig.UptimeMs);
            rig.ReadChallenge();
        }
        Assert.AreEqual(head, rig.Head, "records");
        mark.AssertUntouched("a flood");
    }

    /// <summary>Connects anew now and then: a central that is never admitted is put off.</summary>
    private static void Reconnect(LockRig rig, int request)
    {
        if (request % 500 != 1)
            return;
        rig.Disconnect();
        rig.Connect();
        rig.ReadChallenge();
    }

    private static Status Refuse(LockRig rig, int sequence, int keyId)
    {
        Grant grant = LockRig.NewGrant();
        grant.KeyId = (uint)keyId;
        return rig.Send(rig.MakeAs(Command.ReadEvents, (ushort)sequence, grant, null, new byte[4]));
    }

    private static uint Mark(LockRig rig)
    {
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "an older event");
        return rig.Head;
    }

    private static void AssertSurvived(LockRig rig, uint older)
    {
        Assert.AreEqual((int)EventKind.AccessGranted, (int)rig.Event(older).Kind, "the older event");
        Assert.AreEqual(0, rig.Count(EventKind.EventsDropped), "nothing was dropped");
    }

    private static uint Sum(LockRig rig, EventKind kind)
    {
        uint sum = 0;
        for (uint i = rig.Board.Oldest; i <= rig.Head; i++)
        {
            AuditEvent audit = rig.Event(i);
            if (audit.Kind == kind)
                sum += audit.Detail;
        }
        return sum;
    }
}
