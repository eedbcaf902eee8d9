using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl rename.</summary>
internal static class RenameCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Argument<string> name = new("name") { Description = "The new name, at most 40 characters." };
        Option<string> path = Options.Facility();
        Command command = new("rename", """
            Gives a lock another name in the facility file. The lock itself does not know its name. Correct the list of locks, too:
            "manifest" refuses a list that contradicts the facility file.
            """) { door, name, path };
        command.SetAction((parsed, stop) =>
            RunAsync(terminal, parsed.GetValue(door)!, parsed.GetValue(name)!.Trim(), parsed.GetValue(path)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string lockName, string name, string path, CancellationToken stop)
    {
        using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, path, stop).ConfigureAwait(false);
        FacilityLock door = store.Find(lockName);
        if (NameText.Complaint(name) is { } complaint)
            throw new ToolException(ExitCode.Unusable, $"The new name {complaint}.");
        FacilityLock? other = store.Facility.Locks.Find(known => known != door
            && (string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase) || $"{known.Id}" == name));
        if (other != null)
            throw new ToolException(ExitCode.Unusable, $"\"{name}\" is the name or the number of lock {other.Id} ({other.Name}). Choose " +
                $"another name.");
        string before = door.Name;
        door.Name = name;
        store.Save();
        terminal.Say($"Lock {door.Id} was \"{before}\" and is \"{name}\" now. Correct it in the list of locks, too.");
        return ExitCode.Ok;
    }
}
