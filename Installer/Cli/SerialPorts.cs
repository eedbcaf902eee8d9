using System.Runtime.InteropServices;
using Microsoft.Win32;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>The serial ports of the system.</summary>
/// <param name="time">For the pause between two looks.</param>
internal sealed class SerialPorts(TimeProvider time) : ISerialPorts
{
    private const int ReadAndWrite = 6;
    private const string WindowsPorts = @"HARDWARE\DEVICEMAP\SERIALCOMM";
    private static readonly string[] UnixNames = ["ttyUSB*", "ttyACM*", "cu.usb*"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The ports of USB that are there now.</summary>
    public static IReadOnlyList<string> OfUsb()
    {
        if (!OperatingSystem.IsWindows())
            return [.. UnixNames.SelectMany(name => Directory.EnumerateFiles("/dev", name)).Order(StringComparer.Ordinal)];
        using RegistryKey? ports = Registry.LocalMachine.OpenSubKey(WindowsPorts);
        List<string> names = [];
        foreach (string value in ports?.GetValueNames() ?? [])
        {
            if (ports!.GetValue(value) is string name)
                names.Add(name);
        }
        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether you may read and write a port. Always true on Windows, where opening it decides.</summary>
    public static bool MayUse(string port) => OperatingSystem.IsWindows() || Access(port, ReadAndWrite) == 0;

    /// <inheritdoc/>
    public IReadOnlyList<string> List(IReadOnlyList<string> named)
    {
        IReadOnlyList<string> there = OfUsb();
        return named.Count == 0 ? there : [.. named.Where(port => there.Contains(port) || Path.Exists(port))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> NextAsync(IReadOnlyList<string> before, IReadOnlyList<string> named, CancellationToken stop)
    {
        while (true)
        {
            IReadOnlyList<string> now = List(named);
            if (!now.Order(StringComparer.Ordinal).SequenceEqual(before.Order(StringComparer.Ordinal)))
                return now;
            await Task.Delay(Pause, time, stop).ConfigureAwait(false);
        }
    }

    [DllImport("libc", EntryPoint = "access", BestFitMapping = false)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
