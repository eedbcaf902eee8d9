using System;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>Services and the advertisement.</summary>
[TestClass]
public class AdvertisingTests
{
    [TestMethod]
    public void The_advertisement_names_the_service_and_the_device()
    {
        RadioBench bench = new();

        CollectionAssert.AreEqual(new[] { RadioBench.ServiceUuid }, bench.Air.AdvertisedServices);
        Assert.AreEqual("Bench", bench.Air.DeviceName);
        Assert.AreEqual(GattServiceProviderAdvertisementStatus.Started, bench.Provider.AdvertisementStatus);
    }

    [TestMethod]
    public void A_name_beyond_both_packets_is_left_out()
    {
        RadioBench bench = Unstarted();
        BluetoothLEServer.Instance.DeviceName = new string('n', 30);

        GattServiceProvider provider = GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider;
        provider.StartAdvertising();

        Assert.AreEqual(
            GattServiceProviderAdvertisementStatus.StartedWithoutAllAdvertisementData, provider.AdvertisementStatus);
        Assert.AreEqual(string.Empty, bench.Air.DeviceName);
        CollectionAssert.AreEqual(new[] { RadioBench.ServiceUuid }, bench.Air.AdvertisedServices);
    }

    [TestMethod]
    public void A_name_given_after_the_parameters_is_not_advertised()
    {
        RadioBench bench = Unstarted();
        GattServiceProviderAdvertisingParameters parameters = new();
        BluetoothLEServer.Instance.DeviceName = "Late";

        GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider.StartAdvertising(parameters);

        Assert.AreEqual("nanoFramework", bench.Air.DeviceName);
    }

    [TestMethod]
    public void Device_information_comes_with_the_first_service()
    {
        RadioBench bench = new();

        Assert.HasCount(2, bench.Server.Services);
        Assert.IsNotNull(bench.Server.GetServiceByUUID(GattServiceUuids.DeviceInformation));
        AttResult maker = bench.Connect().Read(GattCharacteristicUuids.ManufacturerNameString);
        Assert.AreEqual("nanoFramework", System.Text.Encoding.UTF8.GetString(maker.Value));
    }

    [TestMethod]
    public void A_service_created_again_takes_the_place_of_the_first()
    {
        Unstarted();
        _ = BluetoothLEServer.Instance;
        GattServiceProvider.Create(RadioBench.ServiceUuid);

        GattServiceProvider own = GattServiceProvider.Create(GattServiceUuids.DeviceInformation).ServiceProvider;

        Assert.HasCount(2, BluetoothLEServer.Instance.Services);
        Assert.AreSame(own, BluetoothLEServer.Instance.GetServiceByUUID(GattServiceUuids.DeviceInformation));
    }

    [TestMethod]
    public void Device_information_as_the_first_service_fills_the_stack()
    {
        Unstarted();
        Assert.ThrowsExactly<InsufficientExecutionStackException>(
            () => GattServiceProvider.Create(GattServiceUuids.DeviceInformation));
    }

    [TestMethod]
    public void A_service_before_the_server_makes_the_manufacturer_name_unreadable()
    {
        RadioBench bench = Unstarted();
        GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider.StartAdvertising();
        VirtualCentral phone = bench.Connect();

        bench.AssertFaults(RadioFaultKind.CharacteristicsForgotten);
        Assert.AreEqual(
            AttError.UnlikelyError, phone.Read(GattCharacteristicUuids.ManufacturerNameString).Error);
        Assert.IsTrue(phone.Read(GattCharacteristicUuids.ModelNumberString).Ok);
    }

    [TestMethod]
    public void A_characteristic_created_after_the_start_is_not_found()
    {
        RadioBench bench = new();
        bench.Provider.Service.CreateCharacteristic(RadioBench.UnknownUuid, new GattLocalCharacteristicParameters
        {
            CharacteristicProperties = GattCharacteristicProperties.Read,
        });

        Assert.AreEqual(AttError.AttributeNotFound, bench.Connect().Read(RadioBench.UnknownUuid).Error);
    }

    [TestMethod]
    public void A_board_that_is_not_connectable_advertises_and_accepts_no_connection()
    {
        RadioBench bench = Unstarted();
        GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider.StartAdvertising(
            new GattServiceProviderAdvertisingParameters { IsConnectable = false });

        Assert.IsTrue(bench.Air.IsAdvertising);
        Assert.IsNull(bench.Air.Connect());
    }

    [TestMethod]
    public void StopAdvertising_in_service_kills_the_radio()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();

        bench.Provider.StopAdvertising();

        bench.AssertFaults(RadioFaultKind.TablesFreed);
        Assert.IsTrue(bench.Air.IsDead);
        Assert.IsFalse(phone.IsConnected);
        Assert.IsFalse(bench.Air.IsAdvertising);
        Assert.IsNull(bench.Air.Connect());
    }

    [TestMethod]
    public void StopAdvertising_before_the_start_throws()
    {
        RadioBench bench = Unstarted();
        GattServiceProvider provider = GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider;

        Assert.ThrowsExactly<NullReferenceException>(provider.StopAdvertising);
        Assert.IsFalse(bench.Air.IsDead);
    }

    [TestMethod]
    public void StartAdvertising_in_service_kills_the_radio()
    {
        RadioBench bench = new();
        VirtualAir.Current = bench.Air;

        bench.Provider.StartAdvertising();

        bench.AssertFaults(RadioFaultKind.StartedTwice);
        Assert.IsTrue(bench.Air.IsDead);
        Assert.IsNull(bench.Air.Connect());
    }

    [TestMethod]
    public void The_server_can_be_stopped_and_started_again()
    {
        RadioBench bench = new();
        VirtualAir.Current = bench.Air;
        VirtualCentral phone = bench.Connect();

        bench.Server.Stop();
        Assert.IsFalse(phone.IsConnected);
        Assert.IsFalse(bench.Air.IsAdvertising);

        bench.Provider.StartAdvertising();
        Assert.IsTrue(bench.Connect().Read(RadioBench.SourceUuid).Ok);
        bench.AssertFaults();
    }

    private static RadioBench Unstarted()
    {
        RadioBench bench = new(boots: false);
        bench.Air.PowerOn();
        VirtualAir.Current = bench.Air;
        return bench;
    }
}
