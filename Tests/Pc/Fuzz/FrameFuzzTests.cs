using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Protocol;
using LockFirmware.Tests.Pc.Access;
using LockFirmware.Tests.Protocol;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Fuzz;

/// <summary>Random and mutated frames against one lock; the seed is printed and can be given.</summary>
[TestClass]
[TestCategory("Slow")]
public class FrameFuzzTests
{
    private const int FrameCount = 100_000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void A_hundred_thousand_frames_that_are_not_authentic_change_nothing()
    {
        Random random = new(TestSeed.Draw(TestContext));
        LockRig rig = new();
        FrameSource source = new(random, rig);
        RigMark mark = new(rig);
        int answered = 0;
        for (int i = 0; i < FrameCount; i++)
        {
            if (i % 5 == 0)
                rig.ReadChallenge();
            byte[][] pieces = source.NextForged();
            foreach (byte[] piece in pieces)
            {
                if (!rig.Engine.Accept(piece, rig.UptimeMs))
                    continue;
                answered++;
                Status status = rig.TakeReply();
                Assert.AreNotEqual(Status.InternalError, status, $"frame {i}: {Convert.ToHexString(piece)}");
                Assert.IsTrue(rig.Reply.IsUnkeyed || rig.Reply.CommandByte == (byte)Command.Here, $"frame {i} was believed: {status}");
            }
            if (i % 2000 == 1999)
            {
                mark.AssertUntouched($"frame {i}");
                PassTime(rig);
            }
        }
        Assert.IsGreaterThan(FrameCount / 3, answered, "frames that came to an answer");
        mark.AssertUntouched("at the end");
        Assert.AreEqual((int)Status.Ok, (int)rig.Ask(Command.Unlock, LockRig.NewGrant()), "a key still opens");
    }

    [TestMethod]
    public void Authentic_nonsense_never_fails_the_firmware_and_opens_only_with_the_right()
    {
        Random random = new(TestSeed.Draw(TestContext));
        LockRig rig = new();
        FrameSource source = new(random, rig);
        int kept = 0;
        for (int i = 0; i < FrameCount / 4; i++)
        {
            rig.ReadChallenge();
            byte[] request = source.NextAuthentic(out bool mayOpen);
            int releases = rig.Door.ReleaseCount;
            Status status = rig.Send(request);
            Assert.AreNotEqual(Status.InternalError, status, $"request {i}: {Convert.ToHexString(request)}");
            Assert.IsTrue(mayOpen || rig.Door.ReleaseCount == releases, $"request {i} opened: {Convert.ToHexString(request)}");
            if (!rig.Reply.IsUnkeyed)
                kept++;
            // Some frames change the lock for good (a new secret, a wrong clock, a reset), so a new lock is used from here on.
            if (!rig.Engine.Memory.Identity.IsProvisioned || i % 500 == 499)
                rig = source.Renew();
            else
                rig.Advance(20);
        }
        Assert.IsGreaterThan(FrameCount / 8, kept, "requests that were authentic");
    }

    /// <summary>Lets the central connect again, so that the lock does not drop it, and lets time pass.</summary>
    private static void PassTime(LockRig rig)
    {
        rig.Disconnect();
        rig.Connect();
        rig.Advance(200);
    }
}
