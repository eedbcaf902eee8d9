using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using CliCommand = System.CommandLine.Command;
using Command = LockFirmware.KeyCrypto.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl reset.</summary>
internal static class ResetCommand
{
    public static CliCommand Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string> address = Options.Virtual();
        Option<FileInfo?> key = Options.Key();
        Option<bool> yes = new("--yes") { Description = "Do not ask." };
        CliCommand command = new("reset", """
            Takes the identity from a lock, also from the old hardware of a door: no key opens it any more, and it obeys the setup
            secret of its label again. Read its events before.
            """) { door, path, address, key, yes };
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore store = FacilityFileStore.Open(parsed.GetValue(path)!, terminal.Warn, forWriting: true);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            PhoneKey? given = KeyFile.Read(parsed.GetValue(key), store.Facility, found);
            await using Visit visit = await Visit.BeginAsync(terminal, parsed.GetValue(address)!, store, found, stop).ConfigureAwait(false);
            await RunAsync(terminal, visit, store, found, given, parsed.GetValue(yes), stop).ConfigureAwait(false);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task RunAsync(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door, PhoneKey? given, bool yes, CancellationToken stop)
    {
        ushort generation = visit.Identity.Generation;
        bool isOld = generation < door.Generation;
        string which = isOld ? $"the old hardware of {door.Name} (generation {generation}, the door is at {door.Generation})" : $"{door.Name} (generation {generation})";
        if (!yes && !await terminal.ConfirmAsync($"No key opens it any more, and its events cannot be read until it has an identity again. Reset {which}?", stop).ConfigureAwait(false))
            throw new ToolException(ExitCode.Unusable, "Nothing was done. Say --yes to do it without a question.");
        // Provision has to know that this generation is used up.
        await Provisioning.LearnAsync(visit, store, door, stop).ConfigureAwait(false);
        PhoneKey used = given ?? FacilitySecrets.ServiceKeyOf(store.Facility, door, generation, Rights.Provision);
        await visit.DoAsync(Command.Provision, used, null, store.Time, stop).ConfigureAwait(false);
        terminal.Say($"Reset: {which}. It has no identity, and starts again now.");
        terminal.Say(isOld
            ? "It opens for no key. For use at another door flash it with that door's files: \"lockctl flash\"."
            : "Next: \"lockctl provision\" gives it the next generation of this door. For another door flash it with that door's files, and run \"lockctl replace\" for the hardware that comes here.");
    }
}
