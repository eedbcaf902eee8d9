using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.VirtualRadio;

/// <summary>One notification of a characteristic.</summary>
/// <param name="Characteristic">The UUID of the characteristic.</param>
/// <param name="Value">At most MTU-3 bytes.</param>
public sealed record Notification(Guid Characteristic, byte[] Value);

/// <summary>
/// A phone that is connected to the board and knows its services already (discovery is not modelled). One request
/// at a time, from any thread. Counts what goes over the air. Source: Bluetooth Core 5.4, Vol 3 Part F 3.4 and Part G 4.
/// </summary>
public sealed class VirtualCentral
{
    /// <summary>The number of notifications kept for <see cref="TryTakeNotification"/>. Beyond it the oldest is lost.</summary>
    public const int NotificationCountMax = 1024;

    /// <summary>Bytes in the longest value. Source: Bluetooth Core 5.4, Vol 3 Part F 3.2.9.</summary>
    public const int ValueSizeMax = 512;

    private const int WriteHeaderSize = 3;
    private const int PrepareHeaderSize = 5;
    private const int ExecuteSize = 2;

    private const GattCharacteristicProperties Subscribable =
        GattCharacteristicProperties.Notify | GattCharacteristicProperties.Indicate;

    private readonly VirtualAir _air;
    private readonly RadioLife _life;
    private readonly AttCounters _counters = new();
    private readonly Queue<Notification> _notifications = new();
    private readonly HashSet<GattLocalCharacteristic> _subscriptions = [];
    private volatile bool _isConnected = true;

    internal VirtualCentral(VirtualAir air, RadioLife life)
    {
        _air = air;
        _life = life;
    }

    /// <summary>A notification came. Raised on the firmware's thread that sent it.</summary>
    public event Action<Notification>? Notified;

    /// <summary>The connection has ended, whichever side ended it.</summary>
    public event Action? Disconnected;

    /// <summary>Whether the connection exists.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>The size of the longest ATT packet, bytes; 23 until it is exchanged.</summary>
    public int Mtu { get; private set; } = AttServer.DefaultMtu;

    /// <summary>The number of transactions on this connection: requests with their answers.</summary>
    public int Transactions => _counters.Transactions;

    /// <summary>Bytes of ATT packets sent, headers included.</summary>
    public int BytesSent => _counters.BytesSent;

    /// <summary>Bytes of ATT packets received, headers and notifications included.</summary>
    public int BytesReceived => _counters.BytesReceived;

    /// <summary>Agrees on the longest packet: the smaller of the two offers, at least 23. Part F 3.4.2.</summary>
    /// <param name="mtu">This side's offer, in bytes.</param>
    /// <returns>Ok without a value.</returns>
    public AttResult ExchangeMtu(int mtu) => Transact(3, 3, () =>
    {
        Mtu = Math.Max(AttServer.DefaultMtu, Math.Min(mtu, _air.PreferredMtu));
        _life.OnMtu((ushort)Mtu);
        return AttResult.Done;
    });

    /// <summary>
    /// Reads a whole value as phones do: Read, then Read Blob as long as the last piece was full. So a value of exactly one full
    /// piece costs two transactions, and the firmware is asked for each piece. Part G 4.8.1 and 4.8.3.
    /// </summary>
    /// <param name="characteristic">The UUID of the characteristic.</param>
    /// <returns>The value, or the error of the first piece that failed.</returns>
    public AttResult Read(Guid characteristic)
    {
        List<byte> whole = [];
        while (true)
        {
            AttResult piece = ReadPiece(characteristic, whole.Count);
            if (!piece.Ok)
                return piece;
            whole.AddRange(piece.Value);
            if (piece.Value.Length < Mtu - 1 || whole.Count >= ValueSizeMax)
                return AttResult.Success([.. whole]);
        }
    }

    /// <summary>Reads one piece of at most MTU-1 bytes: Read at offset 0, else Read Blob. Part F 3.4.4.3 and 3.4.4.5.</summary>
    /// <param name="characteristic">The UUID of the characteristic.</param>
    /// <param name="offset">Index of the first byte, 0 to 512.</param>
    /// <returns>The piece; empty when the value ends at the offset.</returns>
    public AttResult ReadPiece(Guid characteristic, int offset)
    {
        GattLocalCharacteristic? found = _life.Find(characteristic);
        if (found == null)
            return NotFound();
        return Transact(offset == 0 ? 3 : 5, 1, () => _life.Server.Read(found, offset, Mtu));
    }

    /// <summary>Writes with a response, in one packet. Part F 3.4.5.1.</summary>
    /// <param name="characteristic">The UUID of the characteristic.</param>
    /// <param name="value">At most MTU-3 bytes; more is refused with 0x0D before anything is sent.</param>
    /// <returns>Ok without a value, or the error.</returns>
    public AttResult Write(Guid characteristic, byte[] value)
    {
        GattLocalCharacteristic? found = _life.Find(characteristic);
        if (found == null)
            return NotFound();
        if (value.Length > Mtu - WriteHeaderSize)
            return AttResult.Refused(AttError.InvalidAttributeValueLength);
        return Transact(WriteHeaderSize + value.Length, 1, () => _life.Server.Write(found, value));
    }

