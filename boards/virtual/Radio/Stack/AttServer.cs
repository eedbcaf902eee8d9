using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.VirtualRadio;

/// <summary>
/// The part of the radio's host that handles a central's requests before and after it asks the firmware. Source: NimBLE
/// ble_att_svr.c (permissions), ble_gatts.c (ble_gatts_val_access); nf-interpreter, ESP32, DeviceBleCallback.
/// </summary>
internal sealed class AttServer
{
    internal const int DefaultMtu = 23;

    private const int MutexTimeoutMs = 1000;
    private const int AnswerTimeoutMs = 2000;

    private const GattCharacteristicProperties Writable =
        GattCharacteristicProperties.Write | GattCharacteristicProperties.WriteWithoutResponse;

    private readonly IRadioTime _time;
    private readonly RadioLife _life;
    private readonly object _radioTask = new();
    private bool _isBusy;

    internal AttServer(IRadioTime time, RadioLife life)
    {
        _time = time;
        _life = life;
    }

    /// <summary>Runs a request on the radio task, which does one thing at a time.</summary>
    /// <exception cref="InvalidOperationException">Called from within another request, where a device would hang.</exception>
    internal AttResult OnRadioTask(Func<AttResult> request)
    {
        lock (_radioTask)
        {
            if (_isBusy)
                throw new InvalidOperationException("The radio is still busy with the request before.");
            _isBusy = true;
            try
            {
                return request();
            }
            finally
            {
                _isBusy = false;
            }
        }
    }

    internal AttResult Read(GattLocalCharacteristic characteristic, int offset, int mtu)
    {
        if (!characteristic.CharacteristicProperties.HasFlag(GattCharacteristicProperties.Read))
            return AttResult.Refused(AttError.ReadNotPermitted);
        if (characteristic.ReadProtectionLevel != GattProtectionLevel.Plain)
            return AttResult.Refused(AttError.InsufficientAuthentication);

        AttResult whole = Ask(characteristic, [], id => known => known.OnRead(new(_life, id)));
        if (!whole.Ok)
            return whole;
        if (offset > whole.Value.Length)
            return AttResult.Refused(AttError.InvalidOffset);
        int end = Math.Min(whole.Value.Length, offset + mtu - 1);
        return AttResult.Success(whole.Value[offset..end]);
    }

    /// <summary>What the host answers to a piece of a long write. It asks the firmware only when the write is executed.</summary>
    internal static AttResult PrepareWrite(GattLocalCharacteristic characteristic)
    {
        if ((characteristic.CharacteristicProperties & Writable) == 0)
            return AttResult.Refused(AttError.WriteNotPermitted);
        return characteristic.WriteProtectionLevel != GattProtectionLevel.Plain
            ? AttResult.Refused(AttError.InsufficientAuthentication)
            : AttResult.Done;
    }

    internal AttResult Write(GattLocalCharacteristic characteristic, byte[] value)
    {
        AttResult permitted = PrepareWrite(characteristic);
        if (!permitted.Ok)
            return permitted;

        return Ask(characteristic, value, id => known => known.OnWrite(new(_life, id)));
    }

    private AttResult Ask(
        GattLocalCharacteristic characteristic, byte[] written, Func<ushort, Action<GattLocalCharacteristic>> handlerOf)
    {
        if (!_time.WaitFor(() => !_life.Slot.IsMutexLeaked || _life.HasEnded, MutexTimeoutMs))
            return AttResult.Refused(AttError.UnlikelyError);

        ushort id = _life.Slot.Open(written);
        _life.Events.PostTo(characteristic.Id, handlerOf(id));
        _time.WaitFor(() => _life.Slot.IsAnswered || _life.HasEnded, AnswerTimeoutMs);
        return _life.Slot.Close();
    }
}
