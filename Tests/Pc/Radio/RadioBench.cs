using System;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>A board with a small GATT server, in driven time. The test chooses the handlers.</summary>
internal sealed class RadioBench
{
    public static readonly Guid ServiceUuid = new("7a1c0000-5e1f-4b0a-9d3c-2f6b8e4d1a01");
    public static readonly Guid SourceUuid = new("7a1c0001-5e1f-4b0a-9d3c-2f6b8e4d1a01");
    public static readonly Guid SinkUuid = new("7a1c0002-5e1f-4b0a-9d3c-2f6b8e4d1a01");
    public static readonly Guid BellUuid = new("7a1c0003-5e1f-4b0a-9d3c-2f6b8e4d1a01");
    public static readonly Guid FixedUuid = new("7a1c0004-5e1f-4b0a-9d3c-2f6b8e4d1a01");
    public static readonly Guid UnknownUuid = new("7a1c00ff-5e1f-4b0a-9d3c-2f6b8e4d1a01");

    public RadioBench(bool boots = true)
    {
        Time = new DrivenRadioTime();
        Air = new VirtualAir(Time);
        if (boots)
            Boot();
    }

    public DrivenRadioTime Time { get; }

    public VirtualAir Air { get; }

    public BluetoothLEServer Server { get; private set; } = null!;

    public GattServiceProvider Provider { get; private set; } = null!;

    public GattLocalCharacteristic Source { get; private set; } = null!;

    public GattLocalCharacteristic Sink { get; private set; } = null!;

    public GattLocalCharacteristic Bell { get; private set; } = null!;

    /// <summary>Called with each read request of the source; answers with three bytes unless replaced.</summary>
    public Action<GattReadRequest> OnRead { get; set; } = request => request.RespondWithValue(BufferOf(1, 2, 3));

    /// <summary>Called with each write request of the sink; accepts unless replaced.</summary>
    public Action<GattWriteRequest> OnWrite { get; set; } = request => request.Respond();

    public static nanoFramework.Device.Bluetooth.Buffer BufferOf(params byte[] bytes) => new(bytes);

    public static byte[] BytesOf(nanoFramework.Device.Bluetooth.Buffer buffer)
    {
        byte[] bytes = new byte[buffer.Length];
        DataReader.FromBuffer(buffer).ReadBytes(bytes);
        return bytes;
    }

    public static byte[] Counting(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = (byte)i;
        return bytes;
    }

    /// <summary>Power on, services, advertising; also a reboot.</summary>
    public void Boot()
    {
        Air.PowerOn();
        VirtualAir.Current = Air;
        Server = BluetoothLEServer.Instance;
        Server.DeviceName = "Bench";
        CreateService();
        Provider.StartAdvertising();
        VirtualAir.Current = null;
    }

    public VirtualCentral Connect()
    {
        VirtualCentral? central = Air.Connect();
        Assert.IsNotNull(central);
        return central;
    }

    /// <summary>Leaves a write unanswered until the radio gives up, and returns its request.</summary>
    public GattWriteRequest MissWrite(VirtualCentral central)
    {
        Action<GattWriteRequest> before = OnWrite;
        GattWriteRequest? missed = null;
        OnWrite = request => missed = request;
        Assert.AreEqual(AttError.UnlikelyError, central.Write(SinkUuid, [1]).Error);
        OnWrite = before;
        return missed!;
    }

    /// <summary>Leaves a read unanswered until the radio gives up, and returns its request.</summary>
    public GattReadRequest MissRead(VirtualCentral central)
    {
        Action<GattReadRequest> before = OnRead;
        GattReadRequest? missed = null;
        OnRead = request => missed = request;
        Assert.AreEqual(AttError.UnlikelyError, central.Read(SourceUuid).Error);
        OnRead = before;
        return missed!;
    }

    public void AssertFaults(params RadioFaultKind[] expected) =>
        CollectionAssert.AreEqual(expected, Array.ConvertAll([.. Air.Faults], fault => fault.Kind));

    private void CreateService()
    {
        Provider = GattServiceProvider.Create(ServiceUuid).ServiceProvider;
        Source = Create(SourceUuid, GattCharacteristicProperties.Read);
        Sink = Create(SinkUuid, GattCharacteristicProperties.Write);
        Bell = Create(BellUuid, GattCharacteristicProperties.Notify);
        Create(FixedUuid, GattCharacteristicProperties.Read, BufferOf(7, 8, 9));
        Source.ReadRequested += (_, args) => OnRead(args.GetRequest());
        Sink.WriteRequested += (_, args) => OnWrite(args.GetRequest());
    }

    private GattLocalCharacteristic Create(
        Guid uuid, GattCharacteristicProperties properties, nanoFramework.Device.Bluetooth.Buffer? value = null) =>
        Provider.Service.CreateCharacteristic(uuid, new GattLocalCharacteristicParameters
        {
            CharacteristicProperties = properties,
            StaticValue = value,
        }).Characteristic;
}
