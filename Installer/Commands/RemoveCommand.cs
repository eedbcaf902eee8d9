using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl remove.</summary>
internal static class RemoveCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<bool> yes = Options.Yes();
        Command command = new("remove", """
            Removes a lock from the facility file, with its setup secret and what is known of its events. This cannot be undone. The
            number can be used again: it then goes on with the next generation, so that old keys do not open the new lock.
            """) { door, path, yes };
        command.SetAction((parsed, stop) =>
            RunAsync(terminal, parsed.GetValue(door)!, parsed.GetValue(path)!, parsed.GetValue(yes), stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string name, string path, bool yes, CancellationToken stop)
    {
        using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, path, stop).ConfigureAwait(false);
        FacilityLock door = store.Find(name);
        StoreAccess.RefuseInJob(door);
        LockFolder folder = new(store, door);
        using (folder.Hold())
        {
            string inService = door.InstalledGeneration == 0
                ? string.Empty
                : " Its hardware still opens for the keys that it knows, until it is reset (\"lockctl reset\") or erased; afterwards " +
                    "lockctl cannot reach it any more. Events that nobody has read are lost.";
            await terminal.DemandAsync($"{door.Name} (lock {door.Id}) is removed for good.{inService} Remove it?", yes, stop)
                .ConfigureAwait(false);
            store.Remove(door);
            folder.RemoveFiles();
        }
        folder.Delete();
        terminal.Say($"{door.Name} (lock {door.Id}) is removed. Take it out of the list of locks, too: \"manifest\" would add it again.");
        return ExitCode.Ok;
    }
}
