using System.Text;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.VirtualRadio;

/// <summary>
/// The data that is sent between connections: sections in two packets of 31 bytes, the advertisement and the scan
/// response; what fits into neither is dropped. Source: nanoFramework.Device.Bluetooth, BluetoothLEAdvertisement.
/// </summary>
internal sealed class Advertisement
{
    private const int PacketSizeMax = 31;
    private const int SectionHeaderSize = 2;
    private const int FlagsSize = SectionHeaderSize + 1;

    private int _advertisementSize;
    private int _scanResponseSize;

    internal Advertisement(Guid service, GattServiceProviderAdvertisingParameters parameters)
    {
        IsConnectable = parameters.IsConnectable;
        int uuidSize = AssignedUuid.IsShort(service) ? 2 : 16;

        List<Action> fitsBesideAdvertisement = [];
        Place(FlagsSize, () => { }, fitsBesideAdvertisement);
        if (parameters.LocalName.Length > 0)
        {
            int nameSize = Encoding.UTF8.GetByteCount(parameters.LocalName);
            Place(SectionHeaderSize + nameSize, () => Name = parameters.LocalName, fitsBesideAdvertisement);
        }

        Place(SectionHeaderSize + uuidSize, () => Services = [service], fitsBesideAdvertisement);
        if (parameters.ServiceData != null)
        {
            int dataSize = uuidSize + (int)parameters.ServiceData.Length;
            Place(SectionHeaderSize + dataSize, () => { }, fitsBesideAdvertisement);
        }

        foreach (Action place in fitsBesideAdvertisement)
            place();
    }

    internal bool IsConnectable { get; }

    internal bool HasDroppedSections { get; private set; }

    internal string Name { get; private set; } = string.Empty;

    internal Guid[] Services { get; private set; } = [];

    private void Place(int size, Action take, List<Action> later)
    {
        if (_advertisementSize + size <= PacketSizeMax)
        {
            _advertisementSize += size;
            take();
            return;
        }

        later.Add(() => PlaceInScanResponse(size, take));
    }

    private void PlaceInScanResponse(int size, Action take)
    {
        if (_scanResponseSize + size > PacketSizeMax)
        {
            HasDroppedSections = true;
            return;
        }

        _scanResponseSize += size;
        take();
    }
}
