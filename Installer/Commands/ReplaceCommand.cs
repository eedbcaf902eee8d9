using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl replace.</summary>
internal static class ReplaceCommand
{
    private const string NextStep = "Next: \"lockctl flash\" for the new hardware, or \"lockctl label\" and \"lockctl provision\".";

    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string?> board = new("--board") { Description = "The board of the new hardware. Default: the same board." };
        Option<bool> yes = Options.Yes();
        Option<bool> json = Options.Json();
        Command command = new("replace", """
            Prepares new hardware for the same door, with the next generation and a new setup secret. All keys of the door stop
            working with the change. If you run it again before the new hardware is flashed, the generation stays, and the
            board and the setup secret can change again.
            """) { door, path, board, yes, json };
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore store = StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: true);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            string? erase =
                await RunAsync(talk, store, found, parsed.GetValue(board), parsed.GetValue(yes), stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
                terminal.Say(JsonText.Of(new
                {
                    id = found.Id,
                    name = found.Name,
                    board = found.Board,
                    generation = found.Generation,
                    state = ListCommand.StateOf(found, new LockFolder(store, found)),
                    erase,
                }));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Prepares the door for new hardware.</summary>
    /// <returns>The command that erases the old hardware; null if the door was prepared before.</returns>
    private static async Task<string?> RunAsync(Terminal terminal, FacilityFileStore store, FacilityLock door, string? board, bool yes,
        CancellationToken stop)
    {
        StoreAccess.RefuseInJob(door);
        if (board != null)
            BoardFile.Read(board);
        using FileStream held = new LockFolder(store, door).Hold();
        // Hardware that may have the files of a generation can use it. Then other hardware needs the next generation.
        if (door.IsReplaced && !HardwareChange.HasHardware(store, door))
        {
            HardwareChange.Prepare(store, door, board);
            terminal.Say($"{door.Name} is prepared for new hardware already: board {door.Board}, generation {door.Generation} as before, " +
                $"and a new setup secret. Labels printed before do not work any more.");
            terminal.Say(NextStep);
            return null;
        }
        await terminal.DemandAsync($"All keys of {door.Name} stop working with the change. Prepare new hardware?", yes, stop)
            .ConfigureAwait(false);
        string erase = BoardFile.EraseLine(door.Board, door.SerialPort);
        HardwareChange.TakeNext(store, door, board);
        terminal.Say($"{door.Name} gets generation {door.Generation}. When the new hardware has it:");
        terminal.Say("- older keys do not open the door: issue new ones;");
        terminal.Say("- event numbers start at 1 again: read the events of the old hardware with \"lockctl events\" before the change;");
        terminal.Say("- the new hardware has no tenancy, revocations or overlock until the office sends them.");
        terminal.Say("If a portal has this lock, retire none of its keys there until the new hardware is in service and this file is " +
            "imported: the portal would give the same generation.");
        terminal.Say("The old hardware still opens for old keys and has the old secrets until it is reset or erased. Take it out of the " +
            "door, then reset it (\"lockctl reset\") or erase it before you use it elsewhere. This command erases it:");
        terminal.Say($"  {erase}");
        terminal.Say(NextStep);
        return erase;
    }
}
