using System.CommandLine;
using System.Security.Cryptography;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl replace.</summary>
internal static class ReplaceCommand
{
    private const string NextStep = "Next: \"lockctl flash\" for the new hardware, or \"lockctl label\" and \"lockctl provision\".";

    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string?> board = new("--board") { Description = "The board of the new hardware; as before when left out." };
        Option<bool> yes = new("--yes") { Description = "Do not ask." };
        Command command = new("replace", """
            Prepares new hardware for the same door: a higher generation and a setup secret of its own. All keys issued for the
            door end with the change; the old hardware is of no use any more. Said again before the new hardware was flashed, it
            takes another board and another setup secret for the same generation.
            """) { door, path, board, yes };
        command.SetAction(
            (parsed, stop) =>
                RunAsync(terminal, parsed.GetValue(door)!, parsed.GetValue(path)!, parsed.GetValue(board), parsed.GetValue(yes), stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string name, string path, string? board, bool yes, CancellationToken stop)
    {
        using FacilityFileStore store = FacilityFileStore.Open(path, terminal.Warn, forWriting: true);
        FacilityLock door = store.Find(name);
        if (board != null)
            BoardFile.Read(board);
        // Hardware that may have had the files of a generation keeps it: other hardware needs the next.
        if (door.IsReplaced && new LockFolder(store, door).StepsDone.Count == 0)
        {
            Renew(door, board);
            store.Save();
            new LockFolder(store, door).WriteFiles();
            terminal.Say(
                $"{door.Name} is prepared for new hardware already: board {door.Board}, generation {door.Generation} as before, and a new "
                + "setup secret. A label printed before is worth nothing.");
            terminal.Say(NextStep);
            return ExitCode.Ok;
        }
        if (!yes && !await terminal.ConfirmAsync($"All keys of {door.Name} end with the change. Prepare new hardware?", stop)
            .ConfigureAwait(false))
            throw new ToolException(ExitCode.Unusable, "Nothing was done. Say --yes to do it without a question.");
        string erase = BoardFile.EraseLine(door.Board, door.SerialPort);
        Renew(door, board);
        door.RecoverySecrets.Clear();
        door.IsReplaced = true;
        ushort generation = store.TakeGeneration(door);
        new LockFolder(store, door).WriteFiles();
        terminal.Say($"{door.Name} gets generation {generation}. From the moment that the new hardware has it:");
        terminal.Say("- no key issued before opens the door: issue new ones;");
        terminal.Say(
            "- notices begin anew, and events count from 1; those still in the old hardware are read there with \"lockctl events\" "
            + "before the change;");
        terminal.Say("- tenancy, revocations and overlock of the old hardware are not in the new one until the office sends them.");
        terminal.Say(
            "The old hardware: until it is reset or flashed anew it still opens for old keys, and holds the old secrets. Take it out of "
            + "the door, reset it (\"lockctl reset\") or erase it, and never fit it elsewhere before. This erases it:");
        terminal.Say($"  {erase}");
        terminal.Say(NextStep);
        return ExitCode.Ok;
    }

    private static void Renew(FacilityLock door, string? board)
    {
        door.Board = board ?? door.Board;
        door.SetupSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Hmac.HashSize));
    }
}
