using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries.Bluetooth.Gatt;

/// <summary>A value of a service. Source: GenericAttributeProfile/GattLocalCharacteristic.cs.</summary>
public sealed class GattLocalCharacteristic : LibraryObject
{
    private readonly ushort _characteristicId;
    private readonly ushort _descriptorNextID;
    private readonly byte[] _characteristicUuid;
    private readonly GattProtectionLevel _writeProtectionLevel;
    private readonly GattProtectionLevel _readProtectionLevel;
    private readonly GattCharacteristicProperties _properties;
    private readonly ArrayList _descriptors = new();
    private readonly ArrayList _subscribedClients = new();
    private readonly string? _userDescription;
    private readonly object? _userDescriptionDescriptor;
    private readonly ArrayList _presentationFormats = new();
    private readonly ArrayList _presentationFormatsDescriptors = new();
    private readonly Buffer? _staticValue;

    internal GattLocalCharacteristic(Guid uuid, GattLocalCharacteristicParameters parameters)
    {
        BluetoothStack stack = BluetoothStack.Current;
        _characteristicId = stack.NextId++;
        _characteristicUuid = Meter.Note(uuid.ToByteArray());
        _properties = parameters.CharacteristicProperties;
        _staticValue = parameters.StaticValue;
        stack.Characteristics.Add(this);
    }

    /// <summary>Handles a read.</summary>
    public delegate void GattLocalCharacteristicReadEventHandler(GattLocalCharacteristic sender, GattReadRequestedEventArgs args);

    /// <summary>Handles a write.</summary>
    public delegate void GattLocalCharacteristicWriteEventHandler(GattLocalCharacteristic sender, GattWriteRequestedEventArgs args);

    /// <summary>Handles a change of a subscription.</summary>
    public delegate void GattLocalCharacteristicClientsChangedEventHandler(GattLocalCharacteristic sender, object args);

    /// <summary>A central reads.</summary>
    public event GattLocalCharacteristicReadEventHandler? ReadRequested;

    /// <summary>A central writes.</summary>
    public event GattLocalCharacteristicWriteEventHandler? WriteRequested;

    /// <summary>A central subscribed or left.</summary>
    public event GattLocalCharacteristicClientsChangedEventHandler? SubscribedClientsChanged;

    /// <summary>What a central may do.</summary>
    public GattCharacteristicProperties CharacteristicProperties => _properties;

    /// <summary>Those that want notifications; a copy.</summary>
    public GattSubscribedClient[] SubscribedClients => Meter.Note(new GattSubscribedClient[_subscribedClients.Count]);

    internal Guid Uuid => new(_characteristicUuid);

    /// <summary>Notifies every subscriber. Nobody subscribes here.</summary>
    public GattSubscribedClient[] NotifyValue(Buffer value) => Meter.Note(new GattSubscribedClient[_subscribedClients.Count]);

    /// <summary>A central reads.</summary>
    /// <returns>What answers it.</returns>
    internal RadioAnswer Read()
    {
        RadioAnswer answer = new();
        if (_staticValue != null)
            answer.Value = _staticValue.ToArray();
        else
            ReadRequested?.Invoke(this, new GattReadRequestedEventArgs(answer));
        return answer;
    }

    /// <summary>A central writes.</summary>
    /// <returns>What answers it.</returns>
    internal RadioAnswer Write(byte[] value)
    {
        RadioAnswer answer = new();
        WriteRequested?.Invoke(this, new GattWriteRequestedEventArgs(answer, value));
        return answer;
    }

    /// <summary>A subscription changes.</summary>
    internal void OnSubscribed() => SubscribedClientsChanged?.Invoke(this, this);
}

/// <summary>Source: GattSubscribedClient.cs.</summary>
public sealed class GattSubscribedClient : LibraryObject;

/// <summary>The native part of a request: what a central is told.</summary>
internal sealed class RadioAnswer
{
    /// <summary>The value that was read, or nothing for a write; null until it is answered.</summary>
    internal byte[]? Value { get; set; }

    /// <summary>The ATT error; 0 for none.</summary>
    internal byte Error { get; set; }
}

/// <summary>Tells of a read. Source: GattReadRequestedEventArgs.cs.</summary>
public sealed class GattReadRequestedEventArgs : LibraryObject
{
    private readonly GattSession? _session;
    private readonly ushort _eventId;

    [NotOnDevice]
    private readonly RadioAnswer _answer;

    internal GattReadRequestedEventArgs(RadioAnswer answer) => _answer = answer;

    /// <summary>The request.</summary>
    public GattReadRequest GetRequest() => new(_answer);
}

/// <summary>A read. Source: GattReadRequest.cs.</summary>
public sealed class GattReadRequest : LibraryObject
{
    private Buffer? _readValue;
    private readonly ushort _eventID;

    [NotOnDevice]
    private readonly RadioAnswer _answer;

    internal GattReadRequest(RadioAnswer answer) => _answer = answer;

    /// <summary>Answers.</summary>
    public void RespondWithValue(Buffer value)
    {
        _readValue = value;
        _answer.Value = value.ToArray();
    }

    /// <summary>Answers with an error.</summary>
    public void RespondWithProtocolError(byte protocolError) => _answer.Error = protocolError;
}

/// <summary>Tells of a write. Source: GattWriteRequestedEventArgs.cs.</summary>
public sealed class GattWriteRequestedEventArgs : LibraryObject
{
    private readonly GattSession? _session;
    private readonly ushort _eventId;

    [NotOnDevice]
    private readonly RadioAnswer _answer;

    [NotOnDevice]
    private readonly byte[] _value;

    internal GattWriteRequestedEventArgs(RadioAnswer answer, byte[] value)
    {
        _answer = answer;
        _value = value;
    }

    /// <summary>The request.</summary>
    public GattWriteRequest GetRequest() => new(_answer, _value);
}

/// <summary>A write. Source: GattWriteRequest.cs.</summary>
public sealed class GattWriteRequest : LibraryObject
{
    private readonly int _option;
    private readonly uint _offset;
    private readonly ushort _eventID;
    private readonly Buffer _value;

    [NotOnDevice]
    private readonly RadioAnswer _answer;

    internal GattWriteRequest(RadioAnswer answer, byte[] value)
    {
        _answer = answer;
        _value = new Buffer(Meter.Note((byte[])value.Clone()));
    }

    /// <summary>The bytes written.</summary>
    public Buffer Value => _value;

    /// <summary>Accepts the write.</summary>
    public void Respond() => _answer.Value = [];

    /// <summary>Refuses the write.</summary>
    public void RespondWithProtocolError(byte protocolError) => _answer.Error = protocolError;
}
