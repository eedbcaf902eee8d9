using System.Globalization;

namespace LockFirmware.LockLink.Places;

/// <summary>
/// Where a program reaches a lock: <c>virtual:host:port</c>, <c>ble</c>, <c>ble:hci1</c> or <c>ble:AA:BB:CC:DD:EE:FF</c>. A virtual radio
/// may also be written without its first word.
/// </summary>
public sealed record LockPlace
{
    /// <summary>How to write a place, for the end of a sentence.</summary>
    public const string Forms = "virtual:127.0.0.1:4711, ble, ble:hci1 or ble:AA:BB:CC:DD:EE:FF";

    private const string VirtualPrefix = "virtual:";
    private const string Ble = "ble";
    private const string BlePrefix = Ble + ":";
    private const string AdapterPrefix = "hci";
    private const int AdapterNumberMax = 999;
    private const int AddressSize = 6;

    private LockPlace()
    {
    }

    /// <summary>Any lock that an adapter of this computer hears.</summary>
    public static LockPlace AnyAdapter { get; } = new();

    /// <summary>The virtual radio; null for Bluetooth.</summary>
    public RadioAddress? Virtual { get; private init; }

    /// <summary>The adapter that must be used, for example hci1; null for any, and for a virtual radio.</summary>
    public string? Adapter { get; private init; }

    /// <summary>The address of the lock's radio in upper case; null for any, and for a virtual radio.</summary>
    public string? Address { get; private init; }

    /// <summary>Reads a place.</summary>
    /// <returns>Null when the text is none.</returns>
    public static LockPlace? TryRead(string text)
    {
        if (text == Ble)
            return AnyAdapter;
        if (text.StartsWith(BlePrefix, StringComparison.Ordinal))
        {
            string rest = text[BlePrefix.Length..];
            return IsAdapter(rest) ? new LockPlace { Adapter = rest }
                : IsAddress(rest) ? new LockPlace { Address = rest.ToUpperInvariant() }
                : null;
        }
        bool isNamed = text.StartsWith(VirtualPrefix, StringComparison.Ordinal);
        return RadioAddress.TryRead(isNamed ? text[VirtualPrefix.Length..] : text) is { } radio ? new LockPlace { Virtual = radio } : null;
    }

    /// <summary>What is wrong with a place, as a sentence for people; null if it can be read.</summary>
    public static string? Complaint(string text) =>
        TryRead(text) != null ? null : $"\"{text}\" is not a place of a lock. Write it like {Forms}.";

    /// <summary>Whether the text is the name of an adapter, for example hci0.</summary>
    public static bool IsAdapter(string text) =>
        text.StartsWith(AdapterPrefix, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(AdapterPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number <= AdapterNumberMax
        && text == string.Create(CultureInfo.InvariantCulture, $"{AdapterPrefix}{number}");

    /// <inheritdoc/>
    public override string ToString() =>
        Virtual is { } radio ? $"{VirtualPrefix}{radio.Host}:{radio.Port}" : (Adapter ?? Address) is { } part ? BlePrefix + part : Ble;

    private static bool IsAddress(string text)
    {
        string[] bytes = text.Split(':');
        return bytes.Length == AddressSize && bytes.All(part => part.Length == 2 && part.All(char.IsAsciiHexDigit));
    }
}
