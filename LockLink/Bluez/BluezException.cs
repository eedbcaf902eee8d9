namespace LockFirmware.LockLink.Bluez;

/// <summary>BlueZ or the bus has refused a call.</summary>
/// <param name="name">The name of the D-Bus error, for example org.bluez.Error.Failed.</param>
/// <param name="message">What BlueZ said.</param>
/// <param name="inner">The cause.</param>
public sealed class BluezException(string name, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The bus itself is absent or has ended.</summary>
    public const string NoBus = "LockFirmware.NoBus";

    /// <summary>The name of the D-Bus error.</summary>
    public string Name { get; } = name;
}
