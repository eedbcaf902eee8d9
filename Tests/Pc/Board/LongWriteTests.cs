using LockFirmware.KeyCrypto;
using LockFirmware.VirtualBoard.Phone;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Board;

/// <summary>A request that a phone writes in one, although it is longer than a packet (docs/protocol.md, 4.4).</summary>
[TestClass]
public sealed class LongWriteTests
{
    private const int MtuMin = 23;

    [TestMethod]
    public void An_unlock_in_one_long_write_opens_the_door()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(MtuMin);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] request = phone.MakeRequest(Command.Unlock, bench.NewKey(Rights.Unlock));
        byte[] whole = FrameSplitter.Piece(request, request.Length, 512, 0);

        Assert.IsTrue(phone.Central.WriteLong(LockUuids.Request, whole).Ok);
        bench.Time.Advance(20);
        Assert.IsTrue(bench.Board.Door.IsReleased);
    }

    [TestMethod]
    public void Long_writes_that_wait_are_bounded_in_bytes_and_refused_with_0x11()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(MtuMin);
        Assert.IsTrue(phone.ReadChallenge());
        byte[] request = phone.MakeRequest(Command.Unlock, bench.NewKey(Rights.Unlock));
        bench.Time.IsLockHung = true;
        int waiting = 0;
        for (int i = 0; i < 20; i++)
        {
            AttResult result = phone.Central.WriteLong(LockUuids.Request, new byte[VirtualCentral.ValueSizeMax / 3]);
            if (result.Ok)
                waiting += VirtualCentral.ValueSizeMax / 3;
            else
                Assert.AreEqual(GattProtocolError.InsufficientResources, result.Error, $"write {i}");
        }
        Assert.IsInRange(VirtualCentral.ValueSizeMax / 3, Request.FrameSizeMax + FrameSplitter.PieceCountMax, waiting, "bytes that wait");
        bench.Time.IsLockHung = false;
        bench.Time.Advance(20);
        // What was refused leaves room: the longest piece, and then a key.
        Assert.IsTrue(phone.Central.WriteLong(LockUuids.Request, new byte[VirtualCentral.ValueSizeMax]).Ok, "the longest one");
        bench.Time.Advance(20);
        Assert.IsTrue(phone.Central.WriteLong(LockUuids.Request, FrameSplitter.Piece(request, request.Length, 512, 0)).Ok, "the key");
        bench.Time.Advance(20);
        Assert.IsTrue(bench.Board.Door.IsReleased, "opens");
    }

    [TestMethod]
    public void The_longest_write_of_nonsense_and_one_that_is_longer_leave_the_lock_working()
    {
        using BoardBench bench = new();
        VirtualPhone phone = bench.Connect(MtuMin);
        for (int i = 0; i < 20; i++)
            phone.Central.WriteLong(LockUuids.Request, new byte[VirtualCentral.ValueSizeMax]);
        Assert.AreEqual(AttError.InvalidAttributeValueLength,
            phone.Central.WriteLong(LockUuids.Request, new byte[VirtualCentral.ValueSizeMax + 1]).Error);
        phone.Leave();
        bench.Time.Advance(20);
        Assert.AreEqual(Status.Ok, bench.Visit(Command.Unlock, Rights.Unlock));
        Assert.IsEmpty(bench.Board.Air.Faults);
    }
}
