using System;
using System.Linq;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Protocol;
using LockFirmware.TestKit.Budget;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>
/// What an unlock may cost the lock. The costs are counted, so the numbers are the same on every machine (docs/performance.md).
/// </summary>
[TestClass]
[DoNotParallelize]
public class UnlockBudgetTests
{
    private const int AllocatedMax = 1024;
    private const int UnlockMs = 1000;
    private const int WarmUpCount = 16;
    private const int Many = 10_000;
    private const int WholeFrameMtu = 600;

    [TestMethod]
    public void An_unlock_by_a_holder_costs_four_HMACs() => Assert.AreEqual(4u, HmacsOfUnlock(null));

    [TestMethod]
    public void An_unlock_by_a_guest_costs_five_HMACs() => Assert.AreEqual(5u, HmacsOfUnlock(NewShare()));

    [TestMethod]
    public void A_request_that_is_not_authentic_costs_three_HMACs()
    {
        LockRig rig = new();
        uint before = Hmac.Computed;
        rig.ReadChallenge();
        uint challenge = Hmac.Computed - before;
        byte[] request = rig.Make(Command.Unlock, LockRig.NewGrant(Rights.Unlock), null, []);
        request[^1] ^= 1;
        before = Hmac.Computed;
        Assert.AreEqual(Status.NotAuthentic, rig.Send(request));
        Assert.AreEqual(3u, challenge + (Hmac.Computed - before));
    }

    [TestMethod]
    public void A_request_for_another_lock_costs_no_HMAC_beyond_the_challenge()
    {
        LockRig rig = new();
        rig.ReadChallenge();
        Grant grant = LockRig.NewGrant(Rights.Unlock);
        grant.LockId++;
        byte[] request = rig.Make(Command.Unlock, grant, null, []);
        uint before = Hmac.Computed;
        Assert.AreEqual(Status.NotAuthentic, rig.Send(request));
        Assert.AreEqual(0u, Hmac.Computed - before);
    }

    [TestMethod]
    public void An_unlock_by_a_holder_allocates_at_most_1024_bytes() => AssertAllocates(null);

    [TestMethod]
    public void An_unlock_by_a_guest_allocates_at_most_1024_bytes() => AssertAllocates(NewShare());

    [TestMethod]
    public void The_last_of_ten_thousand_unlocks_allocates_no_more_than_the_first()
    {
        const int few = 100;
        byte[][] pieces = Record(null, WarmUpCount + Many);
        LockRig rig = NewRig();
        Play(rig, pieces[..WarmUpCount]);
        long first = AllocatedBy(rig, pieces[WarmUpCount..(WarmUpCount + few)]);
        Play(rig, pieces[(WarmUpCount + few)..^few]);
        Assert.AreEqual(first, AllocatedBy(rig, pieces[^few..]));
    }

    [TestMethod]
    public void Ten_thousand_unlocks_leave_nothing_behind()
    {
        // The collector also counts what other threads of the test run keep or have reserved meanwhile, and that comes now and then.
        // What unlocks leave grows in every part: the smallest object has 24 bytes.
        const int parts = 5;
        const long noise = Many / parts * 12;
        byte[][] pieces = Record(null, WarmUpCount + Many);
        LockRig rig = NewRig();
        Play(rig, pieces[..WarmUpCount]);
        long[] growths = [.. pieces[WarmUpCount..].Chunk(Many / parts).Select(part => GrowthBy(rig, part))];
        GC.KeepAlive(pieces);
        Assert.IsLessThan(noise, growths.Min(), string.Join(", ", growths));
    }

    private static uint HmacsOfUnlock(Share? share)
    {
        byte[][] pieces = Record(share, 2);
        LockRig rig = NewRig();
        Play(rig, pieces[..1]);
        uint before = Hmac.Computed;
        Play(rig, pieces[1..]);
        return Hmac.Computed - before;
    }

    private static void AssertAllocates(Share? share)
    {
        byte[][] pieces = Record(share, WarmUpCount + 1);
        LockRig rig = NewRig();
        Play(rig, pieces[..WarmUpCount]);
        Assert.IsInRange(1, AllocatedMax, AllocatedBy(rig, pieces[WarmUpCount..]));
    }

    private static long GrowthBy(LockRig rig, byte[][] pieces)
    {
        long before = GC.GetTotalMemory(true);
        Play(rig, pieces);
        long growth = GC.GetTotalMemory(true) - before;
        GC.KeepAlive(rig);
        return growth;
    }

    private static long AllocatedBy(LockRig rig, byte[][] pieces) => OwnAllocations.Of(() => Play(rig, pieces));

    // The ring is full from the start, so that the first and the last unlocks do the same work.
    private static LockRig NewRig() => new(LockRig.Noon, 64);

    /// <summary>Records the requests of unlocks, one a second, with a second lock that draws the same challenges.</summary>
    private static byte[][] Record(Share? share, int count)
    {
        Grant grant = LockRig.NewGrant(Rights.Unlock | Rights.Share);
        LockRig twin = NewRig();
        byte[][] pieces = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            twin.Leap(UnlockMs);
            twin.ReadChallenge();
            byte[] request = twin.Make(Command.Unlock, grant, share, []);
            pieces[i] = FrameSplitter.Piece(request, request.Length, WholeFrameMtu, 0);
            twin.Engine.Accept(pieces[i], twin.UptimeMs);
            Assert.AreEqual(Status.Ok, twin.TakeReply());
        }
        return pieces;
    }

    private static void Play(LockRig rig, byte[][] pieces)
    {
        foreach (byte[] piece in pieces)
        {
            rig.Leap(UnlockMs);
            // Nobody may stay connected for all of these.
            rig.Disconnect();
            rig.Connect();
            rig.Engine.DrawChallenge(rig.UptimeMs);
            rig.Engine.Accept(piece, rig.UptimeMs);
            if (rig.Engine.Reply[3] != (byte)Status.Ok)
                Assert.Fail($"The twin's request got {(Status)rig.Engine.Reply[3]}.");
        }
    }

    private static Share NewShare()
    {
        Share share = new() { GuestId = 20, NotAfter = LockRig.Noon + LockRig.Day, Rights = Rights.Unlock };
        share.Windows.TryRead(LockRig.Always(), 0, 1);
        return share;
    }
}
