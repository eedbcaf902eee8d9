using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Ports;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;
using Buffer = nanoFramework.Device.Bluetooth.Buffer;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>Passes the queued events of the radio to the engine and answers waiting reads. Runs on the lock's thread.</summary>
internal sealed class GattRequestDispatcher
{
    /// <summary>
    /// A waiting read is answered within this time or never, ms: the radio gives up after 2,000 ms, and its buffer is then gone.
    /// </summary>
    internal const long ParkedMsMax = 1_500;

    /// <summary>A read within this time after a read of a full piece continues it, ms.</summary>
    internal const long ContinuationMsMax = 2_000;

    private readonly LockEngine _engine;
    private readonly RadioQueue _queue;
    private readonly GattServer _server;
    private readonly IUptime _uptime;
    private readonly RadioEvent _event = new RadioEvent();
    private int _connection;
    private byte[]? _challenge;
    private bool _mayContinue;
    private long _challengeReadMs;

    internal GattRequestDispatcher(LockEngine engine, RadioQueue queue, GattServer server, IUptime uptime)
    {
        _engine = engine;
        _queue = queue;
        _server = server;
        _uptime = uptime;
    }

    /// <summary>Handles the next queued event.</summary>
    /// <returns>False when there was nothing.</returns>
    internal bool DispatchOne()
    {
        FollowConnection();
        if (!_queue.TryTake(_event))
            return false;
        RadioEvent item = _event;
        if (item.Connection != _connection)
        {
            // A central may have come since the first look.
            FollowConnection();
            if (item.Connection != _connection)
                return true;
        }
        long now = _uptime.Milliseconds;
        switch (item.Kind)
        {
            case RadioEventKind.Write:
                _mayContinue = false;
                if (_engine.Accept((byte[])item.Content!, now) && _server.IsSubscribed)
                    NotifyReply();
                break;
            case RadioEventKind.Challenge:
                Answer(item, now, Challenge(now), ChallengeFrame.Size);
                break;
            case RadioEventKind.Reply:
                _mayContinue = false;
                Answer(item, now, _engine.Reply, _engine.ReplyLength);
                break;
        }
        return true;
    }

    private void FollowConnection()
    {
        int connection = _server.Connection;
        if (connection == _connection)
            return;
        bool hadCentral = GattServer.IsOfCentral(_connection);
        _connection = connection;
        _mayContinue = false;
        long now = _uptime.Milliseconds;
        if (hadCentral)
            _engine.Disconnected(now);
        if (GattServer.IsOfCentral(connection))
            _engine.Connected(now);
    }

    /// <summary>
    /// The challenge for a read. The radio does not tell whether a read begins or continues. A phone that got as many bytes as the
    /// MTU allows reads on, and must then get the same value.
    /// </summary>
    private byte[]? Challenge(long now)
    {
        if (_mayContinue && now - _challengeReadMs <= ContinuationMsMax)
        {
            _mayContinue = false;
            return _challenge;
        }
        _challenge = _engine.DrawChallenge(now);
        _challengeReadMs = now;
        _mayContinue = ChallengeFrame.Size >= _server.Mtu - 1;
        return _challenge;
    }

    private void NotifyReply()
    {
        int mtu = _server.Mtu;
        int count = FrameSplitter.PieceCount(_engine.ReplyLength, mtu);
        for (int i = 0; i < count; i++)
            _server.Notify(FrameSplitter.Piece(_engine.Reply, _engine.ReplyLength, mtu, i));
    }

    private static void Answer(RadioEvent item, long now, byte[]? value, int length)
    {
        GattReadRequest request = (GattReadRequest)item.Content!;
        item.Content = null;
        if (now - item.AtMs > ParkedMsMax)
            return;
        if (value == null)
            request.RespondWithProtocolError(GattProtocolError.UnlikelyError);
        else
            request.RespondWithValue(new Buffer(Bytes.Copy(value, 0, length)));
    }
}
