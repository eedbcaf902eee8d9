using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl move.</summary>
internal static class MoveCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> from = new("from") { Description = "The lock whose hardware is taken out of its door." };
        Argument<string> to = new("to") { Description = "The lock of the door that the hardware goes to." };
        Option<string> path = Options.Facility();
        Option<bool> yes = Options.Yes();
        Command command = new("move", """
            Prepares the hardware of one door for another one. Both doors get the next generation and a new setup secret, where they
            had hardware, so no key of before opens either of them. Then flash the hardware for its new door, which erases it; the
            old door gets other hardware. Read the events of both locks first.
            """) { from, to, path, yes };
        command.SetAction((parsed, stop) => RunAsync(
            terminal, parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(path)!, parsed.GetValue(yes), stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string fromName, string toName, string path, bool yes,
        CancellationToken stop)
    {
        using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, path, stop).ConfigureAwait(false);
        FacilityLock from = store.Find(fromName);
        FacilityLock to = store.Find(toName);
        StoreAccess.RefuseInJob(from);
        StoreAccess.RefuseInJob(to);
        if (from == to)
            throw new ToolException(ExitCode.Unusable, $"{from.Name} cannot be moved to itself.");
        // In one order, so that two lockctl that move in opposite directions do not wait for each other.
        FacilityLock[] both = [.. new[] { from, to }.OrderBy(door => door.Id)];
        using FileStream first = new LockFolder(store, both[0]).Hold();
        using FileStream second = new LockFolder(store, both[1]).Hold();
        if (!HardwareChange.HasHardware(store, from))
            throw new ToolException(ExitCode.Unusable, $"{from.Name} has no hardware yet, so there is nothing to move.");
        string keys = HardwareChange.HasHardware(store, to) ? $"{from.Name} and {to.Name}" : from.Name;
        await terminal.DemandAsync($"All keys of {keys} stop working, and events that nobody has read are lost. Move the hardware of " +
            $"{from.Name} to {to.Name}?", yes, stop).ConfigureAwait(false);
        string board = from.Board;
        foreach (FacilityLock door in both)
            HardwareChange.Prepare(store, door, door == to ? board : null);
        terminal.Say($"{to.Name} (lock {to.Id}) is prepared for the hardware of {from.Name}: board {to.Board}, generation " +
            $"{to.Generation}. Connect it and run \"lockctl flash\" for {to.Name}: the first step erases it.");
        terminal.Say($"{from.Name} (lock {from.Id}) waits for other hardware, generation {from.Generation}. Until then its door has " +
            $"no lock.");
        terminal.Say("Issue the keys of these doors again.");
        return ExitCode.Ok;
    }
}
