using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.LockLink.Bluez;

/// <summary>What a central needs of BlueZ. A test replaces it. Each call fails with a <see cref="BluezException"/>.</summary>
public interface IBluez : IAsyncDisposable
{
    /// <summary>Whether rfkill blocks an adapter, for example hci0.</summary>
    bool IsBlocked(string adapter);

    /// <summary>All objects: path, interface, property, value.</summary>
    Task<Dictionary<string, Dictionary<string, Values>>> ObjectsAsync(CancellationToken cancel);

    /// <summary>Calls a method that has no arguments and returns nothing.</summary>
    Task CallAsync(string path, string itf, string member, CancellationToken cancel);

    /// <summary>Lets a scan of this program report low-energy devices with a service only.</summary>
    Task FilterScanAsync(string adapterPath, Guid service, CancellationToken cancel);

    /// <summary>Reads a value of a device, as a whole.</summary>
    Task<byte[]> ReadAsync(string path, CancellationToken cancel);

    /// <summary>Writes a value of a device, with a response.</summary>
    Task WriteAsync(string path, byte[] value, CancellationToken cancel);

    /// <summary>Waits until something has changed since the last call, or until the time is over.</summary>
    Task WaitForChangeAsync(TimeSpan timeMax, CancellationToken cancel);
}