    /// <summary>
    /// Writes a value of any length as phones do that are given more than a packet: Prepare Write for each piece, then Execute Write. The
    /// radio's host puts the pieces together, and the firmware gets one write. Part G 4.9.4. Source: NimBLE ble_att_svr.c
    /// (ble_att_svr_prep_write); nf-interpreter, ESP32, GattWriteRequest natives, which copy the whole chain of buffers.
    /// </summary>
    /// <param name="characteristic">The UUID of the characteristic.</param>
    /// <param name="value">At most <see cref="ValueSizeMax"/> bytes; more is refused with 0x0D when it is executed.</param>
    /// <returns>Ok without a value, or the error.</returns>
    public AttResult WriteLong(Guid characteristic, byte[] value)
    {
        GattLocalCharacteristic? found = _life.Find(characteristic);
        if (found == null)
            return NotFound();
        int pieceSizeMax = Mtu - PrepareHeaderSize;
        for (int at = 0; at < value.Length; at += pieceSizeMax)
        {
            int size = PrepareHeaderSize + Math.Min(pieceSizeMax, value.Length - at);
            // The answer to a Prepare Write repeats it.
            AttResult prepared = Transact(size, size, () => AttServer.PrepareWrite(found));
            if (!prepared.Ok)
                return prepared;
        }
        return Transact(ExecuteSize, 1, () => value.Length > ValueSizeMax
            ? AttResult.Refused(AttError.InvalidAttributeValueLength)
            : _life.Server.Write(found, value));
    }

    /// <summary>Subscribes to notifications with a write to the configuration descriptor. Part G 3.3.3.3.</summary>
    /// <param name="characteristic">The UUID of the characteristic. It must notify or indicate; otherwise the answer is 0x0A, because
    /// it has no such descriptor.</param>
    /// <returns>Ok without a value, or the error.</returns>
    public AttResult Subscribe(Guid characteristic) => Configure(characteristic, true);

    /// <summary>Unsubscribes from notifications.</summary>
    /// <param name="characteristic">The UUID of the characteristic.</param>
    /// <returns>Ok without a value, or the error.</returns>
    public AttResult Unsubscribe(Guid characteristic) => Configure(characteristic, false);

    /// <summary>Takes the oldest notification.</summary>
    /// <param name="notification">The notification; null if there is none.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTakeNotification([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Notification? notification)
    {
        lock (_notifications)
            return _notifications.TryDequeue(out notification);
    }

    /// <summary>Ends the connection, also during a request. The board advertises again.</summary>
    public void Disconnect() => _life.Disconnect(this);

    internal void Deliver(Guid characteristic, byte[] value)
    {
        int carried = Math.Min(value.Length, Mtu - WriteHeaderSize);
        Notification notification = new(characteristic, value[..carried]);
        _counters.Received(WriteHeaderSize + carried);
        lock (_notifications)
        {
            if (_notifications.Count == NotificationCountMax)
                _notifications.Dequeue();
            _notifications.Enqueue(notification);
        }

        Notified?.Invoke(notification);
    }

    internal GattLocalCharacteristic[] EndLink()
    {
        _isConnected = false;
        lock (_subscriptions)
            return [.. _subscriptions];
    }

    internal void TellDisconnected() => Disconnected?.Invoke();

    private AttResult NotFound() =>
        _isConnected ? AttResult.Refused(AttError.AttributeNotFound) : AttResult.Disconnected;

    private AttResult Configure(Guid characteristic, bool wanted)
    {
        GattLocalCharacteristic? found = _life.Find(characteristic);
        if (found == null || (found.CharacteristicProperties & Subscribable) == 0)
            return NotFound();

        return Transact(5, 1, () =>
        {
            bool isChange;
            lock (_subscriptions)
                isChange = wanted ? _subscriptions.Add(found) : _subscriptions.Remove(found);
            if (isChange)
                _life.OnSubscription(found, wanted);
            return AttResult.Done;
        });
    }

    private AttResult Transact(int requestSize, int answerHeaderSize, Func<AttResult> serve) =>
        _life.Server.OnRadioTask(() =>
        {
            if (!_isConnected)
                return AttResult.Disconnected;
            _counters.Sent(requestSize);
            _air.Time.Transaction();
            if (!_isConnected)
                return AttResult.Disconnected;

            AttResult result = serve();
            if (!_isConnected)
                return AttResult.Disconnected;
            _counters.Received(result.Ok ? answerHeaderSize + result.Value.Length : AttCounters.ErrorSize);
            return result;
        });
}
