using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>A fault inside the lock's own radio handlers: each request is answered exactly once, and the radio continues to work.</summary>
[TestClass]
public sealed class HandlerFaultTests
{
    [TestMethod]
    public void A_handler_that_throws_answers_once_and_the_next_request_works()
    {
        DrivenRadioTime time = new();
        VirtualAir air = new(time);
        FaultyUptime uptime = new(time);
        RigBoard board = new(256);
        air.PowerOn();
        VirtualAir.Current = air;
        LockParts parts = new(board, board, board, new RigDoor(), board, LockRig.Secret(7));
        Firmware firmware = new(parts, uptime, "virtual", new Supervisor(parts.Egress, board, 0));
        VirtualCentral central = air.Connect()!;
        long startedMs = time.NowMs;
        foreach (Guid characteristic in new[] { LockUuids.Challenge, LockUuids.Reply })
        {
            uptime.ThrowCount = 1;
            Assert.AreEqual((byte)0x11, central.ReadPiece(characteristic, 0).Error);
        }
        uptime.ThrowCount = 1;
        Assert.AreEqual((byte)0x11, central.Write(LockUuids.Request, [0xC0, 1]).Error);
        Assert.IsTrue(time.NowMs - startedMs < 500, "answered at once, not by the radio's time-out");
        Assert.IsEmpty(air.Faults);
        time.Pump = () => firmware.RunOnce();
        Assert.IsTrue(central.Read(LockUuids.Challenge).Ok);
        Assert.IsTrue(central.Write(LockUuids.Request, [0xC0, 1]).Ok);
        Assert.IsTrue(central.Read(LockUuids.Reply).Ok);
        Assert.IsEmpty(air.Faults);
    }

    private sealed class FaultyUptime(IRadioTime time) : IUptime
    {
        public int ThrowCount { get; set; }

        public long Milliseconds
        {
            get
            {
                if (ThrowCount == 0)
                    return time.NowMs;
                ThrowCount--;
                throw new InvalidOperationException("a fault inside the handler");
            }
        }
    }
}
