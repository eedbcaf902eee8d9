using System;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>Power cuts, reboots and several boards.</summary>
[TestClass]
public class PowerTests
{
    [TestMethod]
    public void Without_power_there_is_nothing()
    {
        RadioBench bench = new(boots: false);
        VirtualAir.Current = bench.Air;

        Assert.IsFalse(bench.Air.IsAdvertising);
        Assert.IsNull(bench.Air.Connect());
        Assert.ThrowsExactly<InvalidOperationException>(() => BluetoothLEServer.Instance);
    }

    [TestMethod]
    public void A_power_cut_drops_the_central_and_the_firmware_hears_nothing()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        int told = 0;
        phone.Disconnected += () => told++;
        bench.Server.Session.SessionStatusChanged += (_, _) => Assert.Fail();

        bench.Air.PowerOff();

        Assert.IsFalse(phone.IsConnected);
        Assert.AreEqual(1, told);
        Assert.IsFalse(bench.Air.IsAdvertising);
        bench.AssertFaults();
    }

    [TestMethod]
    public void A_reboot_forgets_the_server_its_services_and_the_mtu()
    {
        RadioBench bench = new();
        BluetoothLEServer before = bench.Server;
        bench.Connect().ExchangeMtu(100);

        bench.Boot();

        Assert.AreNotSame(before, bench.Server);
        Assert.HasCount(2, bench.Server.Services);
        Assert.AreEqual(0, bench.Server.Session.MaxMtuSize);
        bench.AssertFaults();
    }

    [TestMethod]
    public void A_reboot_during_a_request_ends_the_connection_without_an_answer()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnRead = _ => { };
        bench.Time.Pump = () =>
        {
            if (bench.Time.NowMs < 500)
                return;
            bench.Time.Pump = () => { };
            bench.Boot();
        };

        Assert.AreEqual(AttResult.Disconnected, phone.Read(RadioBench.SourceUuid));
        Assert.AreEqual(500, bench.Time.NowMs);
        Assert.IsTrue(bench.Air.IsAdvertising);
    }

    [TestMethod]
    public void Late_answers_from_before_a_boot_are_ignored()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattWriteRequest lateWrite = bench.MissWrite(phone);
        GattReadRequest lateRead = bench.MissRead(phone);
        bench.Boot();

        lateWrite.Respond();
        lateRead.RespondWithValue(RadioBench.BufferOf(1));

        bench.AssertFaults();
        Assert.IsFalse(bench.Air.IsDead);
    }

    [TestMethod]
    public void Two_boards_live_side_by_side()
    {
        RadioBench first = new();
        RadioBench second = new();
        Assert.AreNotSame(first.Server, second.Server);
        second.OnRead = request => request.RespondWithValue(RadioBench.BufferOf(42));

        VirtualCentral atFirst = first.Connect();
        VirtualCentral atSecond = second.Connect();

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, atFirst.Read(RadioBench.SourceUuid).Value);
        CollectionAssert.AreEqual(new byte[] { 42 }, atSecond.Read(RadioBench.SourceUuid).Value);
        first.Air.PowerOff();
        Assert.IsTrue(atSecond.IsConnected);
    }
}
