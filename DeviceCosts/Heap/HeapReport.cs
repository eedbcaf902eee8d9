using LockFirmware.DeviceCosts.Build;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>Prints what the heap of the device holds.</summary>
public static class HeapReport
{
    private const int RowCount = 60;

    // What the interpreter was asked about: lists and characteristics of the Bluetooth library, pins.
    private static readonly string[] Bluetooth = ["ArrayList", "GattLocalCharacteristic"];
    private static readonly string[] Pins = ["GpioPin", "GpioPinBundle"];

    private static readonly (string Name, Func<HeapCount, int> Bytes)[] Rows =
    [
        ("tables of the libraries (measured)", count => count.LibraryTables),
        ("our tables and static fields", count => count.OwnTables),
        ("threads, and what they wait for", count => count.Threads),
        ("stack frames", count => count.Frames),
        ("lists and characteristics of the libraries", count => count.Of(Bluetooth).Bytes),
        ("pins", count => count.Of(Pins).Bytes),
        ("other objects of the libraries", count => count.Libraries.Bytes - count.Of(Bluetooth).Bytes - count.Of(Pins).Bytes),
        ("our objects", count => count.Own.Bytes),
        ("what it needs on top: living objects and frames", count => count.Extra),
        ("**all**", count => count.Total),
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
        PrintShares(output, "start: class, with its arrays and strings", moments[0].Count.Types);
        PrintShares(output, "connected: objects, each for itself",
            moments.First(moment => moment.Name == HeapMoments.Connected).Count.Objects);
    }

    private static void PrintShares(TextWriter output, string title, IReadOnlyDictionary<string, HeapShare> shares)
    {
        output.WriteLine();
        output.WriteLine($"| {title} | objects | bytes |");
        output.WriteLine("|---|---:|---:|");
        IEnumerable<KeyValuePair<string, HeapShare>> ordered =
            shares.OrderByDescending(pair => pair.Value.Bytes).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        foreach ((string name, HeapShare share) in ordered.Take(RowCount))
            output.WriteLine($"| {name} | {share.Count} | {share.Bytes:N0} |");
    }
}
