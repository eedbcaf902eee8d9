using LockFirmware.DeviceCosts.Build;

namespace LockFirmware.DeviceCosts.Il;

/// <summary>Prints what the device's interpreter executes.</summary>
public static class IlReport
{
    private const string EventMethod = "EventJournal.Record";
    private const string CompactMethod = "EventJournal.Compact";

    /// <summary>Counts and prints.</summary>
    /// <param name="root">The folder of the solution.</param>
    /// <param name="board">A folder of boards.</param>
    /// <param name="top">How many methods of each count to print.</param>
    /// <param name="output">Receives the tables.</param>
    public static void Print(string root, string board, int top, TextWriter output)
    {
        IReadOnlyList<IlCount> counts = IlMoments.CountAll(FirmwareImage.Of(root, board));
        output.WriteLine("| what | instructions | calls | HMACs | objects | their bytes | frames, bytes |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (IlCount count in counts)
        {
            output.WriteLine($"| {count.Name} | {count.Instructions:N0} | {count.Calls:N0} | {count.Hmacs} | {count.Objects:N0} "
                + $"| {count.Bytes:N0} | {count.FrameBytes:N0} |");
        }
        IlMethod[] events = [.. counts[0].Methods.Where(method => method.Name is EventMethod or CompactMethod)];
        output.WriteLine($"| of an unlock: its event | {events.Sum(method => method.Inclusive):N0} | | | | | |");
        foreach (IlCount count in counts.Where(count => top > 0 && count.Methods.Count > 0))
        {
            output.WriteLine();
            output.WriteLine($"| {count.Name}: method | called | own instructions | with those it calls |");
            output.WriteLine("|---|---:|---:|---:|");
            foreach (IlMethod method in count.Methods.Take(top))
                output.WriteLine($"| {method.Name} | {method.Entered:N0} | {method.Own:N0} | {method.Inclusive:N0} |");
        }
    }
}
