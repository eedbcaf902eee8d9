using System;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using LockFirmware.TestKit.Run;
using LockFirmware.Tests.Pc.Board;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualBoard.Bluez;

namespace LockFirmware.Tests.Pc.Air;

/// <summary>Over Bluetooth: a phone that keeps the lock to itself is put off, and the lock serves the next one.</summary>
[TestClass]
[DoNotParallelize]
[TestCategory(AirStage.Category)]
[TestCategory("Slow")]
public sealed class AirHogTests
{
    private const int StepMs = 10_000;
    private const int StepCount = 12;

    [TestMethod]
    [DataRow(false, DisplayName = "one that is silent")]
    [DataRow(true, DisplayName = "one that is refused again and again")]
    public async Task A_phone_that_keeps_the_lock_to_itself_is_put_off_and_the_next_one_opens_the_door(bool speaks)
    {
        string[] adapters = AirAdapters.Take(3, Assert.Inconclusive);
        using BoardBench bench = new();
        using BluezPeripheral air = BluezPeripheral.Start(bench.Board.Air, adapters[0], AirAdapters.AdvertiseAgain);
        SoughtLock sought = new(LockRig.FacilityId, LockRig.LockId);
        await using BluezLink hog = new(adapters[2], null, sought);
        await hog.ConnectAsync();
        bench.Time.Advance(20);
        LockClient stranger = new(hog);
        for (int i = 0; i < StepCount; i++)
        {
            Assert.IsTrue(bench.Board.Air.HasCentral, $"step {i}");
            if (speaks)
                Assert.AreEqual(Status.NotPermitted, (await stranger.AskAsync(Command.Unlock, bench.NewKey(Rights.ReadEvents))).Status);
            bench.Time.Advance(StepMs);
        }
        bench.Time.Advance(1000);
        Assert.AreEqual((int)BootReason.ConnectionHog, (int)bench.Events().FindLast(audit => audit.Kind == EventKind.Boot)!.Reason);
        Assert.IsFalse(bench.Board.Air.HasCentral, "the lock is free");

        await using BluezLink next = new(adapters[1], null, sought);
        await next.ConnectAsync();
        Assert.AreEqual(Status.Ok, (await new LockClient(next).AskAsync(Command.Unlock, bench.NewKey(Rights.Unlock))).Status);
        Assert.IsTrue(bench.Board.Door.IsReleased);
        LockLinkException lost = await Assert.ThrowsExactlyAsync<LockLinkException>(() => hog.ReadChallengeAsync());
        Assert.IsTrue(lost.EndsConnection, lost.Message);
        bench.AssertNoFaults();
    }
}
