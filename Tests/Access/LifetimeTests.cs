using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Access;

/// <summary>Step 4 of the checks: notBefore &lt;= now &lt; notAfter.</summary>
[TestClass]
public class LifetimeTests
{
    private const uint NotBefore = LockRig.Noon + 1000;
    private const uint NotAfter = LockRig.Noon + 2000;

    [TestMethod]
    public void One_second_before_notBefore_the_holder_is_told_when_the_key_begins()
    {
        LockRig rig = new LockRig(NotBefore - 1, 256);
        Assert.AreEqual((int)Status.NotYetValid, (int)rig.Ask(Command.Unlock, Key()), "status");
        Assert.IsTrue(rig.IsProven, "mac");
        Assert.AreEqual(4, rig.Reply.BodyLength, "body");
        Assert.AreEqual(NotBefore, Office.BodyU32(rig, 0), "notBefore");
        AssertRefused(rig, (byte)Status.NotYetValid);
    }

    [TestMethod]
    public void At_notBefore_the_key_opens()
    {
        LockRig rig = new LockRig(NotBefore, 256);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, Key()), "status");
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void One_second_before_notAfter_the_key_still_opens()
    {
        LockRig rig = new LockRig(NotAfter - 1, 256);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, Key()), "status");
        Assert.IsTrue(rig.Door.IsReleased, "latch");
    }

    [TestMethod]
    public void At_notAfter_the_key_has_expired()
    {
        LockRig rig = new LockRig(NotAfter, 256);
        Assert.AreEqual((int)Status.Expired, (int)rig.Ask(Command.Unlock, Key()), "status");
        Assert.IsTrue(rig.IsProven, "mac");
        Assert.AreEqual(0, rig.Reply.BodyLength, "no body");
        AssertRefused(rig, (byte)Status.Expired);
    }

    [TestMethod]
    public void A_key_that_expires_while_the_phone_waits_is_judged_by_the_moment_of_the_request()
    {
        LockRig rig = new LockRig(NotAfter - 5, 256);
        rig.ReadChallenge();
        byte[] request = rig.Make(Command.Unlock, Key(), null, new byte[0]);
        rig.Advance(6000);
        Assert.AreEqual((int)Status.Expired, (int)rig.Send(request), "status");
    }

    private static Grant Key()
    {
        Grant grant = LockRig.NewGrant();
        grant.NotBefore = NotBefore;
        grant.NotAfter = NotAfter;
        return grant;
    }

    private static void AssertRefused(LockRig rig, byte reason)
    {
        AuditEvent refused = rig.LastEvent();
        Assert.AreEqual((int)EventKind.Refused, (int)refused.Kind, "event");
        Assert.AreEqual((int)reason, (int)refused.Reason, "reason");
        Assert.AreEqual(100u, refused.KeyId, "key");
        Assert.AreEqual(0, rig.Door.ReleaseCount, "latch");
    }
}
