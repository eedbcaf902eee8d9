using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Supervision;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;
using Buffer = nanoFramework.Device.Bluetooth.Buffer;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>
/// The lock's GATT service on the platform's Bluetooth library (docs/protocol.md, 4). Its handlers run on the library's
/// event thread. They copy and queue a write and answer it at once, exactly once on every path, because a late or second
/// answer stops the radio until a reboot. Reads of Challenge and Reply wait in the queue until the lock's thread answers them.
/// </summary>
internal sealed class GattServer
{
    /// <summary>The MTU of a connection before the exchange.</summary>
    internal const int MtuMin = 23;

    private const long NotBegun = -1;

    private readonly RadioQueue _queue;
    private readonly IUptime _uptime;
    private readonly ThreadWatch _watch;
    private readonly GattLocalCharacteristic _reply;
    private int _connection;
    private int _mtu = MtuMin;
    private bool _isSubscribed;

    /// <summary>Creates the service and starts to advertise.</summary>
    /// <param name="queue">Receives the events.</param>
    /// <param name="uptime">Gives the time of each event.</param>
    /// <param name="watch">Is told when a handler begins and ends, and which exceptions it catches.</param>
    /// <param name="identity">The constant value of Identity, without the board's name.</param>
    /// <param name="name">The device's name in the advertisement.</param>
    /// <param name="board">The board's name, the end of Identity.</param>
    internal GattServer(RadioQueue queue, IUptime uptime, ThreadWatch watch, byte[] identity, string name, string board)
    {
        _queue = queue;
        _uptime = uptime;
        _watch = watch;
        // The library sends no events to a service that was created before its server.
        BluetoothLEServer server = BluetoothLEServer.Instance;
        server.DeviceName = name;
        server.Session.SessionStatusChanged += OnSession;
        server.Session.MaxPduSizeChanged += OnMtu;
        GattServiceProvider provider = GattServiceProvider.Create(LockUuids.Service).ServiceProvider;
        UnusedLibraryParts.RemoveDeviceInformation(provider);
        GattLocalService service = provider.Service;
        service.CreateCharacteristic(LockUuids.Identity, new GattLocalCharacteristicParameters
        {
            CharacteristicProperties = GattCharacteristicProperties.Read,
            StaticValue = new Buffer(IdentityFrame.WithBoard(identity, board)),
        });
        Characteristic(service, LockUuids.Challenge, GattCharacteristicProperties.Read).ReadRequested += OnChallenge;
        Characteristic(service, LockUuids.Request, GattCharacteristicProperties.Write).WriteRequested += OnWrite;
        _reply = Characteristic(service, LockUuids.Reply, GattCharacteristicProperties.Read | GattCharacteristicProperties.Notify);
        _reply.ReadRequested += OnReply;
        _reply.SubscribedClientsChanged += OnSubscribed;
        provider.StartAdvertising(new GattServiceProviderAdvertisingParameters { IsConnectable = true, IsDiscoverable = true });
        UnusedLibraryParts.LetGo();
    }

    /// <summary>Changes whenever a central connects or disconnects; odd while one is connected.</summary>
    internal int Connection => _connection;

    /// <summary>Whether a connection number means a connected central.</summary>
    internal static bool IsOfCentral(int connection) => (connection & 1) != 0;

    /// <summary>The MTU of the present connection.</summary>
    internal int Mtu => _mtu;

    /// <summary>Whether the central wants notifications of Reply.</summary>
    internal bool IsSubscribed => _isSubscribed;

    /// <summary>Sends one notification of Reply; it may be lost.</summary>
    /// <param name="piece">At most MTU - 3 bytes.</param>
    internal void Notify(byte[] piece) => _reply.NotifyValue(new Buffer(piece));

    private static GattLocalCharacteristic Characteristic(GattLocalService service, Guid uuid, GattCharacteristicProperties properties) =>
        service.CreateCharacteristic(uuid, new GattLocalCharacteristicParameters { CharacteristicProperties = properties }).Characteristic;

    private void OnSession(object sender, GattSessionStatusChangedEventArgs args)
    {
        try
        {
            _connection = args.Status == GattSessionStatus.Active ? (_connection + 1) | 1 : (_connection + 2) & ~1;
            // The library still reports the MTU of the last connection.
            _mtu = MtuMin;
            _isSubscribed = false;
        }
        catch (Exception exception)
        {
            _watch.Report(exception);
        }
    }

    private void OnMtu(object? sender, EventArgs args)
    {
        try
        {
            int mtu = BluetoothLEServer.Instance.Session.MaxMtuSize;
            _mtu = mtu < MtuMin ? MtuMin : mtu;
        }
        catch (Exception exception)
        {
            _watch.Report(exception);
        }
    }

    private void OnSubscribed(GattLocalCharacteristic sender, object? args)
    {
        try
        {
            _isSubscribed = sender.SubscribedClients.Length > 0;
        }
        catch (Exception exception)
        {
            _watch.Report(exception);
        }
    }

    private void OnChallenge(GattLocalCharacteristic sender, GattReadRequestedEventArgs args) => Park(RadioEventKind.Challenge, args);

    private void OnReply(GattLocalCharacteristic sender, GattReadRequestedEventArgs args) => Park(RadioEventKind.Reply, args);

    private void Park(RadioEventKind kind, GattReadRequestedEventArgs args)
    {
        GattReadRequest? request = null;
        bool isParked = false;
        long begunMs = NotBegun;
        try
        {
            request = args.GetRequest();
            begunMs = Begin();
            isParked = _queue.TryAdd(kind, _connection, begunMs, request);
        }
        catch (Exception exception)
        {
            // The request is answered below. No exception may reach the library's event thread.
            _watch.Report(exception);
        }
        if (!isParked && request != null && IsInTime(begunMs))
            request.RespondWithProtocolError(GattProtocolError.InsufficientResources);
        _watch.SetIdle();
    }

    private void OnWrite(GattLocalCharacteristic sender, GattWriteRequestedEventArgs args)
    {
        GattWriteRequest? request = null;
        bool isQueued = false;
        long begunMs = NotBegun;
        try
        {
            request = args.GetRequest();
            begunMs = Begin();
            Buffer value = request.Value;
            if (_queue.HasRoomFor((int)value.Length))
            {
                byte[] piece = new byte[value.Length];
                DataReader.FromBuffer(value).ReadBytes(piece);
                isQueued = _queue.TryAdd(RadioEventKind.Write, _connection, begunMs, piece);
            }
        }
        catch (Exception exception)
        {
            // The request is answered below. No exception may reach the library's event thread.
            _watch.Report(exception);
        }
        if (request != null && IsInTime(begunMs))
            Answer(request, isQueued);
        _watch.SetIdle();
    }

    private static void Answer(GattWriteRequest request, bool isQueued)
    {
        if (isQueued)
            request.Respond();
        else
            request.RespondWithProtocolError(GattProtocolError.InsufficientResources);
    }

    /// <summary>Tells the watch that a handler has begun and must end in time.</summary>
    private long Begin()
    {
        long now = _uptime.Milliseconds;
        _watch.Beat(now);
        return now;
    }

    /// <summary>
    /// Whether a handler may still answer: the radio gives up after 2 s, and a later answer would stop it until a reboot.
    /// </summary>
    private bool IsInTime(long begunMs)
    {
        try
        {
            return begunMs == NotBegun || _uptime.Milliseconds - begunMs <= GattRequestDispatcher.ParkedMsMax;
        }
        catch (Exception exception)
        {
            _watch.Report(exception);
            return false;
        }
    }
}
