using System.Text;
using LockFirmware.DeviceCosts.Libraries.Bluetooth.Gatt;
using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries.Bluetooth;

/// <summary>
/// The static objects of the Bluetooth library and of the events below it, of the device that runs. Source:
/// nanoframework/nanoFramework.Device.Bluetooth, BluetoothLEServer.cs, BluetoothEventListener.cs and BluetoothNanoDevice.cs;
/// nanoframework/nanoFramework.Runtime.Events, EventSink.cs.
/// </summary>
public sealed class BluetoothStack
{
    /// <summary>That of the device that runs.</summary>
    internal static BluetoothStack Current { get; set; } = null!;

    /// <summary>The server; null before its first use.</summary>
    internal BluetoothLEServer? Server { get; set; }

    /// <summary>The service providers.</summary>
    internal ArrayList Services { get; } = BluetoothLEServer.NewServices();

    /// <summary>Every characteristic that was ever made.</summary>
    internal ArrayList Characteristics { get; } = BluetoothEventListener.NewCharacteristics();

    /// <summary>Devices of a central; none here.</summary>
    internal ArrayList Devices { get; } = new();

    /// <summary>The name in the advertisement.</summary>
    internal string DeviceName { get; set; } = "nanoFramework";

    /// <summary>Who listens to native events.</summary>
    internal EventSink Events { get; } = new();

    internal ushort NextId { get; set; } = 1;
}

/// <summary>Source: nanoframework/System.Collections, Queue.cs.</summary>
public sealed class WatcherQueue : LibraryObject
{
    private readonly object?[] _array = Meter.Note(new object?[32]);
    private readonly int _head;
    private readonly int _tail;
    private readonly int _size;
}

/// <summary>
/// Receives the events of the radio. Its private fields have the names that the firmware looks for. Source: BluetoothEventListener.cs.
/// </summary>
public sealed class BluetoothEventListener : LibraryObject
{
    private static ArrayList _characteristicMap = new();
    private static WatcherQueue? _watcherQueue;
    private static AutoResetEvent _watcherEvent = new(false);
    private static Thread? _thread;

    /// <summary>Whether the thread that waits for scans lives. Without a queue it ends as soon as it is woken.</summary>
    internal static bool HasScanThread => _watcherQueue != null || !_watcherEvent.IsSet;

    /// <summary>What scans keep: the queue, and while it lives the thread and what it waits for.</summary>
    internal static IEnumerable<object?> ScanObjects => [_watcherQueue, _watcherEvent, HasScanThread ? _thread : null];

    /// <summary>Begins a device's life.</summary>
    internal static ArrayList NewCharacteristics()
    {
        _watcherQueue = new WatcherQueue();
        _watcherEvent = new AutoResetEvent(false);
        _thread = new Thread(() => { });
        return _characteristicMap = new ArrayList();
    }
}

/// <summary>Source: nanoframework/nanoFramework.Runtime.Events, EventSink.cs and NativeEventDispatcher.cs.</summary>
public sealed class EventSink : LibraryObject
{
    private readonly Delegate? _threadSpawn;
    private readonly Action _callbacks;
    private readonly bool _disposed;
    private readonly object? _dispatcher;

    [NotOnDevice]
    private readonly ArrayList _table = new();

    internal EventSink()
    {
        _callbacks = Dispatch;
        // Bluetooth, pins, storage.
        _table.Add(new EventInfo());
        _table.Add(new EventInfo());
        _table.Add(new EventInfo());
    }

    /// <summary>The static table of those who listen.</summary>
    internal ArrayList Table => _table;

    private void Dispatch() => _ = _callbacks;

    private sealed class EventInfo : LibraryObject
    {
        private readonly object? _listener;
        private readonly object? _filter;
        private readonly object? _processor;
        private readonly int _category;
    }
}

/// <summary>The server. Source: BluetoothLEServer.cs.</summary>
public sealed class BluetoothLEServer : LibraryObject
{
    // It has the name that the firmware looks for.
#pragma warning disable IDE1006 // Naming Styles
    private static readonly BluetoothEventListener _bluetoothEventManager = new();
#pragma warning restore IDE1006
    private static ArrayList _services = new();

    private readonly bool _disposedValue;
    private readonly DevicePairing _pairing = new();
    private readonly GattSession _session = new(new BluetoothDeviceId());

    private BluetoothLEServer()
    {
    }

    /// <summary>The server.</summary>
    public static BluetoothLEServer Instance => BluetoothStack.Current.Server ??= new BluetoothLEServer();

    /// <summary>The name in the advertisement.</summary>
    public string DeviceName
    {
        get => BluetoothStack.Current.DeviceName;
        set => BluetoothStack.Current.DeviceName = value;
    }

    /// <summary>The link to the central.</summary>
    public GattSession Session => _session;

    /// <summary>Begins a device's life.</summary>
    internal static ArrayList NewServices() => _services = new ArrayList();

    /// <summary>The object that receives the events of the radio.</summary>
    internal static BluetoothEventListener Listener => _bluetoothEventManager;
}

/// <summary>Source: Security/DevicePairing.cs.</summary>
public sealed class DevicePairing : LibraryObject
{
    private readonly object? _device;
    private readonly object? _server;
    private readonly AutoResetEvent _completedEvent = new(false);
    private readonly bool _canPair;
    private readonly bool _isPaired;
    private readonly bool _isAuthenticated;
    private readonly bool _isSecure;
    private readonly int _ioCapabilities;
    private readonly int _protectionLevel;
    private readonly bool _bondingAllowed;
    private readonly int _pairingStatus;
    private readonly bool _outOfBand;
    private readonly object? _pairingRequested;
    private readonly object? _pairingComplete;
}

/// <summary>Source: BluetoothDeviceId.cs.</summary>
public sealed class BluetoothDeviceId : LibraryObject
{
    private readonly int _id;
}

/// <summary>Source: Advertisement/BluetoothLEAdvertisement.cs and BluetoothLEAdvertisementDataSection.cs.</summary>
public sealed class BluetoothLEAdvertisement : LibraryObject
{
    private const byte FlagsType = 1;
    private const byte NameType = 9;
    private const byte UuidType = 7;

    private readonly byte _flags;
    private readonly string _localName;
    private readonly ArrayList _serviceUuids = new();
    private readonly ArrayList _dataSections = new();
    private readonly ArrayList _manufacturerData = new();
    private readonly bool _isConnectable;
    private readonly bool _isDiscovable;

    internal BluetoothLEAdvertisement(string name)
    {
        _localName = name;
        _dataSections.Add(new Section(FlagsType, new Buffer(Meter.Note(new byte[1]))));
        DataWriter writer = new();
        writer.WriteBytes(Encoding.UTF8.GetBytes(name));
        _dataSections.Add(new Section(NameType, writer));
    }

    /// <summary>Adds the UUID of the service.</summary>
    internal void Add(Guid service)
    {
        DataWriter writer = new();
        writer.WriteBytes(service.ToByteArray());
        _dataSections.Add(new Section(UuidType, writer));
    }

    private sealed class Section(byte type, Buffer buffer) : LibraryObject
    {
        private readonly byte _dataType = type;
        private readonly Buffer _buffer = buffer;
    }
}
