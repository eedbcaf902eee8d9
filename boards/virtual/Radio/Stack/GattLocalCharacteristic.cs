using LockFirmware.VirtualRadio;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>
/// One value of a local service. Its events are raised on the platform's event thread, one at a time.
/// Source: nanoFramework.Device.Bluetooth, GattLocalCharacteristic.
/// </summary>
public class GattLocalCharacteristic
{
    private readonly RadioLife _life;
    private readonly List<GattSubscribedClient> _subscribedClients = [];

    internal GattLocalCharacteristic(RadioLife life, Guid uuid, GattLocalCharacteristicParameters parameters)
    {
        _life = life;
        Id = life.NextCharacteristicId();
        Uuid = uuid;
        CharacteristicProperties = parameters.CharacteristicProperties;
        ReadProtectionLevel = parameters.ReadProtectionLevel;
        WriteProtectionLevel = parameters.WriteProtectionLevel;
        StaticValue = parameters.StaticValue;
        UserDescription = parameters.UserDescription;
        life.Events.Register(this);
    }

    /// <summary>Handles a read.</summary>
    /// <param name="sender">The characteristic.</param>
    /// <param name="ReadRequestEventArgs">Leads to the request.</param>
    public delegate void GattLocalCharacteristicReadEventHandler(
        GattLocalCharacteristic sender, GattReadRequestedEventArgs ReadRequestEventArgs);

    /// <summary>Handles a write.</summary>
    /// <param name="sender">The characteristic.</param>
    /// <param name="WriteRequestEventArgs">Leads to the request.</param>
    public delegate void GattLocalCharacteristicWriteEventHandler(
        GattLocalCharacteristic sender, GattWriteRequestedEventArgs WriteRequestEventArgs);

    /// <summary>Handles a change of a subscription.</summary>
    /// <param name="sender">The characteristic.</param>
    /// <param name="args">Always null.</param>
    public delegate void GattLocalCharacteristicClientsChangedEventHandler(GattLocalCharacteristic sender, object args);

    /// <summary>A central reads. Without a handler (and without a static value) it is answered with 0x0E at once.</summary>
    public event GattLocalCharacteristicReadEventHandler? ReadRequested;

    /// <summary>A central writes. Without a handler it is answered with 0x0E at once.</summary>
    public event GattLocalCharacteristicWriteEventHandler? WriteRequested;

    /// <summary>A central subscribed, unsubscribed or left.</summary>
    public event GattLocalCharacteristicClientsChangedEventHandler? SubscribedClientsChanged;

    /// <summary>What a central may do.</summary>
    public GattCharacteristicProperties CharacteristicProperties { get; }

    /// <summary>The protection that a read needs.</summary>
    public GattProtectionLevel ReadProtectionLevel { get; }

    /// <summary>The protection that a write needs.</summary>
    public GattProtectionLevel WriteProtectionLevel { get; }

    /// <summary>A value that answers reads, even if there is a handler.</summary>
    public Buffer? StaticValue { get; }

    /// <summary>Text for people.</summary>
    public string UserDescription { get; }

    /// <summary>Its UUID.</summary>
    public Guid Uuid { get; }

    /// <summary>The subscribers; a copy.</summary>
    public GattSubscribedClient[] SubscribedClients
    {
        get
        {
            lock (_subscribedClients)
                return [.. _subscribedClients];
        }
    }

    internal ushort Id { get; }

    /// <summary>Notifies every subscriber.</summary>
    /// <param name="value">The value; a central gets its first MTU-3 bytes.</param>
    /// <returns>One result per subscriber.</returns>
    public GattClientNotificationResult[] NotifyValue(Buffer value) =>
        Array.ConvertAll(SubscribedClients, client => NotifyValue(value, client));

    /// <summary>Notifies one central, whether or not it has subscribed.</summary>
    /// <param name="value">The value; the central gets its first MTU-3 bytes.</param>
    /// <param name="subscribedClient">The central.</param>
    /// <returns>Whether the radio took it.</returns>
    public GattClientNotificationResult NotifyValue(Buffer value, GattSubscribedClient subscribedClient)
    {
        int returnCode = _life.Notify((ushort)subscribedClient.Session.DeviceId.Id, this, value.ToArray());
        return new GattClientNotificationResult(returnCode, subscribedClient, (ushort)value.Length);
    }

    internal void OnRead(GattReadRequestedEventArgs args)
    {
        if (StaticValue != null)
            args.GetRequest().RespondWithValue(StaticValue);
        else if (ReadRequested != null)
            ReadRequested.Invoke(this, args);
        else
            args.GetRequest().RespondWithProtocolError(GattProtocolError.UnlikelyError);
    }

    internal void OnWrite(GattWriteRequestedEventArgs args)
    {
        if (WriteRequested != null)
            WriteRequested.Invoke(this, args);
        else
            args.GetRequest().RespondWithProtocolError(GattProtocolError.UnlikelyError);
    }

    internal void OnSubscription(bool isSubscribed, ushort connectionHandle)
    {
        lock (_subscribedClients)
        {
            _subscribedClients.RemoveAll(client => client.Session.DeviceId.Id == connectionHandle);
            if (isSubscribed)
                _subscribedClients.Add(new GattSubscribedClient(new GattSession(new BluetoothDeviceId(connectionHandle))));
        }

        SubscribedClientsChanged?.Invoke(this, null!);
    }
}
