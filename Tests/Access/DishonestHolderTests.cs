using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Access;

/// <summary>An attacker with an authentic key, or with all secrets of another lock, who uses his own app (docs/threat-model.md).</summary>
[TestClass]
public class DishonestHolderTests
{
    private const int LimitCount = 10;

    [TestMethod]
    public void A_phone_that_rewrites_any_limit_of_its_key_is_not_authentic()
    {
        LockRig rig = new LockRig();
        byte[] own = rig.HolderSecret(Narrow());
        Assert.AreEqual((int)Status.OutsideHours, (int)Office.Unlock(rig, Narrow()), "the key as it was issued");
        for (int limit = 0; limit < LimitCount; limit++)
        {
            Grant rewritten = Rewrite(limit);
            rig.Advance(1000);
            rig.ReadChallenge();
            byte[] request = Request.Build(Command.Unlock, 1, rig.Nonce(), rewritten.ToBytes(), null, new byte[0], own, rig.Challenge);
            Assert.AreEqual((int)Status.NotAuthentic, (int)rig.Send(request), "limit " + limit.ToString());
            Assert.IsTrue(rig.Reply.IsUnkeyed, "and no more is told");
        }
        Assert.AreEqual(0, rig.Door.ReleaseCount, "the door");
    }

    [TestMethod]
    public void What_was_read_out_of_one_lock_opens_no_other()
    {
        LockRig rig = new LockRig();
        LockSecrets stolen =
            new LockSecrets(LockSecrets.DeriveLockSecret(LockRig.Secret(1), LockRig.FacilityId, LockRig.LockId + 1, LockRig.Generation));
        byte[][] secrets =
            { stolen.LockSecret, stolen.KeyMinter, stolen.NoticeSecret, stolen.AuditSecret, stolen.NonceSecret, stolen.HereSecret };
        Grant grant = LockRig.NewGrant(Rights.All);
        uint applied = rig.Engine.Memory.State.Applied;
        uint now = rig.Now;
        foreach (byte[] secret in secrets)
        {
            AssertRefused(rig, Command.Unlock, grant, secret, new byte[0]);
            AssertRefused(rig, Command.Unlock, grant, Grant.HolderSecret(secret, grant.ToBytes()), new byte[0]);
            NoticeBuilder notice = Office.Next(rig);
            notice.Lockdown(true);
            AssertRefused(rig, Command.Deliver, null, null, notice.ToBytes(secret));
            rig.ReadChallenge();
            AssertRefused(rig, Command.SetTime, null, null, FacilityTime.Make(secret, rig.Challenge, LockRig.Noon + LockRig.Day));
        }
        Assert.AreEqual(0, rig.Door.ReleaseCount, "the door");
        Assert.AreEqual(applied, rig.Engine.Memory.State.Applied, "the notices");
        Assert.AreEqual(now, rig.Now, "the clock");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, grant), "its own key opens it");
    }

    /// <summary>Sends a request for the last challenge, and reads the next challenge.</summary>
    private static void AssertRefused(LockRig rig, Command command, Grant? grant, byte[]? secret, byte[] body)
    {
        if (command != Command.SetTime)
            rig.ReadChallenge();
        Status status = rig.Send(Request.Build(command, 1, rig.Nonce(), grant?.ToBytes(), null, body, secret, rig.Challenge));
        Assert.AreEqual((int)Status.NotAuthentic, (int)status, "under another lock's secret");
    }

    /// <summary>A key whose only hours are on Sunday; the rig's clock says Monday.</summary>
    private static Grant Narrow()
    {
        Grant grant = LockRig.WithWindows(LockRig.NewGrant(), LockRig.Window(0x40, 480, 600));
        grant.Tenancy = 5;
        return grant;
    }

    private static Grant Rewrite(int limit)
    {
        Grant grant = Narrow();
        switch (limit)
        {
            case 0:
                return LockRig.WithWindows(grant, LockRig.Always());
            case 1:
                grant.NotAfter += LockRig.Day;
                break;
            case 2:
                grant.NotBefore -= LockRig.Day;
                break;
            case 3:
                grant.Rights = Rights.All;
                break;
            case 4:
                grant.Tenancy = 0;
                break;
            case 5:
                grant.Tenancy++;
                break;
            case 6:
                grant.IssuedAt += LockRig.Day;
                break;
            case 7:
                grant.KeyId++;
                break;
            case 8:
                grant.HolderId++;
                break;
            default:
                grant.LockId++;
                break;
        }
        return grant;
    }
}
