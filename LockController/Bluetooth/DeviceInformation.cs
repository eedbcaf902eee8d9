using LockFirmware.LockController.Ports;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.LockController.Bluetooth;

/// <summary>The Device Information service (Bluetooth SIG, DIS 1.1), in place of the library's own.</summary>
internal static class DeviceInformation
{
    private const string Manufacturer = "LockFirmware";

    internal static void Create(string board)
    {
        GattLocalService service = GattServiceProvider.Create(GattServiceUuids.DeviceInformation).ServiceProvider.Service;
        Add(service, GattCharacteristicUuids.ManufacturerNameString, Manufacturer);
        Add(service, GattCharacteristicUuids.ModelNumberString, board);
        Add(service, GattCharacteristicUuids.FirmwareRevisionString, FirmwareVersion.Text);
    }

    private static void Add(GattLocalService service, System.Guid uuid, string value)
    {
        DataWriter writer = new DataWriter();
        writer.WriteString(value);
        service.CreateCharacteristic(uuid, new GattLocalCharacteristicParameters
        {
            CharacteristicProperties = GattCharacteristicProperties.Read,
            StaticValue = writer.DetachBuffer(),
        });
    }
}
