using System;
using System.Linq;
using System.Text.Json;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>A lock that is sent exactly the exchanges of docs/protocol-vectors.json.</summary>
[TestClass]
public sealed class VectorLockTests
{
    private const int Mtu = 185;

    private readonly RigBoard _board = new(256);
    private readonly RigDoor _door = new();
    private LockEngine _engine = null!;
    private uint _bootCount;

    [TestMethod]
    public void A_lock_that_is_fed_the_requests_gives_the_replies_byte_by_byte()
    {
        int exchanges = 0;
        foreach (JsonElement item in VectorTests.Cases().Where(item => VectorTests.Kind(item) == "exchange"))
        {
            Replay(item, IndependentProtocol.U32(item.GetProperty("in"), "uptimeMs"));
            exchanges++;
        }
        Assert.IsGreaterThanOrEqualTo(16, exchanges);
        Assert.AreEqual(3, _door.ReleaseCount, "holder or guest, staff's passage mode, staff under the next generation");
        Assert.IsTrue(_door.IsReleased, "the last one was admitted");
    }

    private void Replay(JsonElement item, long uptimeMs)
    {
        string name = VectorTests.Name(item);
        JsonElement output = item.GetProperty("out");
        BootUntil(IndependentProtocol.U32(item.GetProperty("in"), "bootCount"));
        _engine.Tick(uptimeMs);
        byte[]? frame = _engine.DrawChallenge(uptimeMs);
        Assert.AreEqual(output.GetProperty("challengeFrame").GetString(), Convert.ToHexStringLower(frame!), $"{name}: the challenge");
        byte[] request = IndependentProtocol.Hex(output, "request");
        for (int i = 0; i < FrameSplitter.PieceCount(request.Length, Mtu); i++)
            _engine.Accept(FrameSplitter.Piece(request, request.Length, Mtu, i), uptimeMs);
        string reply = Convert.ToHexStringLower(_engine.Reply, 0, _engine.ReplyLength);
        Assert.AreEqual(output.GetProperty("reply").GetString(), reply, $"{name}: the reply");
        bool opens = IndependentProtocol.U8(item.GetProperty("in"), "command") == (byte)Command.Unlock
            && IndependentProtocol.U8(item.GetProperty("in"), "status") == (byte)Status.Ok;
        Assert.IsTrue(!opens || _door.IsReleased, $"{name}: the latch");
    }

    private void BootUntil(uint bootCount)
    {
        while (_bootCount < bootCount)
        {
            if (_bootCount > 0)
                _engine.Disconnected(0);
            _bootCount++;
            _engine = new LockEngine(new LockParts(_board, _board, _board, _door, _board, VectorWorld.SetupSecret), 0);
            _engine.Connected(0);
        }
    }
}
