using System.CommandLine;
using System.Text.Json.Serialization;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl list.</summary>
internal static class ListCommand
{
    /// <summary>A lock, as a script reads it.</summary>
    internal sealed record Line(uint Id, string Name, string Board, string Kind, bool IsExit, string? SerialPort, ushort Generation,
        string State)
    {
        /// <summary>Whether the command that says it has added it; null when it does not add any.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public bool? IsNew { get; init; }
    }

    public static Command Make(Terminal terminal)
    {
        Option<string> path = Options.Facility();
        Option<bool> json = Options.Json();
        Command command = new("list", """
            Lists the locks of the facility file and the state of each: planned, being flashed, flashed (not read back yet), read
            back, provisioned (it proved its identity), replaced (its new hardware is not flashed yet).
            """) { path, json };
        command.SetAction(parsed =>
        {
            using FacilityFileStore store = StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: false);
            Line[] lines = [.. store.Facility.Locks.OrderBy(door => door.Id).Select(door => LineOf(store, door))];
            if (parsed.GetValue(json))
                terminal.Say(JsonText.Of(lines));
            else
                Write(terminal, lines);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The state of a lock, as this computer knows it.</summary>
    public static string StateOf(FacilityLock door, LockFolder folder)
    {
        if (door.InstalledGeneration == door.Generation)
            return "provisioned";
        if (folder.IsReadBack)
            return "read back";
        int written = FlashStep.Written.Count(folder.StepsDone.Contains);
        if (written == FlashStep.Written.Length)
            return "flashed";
        return written > 0 ? "being flashed" : door.IsReplaced ? "replaced" : "planned";
    }

    /// <summary>A lock with its state.</summary>
    public static Line LineOf(FacilityFileStore store, FacilityLock door) => new(
        door.Id, door.Name, door.Board, door.Kind.ToString().ToLowerInvariant(), door.IsExit, door.SerialPort, door.Generation,
        StateOf(door, new LockFolder(store, door)));

    private static void Write(Terminal terminal, Line[] lines)
    {
        if (lines.Length == 0)
        {
            terminal.Say("The facility file has no locks. Next: \"lockctl manifest locks.csv\".");
            return;
        }
        int idWidth = lines.Max(line => $"{line.Id}".Length);
        int stateWidth = lines.Max(line => line.State.Length);
        int boardWidth = lines.Max(line => line.Board.Length);
        int headWidth = idWidth + 2 + stateWidth + 2 + boardWidth + 2;
        bool isWide = headWidth + lines.Max(line => line.Name.Length) > Columns.Narrow;
        foreach (Line line in lines)
        {
            string id = $"{line.Id}".PadLeft(idWidth);
            string head = $"{id}  {line.State.PadRight(stateWidth)}  {line.Board.PadRight(boardWidth)}";
            terminal.Say(isWide ? head.TrimEnd() : $"{head}  {line.Name}");
            // A long name gets a line of its own below its lock.
            if (isWide)
                Columns.Say(terminal, new string(' ', idWidth + 2), line.Name);
        }
        Columns.Say(terminal, string.Empty,
            string.Join(", ", lines.GroupBy(line => line.State).Select(group => $"{group.Count()} {group.Key}")));
    }
}
