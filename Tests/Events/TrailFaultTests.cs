using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Events;

/// <summary>Events that a broken trail cannot store are counted. The sum is written when the trail works again.</summary>
[TestClass]
public class TrailFaultTests
{
    private const int MinuteMs = 60_000;

    [TestMethod]
    public void A_refusal_that_could_not_be_recorded_is_in_the_next_sum()
    {
        LockRig rig = new LockRig();
        rig.Board.EventsThrow = true;
        AssertRefused(rig, 100);
        rig.Board.EventsThrow = false;
        rig.Advance(MinuteMs + 1000);
        Assert.AreEqual(0, rig.Count(EventKind.Refused), "records");
        Assert.AreEqual(1u, Sum(rig, EventKind.RefusalsSummed), "summed");
        Assert.AreEqual(100u, rig.LastEvent().KeyId, "key");
        Assert.AreEqual((int)Status.Expired, (int)rig.LastEvent().Reason, "reason");
    }

    [TestMethod]
    public void Sums_of_refusals_survive_a_trail_out_of_order()
    {
        LockRig rig = new LockRig();
        for (uint key = 1; key <= 20; key++)
        {
            AssertRefused(rig, key);
            AssertRefused(rig, key);
        }
        rig.Board.EventsThrow = true;
        rig.Advance(5 * MinuteMs);
        rig.Board.EventsThrow = false;
        rig.Advance(5 * MinuteMs);
        Assert.AreEqual(40u, (uint)rig.Count(EventKind.Refused) + Sum(rig, EventKind.RefusalsSummed), "every refusal is counted once");
    }

    [TestMethod]
    public void Sums_of_failed_proofs_survive_a_trail_out_of_order()
    {
        LockRig rig = new LockRig();
        rig.Board.EventsThrow = true;
        for (int i = 0; i < 4; i++)
        {
            rig.ReadChallenge();
            byte[] forged = rig.Make(Command.Unlock, LockRig.NewGrant(), null, new byte[0]);
            forged[forged.Length - 1] ^= 1;
            Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(forged), "status");
            rig.Advance(MinuteMs + 1000);
        }
        rig.Disconnect();
        rig.Board.EventsThrow = false;
        rig.Advance(2 * MinuteMs);
        Assert.AreEqual(4u, Sum(rig, EventKind.FailedProofsSummed), "all counted");
    }

    [TestMethod]
    public void Door_events_that_could_not_be_recorded_are_in_the_next_sum()
    {
        LockRig rig = new LockRig();
        rig.Board.EventsThrow = true;
        for (int i = 0; i < 9; i++)
            rig.Engine.DoorLog.Record(EventKind.Tamper, 0, 0, 0, rig.UptimeMs);
        rig.Advance(3 * MinuteMs);
        rig.Board.EventsThrow = false;
        rig.Advance(2 * MinuteMs);
        Assert.AreEqual(0, rig.Count(EventKind.Tamper), "records");
        Assert.AreEqual(9u, Sum(rig, EventKind.DoorEventsSummed), "summed");
        Assert.AreEqual((int)EventKind.Tamper, (int)rig.LastEvent().Reason, "kind");
    }

    private static void AssertRefused(LockRig rig, uint keyId)
    {
        Grant grant = LockRig.NewGrant();
        grant.KeyId = keyId;
        grant.NotAfter = LockRig.Noon;
        Assert.AreEqual((int)Status.Expired, (int)rig.Ask(Command.Unlock, grant), "refused");
    }

    private static uint Sum(LockRig rig, EventKind kind)
    {
        uint sum = 0;
        for (uint i = rig.Board.Oldest; i <= rig.Head; i++)
            sum += rig.Event(i).Kind == kind ? rig.Event(i).Detail : 0;
        return sum;
    }
}
