using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.Ports;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>A change that an exception ended is discarded before anything else uses the memory.</summary>
[TestClass]
public class UnfinishedChangeTests
{
    [TestMethod]
    public void A_planned_reboot_after_an_exception_does_not_store_half_a_change()
    {
        LockRig rig = HalfReset(out byte[] _);
        int reboots = rig.Board.RebootCount;
        rig.Engine.Disconnected(rig.UptimeMs);
        Assert.AreEqual(reboots + 1, rig.Board.RebootCount, "the planned reboot");
        rig.Boot();
        Assert.IsTrue(rig.Engine.Memory.Identity.IsProvisioned, "identity");
        Assert.AreEqual(0, rig.Count(EventKind.Reset), "the reset did not happen");
    }

    [TestMethod]
    public void A_challenge_after_an_exception_is_drawn_by_what_is_stored()
    {
        LockRig rig = HalfReset(out byte[] nonceSecret);
        byte[]? frame = rig.Engine.DrawChallenge(rig.UptimeMs);
        Assert.IsTrue(frame != null && ChallengeFrame.IsProvisioned(frame), "provisioned");
        CollectionAssert.AreEqual(nonceSecret, rig.Engine.Memory.Identity.NonceSecret, "secret of the challenge");
    }

    /// <summary>A lock with a planned reboot, in which an exception has just ended a reset before it was stored.</summary>
    private static LockRig HalfReset(out byte[] nonceSecret)
    {
        LockRig rig = new LockRig { Faults = new ThrowingSink() };
        rig.Boot();
        rig.Connect();
        rig.Advance(60_000);
        Grant manager = LockRig.NewGrant(Rights.Manage);
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Manage, manager, new byte[] { (byte)ManageOperation.Reboot }), "planned");
        nonceSecret = Bytes.Copy(rig.Engine.Memory.Identity.NonceSecret, 0, Hmac.HashSize);
        rig.Board.RecordsThrow = true;
        bool hasThrown = false;
        try
        {
            rig.Engine.Reset.TryReset(rig.SetupSecret, LockReset.ByButton, 0, rig.UptimeMs);
        }
        catch (InvalidOperationException)
        {
            hasThrown = true;
        }
        rig.Board.RecordsThrow = false;
        Assert.IsTrue(hasThrown, "an exception ended it");
        return rig;
    }

    private sealed class ThrowingSink : IFaultSink
    {
        public void Report(Exception exception) => throw exception;

        public void ReportMemory(Exception exception) => throw exception;
    }
}
