using System.Globalization;
using LockFirmware.KeyCrypto;
using Tmds.DBus.Protocol;
using Objects = System.Collections.Generic.Dictionary<string,
    System.Collections.Generic.Dictionary<string, System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>>>;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.LockLink.Bluez;

/// <summary>A lock that an adapter hears, as it names itself. Anybody can send such an advertisement.</summary>
/// <param name="Path">Its object at BlueZ.</param>
/// <param name="Adapter">The adapter, for example hci0.</param>
/// <param name="Address">The address of its radio.</param>
/// <param name="Name">The name in the advertisement; empty if there is none.</param>
/// <param name="Signal">dBm; null if the adapter does not tell.</param>
/// <param name="IsConnected">Whether a program of this computer is connected to it.</param>
public sealed record HeardLock(string Path, string Adapter, string Address, string Name, int? Signal, bool IsConnected)
{
    /// <summary>The name of a lock without identity (docs/protocol.md, 4).</summary>
    public const string NewName = "LF-setup";

    private const string NamePrefix = "LF-";

    // BlueZ's value for "the adapter does not tell".
    private const short SignalUnknown = 127;

    /// <summary>The name of a lock with an identity.</summary>
    public static string NameOf(uint lockId) => NamePrefix + lockId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The lock's number, by its name; null if it has none.</summary>
    public uint? Number => Name.StartsWith(NamePrefix, StringComparison.Ordinal)
        && uint.TryParse(Name.AsSpan(NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    /// <summary>Whether it names itself as a lock without identity.</summary>
    public bool IsNew => Name == NewName;

    /// <summary>The name and how strongly it is heard, for a message.</summary>
    public override string ToString() =>
        $"{(Name.Length > 0 ? Name : "a lock without a name")} ({Address}{(Signal is { } dbm ? $", {dbm} dBm" : "")})";

    /// <summary>The locks that are heard now, the strongest first. BlueZ tells a signal only of devices that it hears.</summary>
    /// <param name="objects">BlueZ's objects.</param>
    /// <param name="adapters">The adapters that count.</param>
    public static IReadOnlyList<HeardLock> Of(Objects objects, IReadOnlyCollection<string> adapters) =>
    [
        .. objects.Where(one => one.Value.ContainsKey(BluezNames.Device) && adapters.Contains(BluezNames.AdapterOf(one.Key)))
            .Select(one => TryRead(one.Key, one.Value[BluezNames.Device])).OfType<HeardLock>()
            .OrderByDescending(one => one.Signal ?? int.MinValue).ThenBy(one => one.Path, StringComparer.Ordinal),
    ];

    private static HeardLock? TryRead(string path, Values device)
    {
        bool isConnected = device.TryGetValue("Connected", out VariantValue connected) && connected.GetBool();
        bool isHeard = device.TryGetValue("RSSI", out VariantValue rssi);
        bool isLock = device.TryGetValue("UUIDs", out VariantValue services)
            && services.GetArray<string>().Contains(LockUuids.Service.ToString("D"));
        if (!isLock || !(isHeard || isConnected))
            return null;
        int? signal = isHeard && rssi.GetInt16() != SignalUnknown ? rssi.GetInt16() : null;
        return new HeardLock(path, BluezNames.AdapterOf(path), TextOf(device, "Address"), TextOf(device, "Name"), signal, isConnected);
    }

    private static string TextOf(Values values, string name) => values.TryGetValue(name, out VariantValue text) ? text.GetString() : "";
}
