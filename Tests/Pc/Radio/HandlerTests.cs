using System;
using System.Threading;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>The thread that the firmware's handlers run on.</summary>
[TestClass]
public class HandlerTests
{
    [TestMethod]
    public void A_handler_that_throws_loses_its_own_answer_only()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnWrite = _ => throw new InvalidOperationException("boom");

        Assert.AreEqual(AttError.UnlikelyError, phone.Write(RadioBench.SinkUuid, [1]).Error);
        Assert.AreEqual(2000 + bench.Time.ConnectionIntervalMs, bench.Time.NowMs);
        bench.AssertFaults(RadioFaultKind.HandlerThrew);
        StringAssert.Contains(bench.Air.Faults[0].Sentence, "boom");
        Assert.IsTrue(phone.Read(RadioBench.SourceUuid).Ok);
    }

    [TestMethod]
    public void A_session_handler_that_throws_does_not_reach_the_central()
    {
        RadioBench bench = new();
        bench.Server.Session.SessionStatusChanged += (_, _) => throw new InvalidOperationException();

        VirtualCentral phone = bench.Connect();

        Assert.IsTrue(phone.IsConnected);
        bench.AssertFaults(RadioFaultKind.HandlerThrew);
    }

    [TestMethod]
    public void Handlers_find_their_own_board_current()
    {
        RadioBench bench = new();
        BluetoothLEServer? server = null;
        bench.Sink.WriteRequested += (_, _) => server = BluetoothLEServer.Instance;

        bench.Connect().Write(RadioBench.SinkUuid, [1]);

        Assert.AreSame(bench.Server, server);
        Assert.IsNull(VirtualAir.Current);
    }

    [TestMethod]
    public void A_request_from_within_a_request_is_a_mistake_of_the_test()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.Time.Pump = () => phone.Read(RadioBench.SourceUuid);

        Assert.ThrowsExactly<InvalidOperationException>(() => phone.Write(RadioBench.SinkUuid, [1]));
    }

    [TestMethod]
    public void In_real_time_handlers_run_one_at_a_time_on_a_thread_of_their_own()
    {
        VirtualAir air = new(new RealRadioTime());
        air.PowerOn();
        VirtualAir.Current = air;
        _ = BluetoothLEServer.Instance;
        GattServiceProvider provider = GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider;
        GattLocalCharacteristic source = provider.Service.CreateCharacteristic(
            RadioBench.SourceUuid,
            new GattLocalCharacteristicParameters { CharacteristicProperties = GattCharacteristicProperties.Read })
            .Characteristic;
        int handlerThread = 0;
        using ManualResetEvent parked = new(false);
        GattReadRequest? request = null;
        source.ReadRequested += (_, args) =>
        {
            handlerThread = Environment.CurrentManagedThreadId;
            request = args.GetRequest();
            parked.Set();
        };
        provider.StartAdvertising();
        Thread firmware = new(() =>
        {
            parked.WaitOne();
            request!.RespondWithValue(RadioBench.BufferOf(4));
        });
        firmware.Start();

        AttResult result = air.Connect()!.Read(RadioBench.SourceUuid);

        firmware.Join();
        air.PowerOff();
        CollectionAssert.AreEqual(new byte[] { 4 }, result.Value);
        Assert.AreNotEqual(Environment.CurrentManagedThreadId, handlerThread);
    }
}
