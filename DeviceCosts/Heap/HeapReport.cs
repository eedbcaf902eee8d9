using LockFirmware.DeviceCosts.Build;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>Prints what the heap of the device holds.</summary>
public static class HeapReport
{
    private const int TypeCount = 40;

    // The objects of the Bluetooth library that the interpreter was asked about.
    private static readonly string[] Bluetooth = ["ArrayList", "GattLocalCharacteristic"];
    private static readonly string[] Pins = ["GpioPin", "GpioPinBundle", "DebouncedInput", "GpioPinEventListener"];

    private static readonly (string Name, Func<HeapCount, int> Bytes)[] Rows =
    [
        ("tables of the libraries (measured)", count => count.LibraryTables),
        ("our tables", count => count.OwnTables),
        ("our static fields", count => count.StaticFields),
        ("threads", count => count.Threads),
        ("stack frames", count => count.Frames),
        ("Bluetooth library: lists and characteristics", count => count.Of(Bluetooth).Bytes),
        ("pins", count => count.Of(Pins).Bytes),
        ("other objects of libraries", count => count.Libraries.Bytes - count.Of(Bluetooth).Bytes - count.Of(Pins[..2]).Bytes
            - count.Of(Pins[3]).Bytes),
        ("our objects, inputs left out", count => count.Own.Bytes - count.Of(Pins[2]).Bytes),
        ("the exchange, nothing collected", count => count.Extra),
        ("**total**", count => count.Total),
        ("**free of 54,472**", count => count.Free),
    ];

    /// <summary>Counts and prints.</summary>
    /// <param name="root">The folder of the solution.</param>
    /// <param name="board">A folder of boards.</param>
    /// <param name="output">Receives the tables.</param>
    public static void Print(string root, string board, TextWriter output)
    {
        FirmwareImage image = FirmwareImage.Of(root, board);
        IReadOnlyList<(string Name, HeapCount Count)> moments = HeapMoments.CountAll(image);
        output.WriteLine($"| bytes of the heap, {board} | {string.Join(" | ", moments.Select(moment => moment.Name))} |");
        output.WriteLine($"|---|{string.Concat(moments.Select(_ => "---:|"))}");
        foreach ((string name, Func<HeapCount, int> bytes) in Rows)
            output.WriteLine($"| {name} | {string.Join(" | ", moments.Select(moment => $"{bytes(moment.Count):N0}"))} |");
        foreach ((string name, HeapCount count) in moments.Take(2))
        {
            output.WriteLine();
            output.WriteLine($"| {name}: class, with its arrays and strings | objects | bytes |");
            output.WriteLine("|---|---:|---:|");
            foreach ((string type, HeapShare share) in count.Types.OrderByDescending(pair => pair.Value.Bytes).Take(TypeCount))
                output.WriteLine($"| {type} | {share.Count} | {share.Bytes:N0} |");
        }
    }
}
