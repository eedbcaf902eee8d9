using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.VirtualRadio;

/// <summary>
/// The state of a radio and its library between power on and power off. The objects that the firmware holds refer to it, so a
/// thread from before a power cut cannot change anything after it. Source: nanoFramework.Device.Bluetooth (the statics of
/// BluetoothLEServer, BluetoothNanoDevice); nf-interpreter, ESP32, GattServiceProvider natives.
/// </summary>
internal sealed class RadioLife
{
    private const ushort ConnectionHandle = 1;
    private const int NoSuchValue = 1;
    private const int NotConnected = 7;

    private readonly VirtualAir _air;
    private readonly object _state = new();
    private readonly List<GattServiceProvider> _services = [];
    private BluetoothLEServer? _server;
    private volatile GattLocalCharacteristic[] _table = [];
    private volatile Advertisement? _advertisement;
    private volatile VirtualCentral? _central;
    private volatile bool _isStackRunning;
    private volatile bool _hasCrashed;
    private volatile bool _hasEnded;
    private int _lastCharacteristicId;

    internal RadioLife(VirtualAir air)
    {
        _air = air;
        Slot = new EventSlot(air.Report, air.Time.Signal);
        Events = new EventThread(air);
        Server = new AttServer(air.Time, this);
    }

    internal EventSlot Slot { get; }

    internal EventThread Events { get; }

    internal AttServer Server { get; }

    internal string DeviceName { get; set; } = "nanoFramework";

    internal ushort Appearance { get; set; }

    internal bool HasEnded => _hasEnded;

    internal bool IsDead => _hasCrashed || Slot.IsMutexLeaked;

    internal Advertisement? Advertisement => _advertisement;

    internal bool HasCentral => _central != null;

    internal bool IsAdvertising =>
        _isStackRunning && !_hasCrashed && !_hasEnded && _advertisement != null && _central == null;

    internal OfferedValue[] OfferedValues =>
        Array.ConvertAll(_table, value => new OfferedValue(value.Uuid, value.CharacteristicProperties));

    internal int ServiceCount => Services.Length;

    internal GattServiceProvider[] Services
    {
        get
        {
            lock (_state)
                return [.. _services];
        }
    }

    internal ushort NextCharacteristicId() => (ushort)Interlocked.Increment(ref _lastCharacteristicId);

    internal void Enter(GattServiceProvider provider)
    {
        lock (_state)
        {
            int index = _services.FindIndex(known => known.Service.Uuid == provider.Service.Uuid);
            if (index >= 0)
                _services[index] = provider;
            else
                _services.Add(provider);
        }
    }

    internal BluetoothLEServer TouchServer()
    {
        lock (_state)
        {
            if (_server != null)
                return _server;
            _server = new BluetoothLEServer(this);
        }

        int forgotten = Events.ForgetCharacteristics();
        if (forgotten > 0)
        {
            _air.Report(
                RadioFaultKind.CharacteristicsForgotten,
                $"{forgotten} characteristic(s) made before BluetoothLEServer.Instance was touched are never served.");
        }

        return _server;
    }

    internal void ForgetServer()
    {
        lock (_state)
        {
            _services.Clear();
            _server = null;
        }

        Events.ForgetCharacteristics();
    }

    internal void StartStack() => _isStackRunning = true;

    internal void StopStack()
    {
        lock (_state)
        {
            _isStackRunning = false;
            _advertisement = null;
        }

        DropCentral(tellsFirmware: true);
    }

    internal bool StartAdvertising(Advertisement advertisement)
    {
        TouchServer();
        bool isFirst;
        lock (_state)
        {
            if (_hasCrashed || _hasEnded)
                return false;
            StartStack();
            isFirst = _advertisement == null;
            if (isFirst)
            {
                _table = [.. _services.SelectMany(provider => provider.Service.Characteristics)];
                _advertisement = advertisement;
            }
        }

        if (isFirst)
            _air.TellOffer();
        else
            Crash(RadioFaultKind.StartedTwice, "StartAdvertising was called while advertising or connected.");
        return isFirst;
    }

    internal void FreeTables() =>
        Crash(RadioFaultKind.TablesFreed, "StopAdvertising freed the tables of a radio in service.");

    internal VirtualCentral? Connect()
    {
        VirtualCentral central = new(_air, this);
        lock (_state)
        {
            if (!IsAdvertising || !_advertisement!.IsConnectable)
                return null;
            _central = central;
        }

        Events.Post(() => _server?.Session.OnStatus(GattSessionStatus.Active));
        return central;
    }

    internal void Disconnect(VirtualCentral central)
    {
        if (_central == central)
            DropCentral(tellsFirmware: true);
    }

    internal void OnMtu(ushort mtu) => Events.Post(() => _server?.Session.OnMtu(mtu));

    internal void OnSubscription(GattLocalCharacteristic characteristic, bool isSubscribed) =>
        Events.PostTo(characteristic.Id, known => known.OnSubscription(isSubscribed, ConnectionHandle));

    internal GattLocalCharacteristic? Find(Guid uuid) => Array.Find(_table, known => known.Uuid == uuid);

    internal int Notify(ushort connectionHandle, GattLocalCharacteristic characteristic, byte[] value)
    {
        if (!_table.Contains(characteristic))
            return NoSuchValue;
        VirtualCentral? central = _central;
        if (central == null || connectionHandle != ConnectionHandle)
            return NotConnected;

        central.Deliver(characteristic.Uuid, value);
        return 0;
    }

    internal void End()
    {
        _hasEnded = true;
        Slot.Retire();
        Events.Stop();
        DropCentral(tellsFirmware: false);
    }

    private void Crash(RadioFaultKind kind, string sentence)
    {
        if (_hasEnded)
            return;
        _hasCrashed = true;
        _table = [];
        _air.Report(kind, sentence);
        DropCentral(tellsFirmware: false);
    }

    private void DropCentral(bool tellsFirmware)
    {
        VirtualCentral? central;
        lock (_state)
        {
            central = _central;
            _central = null;
        }

        if (central == null)
            return;

        GattLocalCharacteristic[] subscriptions = central.EndLink();
        if (tellsFirmware)
        {
            foreach (GattLocalCharacteristic characteristic in subscriptions)
                OnSubscription(characteristic, false);
            Events.Post(() => _server?.Session.OnStatus(GattSessionStatus.Closed));
        }

        _air.Time.Signal();
        central.TellDisconnected();
    }
}
