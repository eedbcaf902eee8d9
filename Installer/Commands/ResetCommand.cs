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
        Option<FileInfo?> key = Options.Key();
        Option<bool> yes = Options.Yes();
        Option<bool> json = Options.Json();
        CliCommand command = new("reset", """
            Removes the identity from a lock, also from the old hardware of a door. Then no key opens it, and it accepts the setup
            secret of its label again. Read its events first.
            """) { door, path, key, yes, json };
        PlaceOptions place = PlaceOptions.Needed(command);
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore store = StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: true);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            PhoneKey? given = KeyFile.Read(parsed.GetValue(key), store.Facility, found);
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            SoughtLock sought = Visit.AnyState(store, found);
            await using Visit visit = await Visit.BeginAsync(talk, place.Of(parsed)!, sought, stop).ConfigureAwait(false);
            if (!visit.Identity.IsProvisioned)
            {
                talk.Say($"The lock at {visit.Link.Place} has no identity, so there is nothing to reset. Next: \"lockctl provision\".");
                if (parsed.GetValue(json))
                    WriteJson(terminal, found, null);
                return ExitCode.Ok;
            }
            visit.CheckIsHere(store, found);
            ushort generation = visit.Identity.Generation;
            await RunAsync(talk, visit, store, found, given, parsed.GetValue(yes), stop).ConfigureAwait(false);
            if (parsed.GetValue(json))
                WriteJson(terminal, found, generation);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Writes what was reset.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="door">The door.</param>
    /// <param name="generation">The generation that the hardware had; null if it had no identity.</param>
    private static void WriteJson(Terminal terminal, FacilityLock door, ushort? generation) => terminal.Say(JsonText.Of(new
    {
        id = door.Id,
        name = door.Name,
        hadIdentity = generation != null,
        generation,
        isOldHardware = generation < door.Generation,
        utc = JsonText.Utc(terminal.Time.GetUtcNow()),
    }));

    private static async Task RunAsync(Terminal terminal, Visit visit, FacilityFileStore store, FacilityLock door, PhoneKey? given,
        bool yes, CancellationToken stop)
    {
        ushort generation = visit.Identity.Generation;
        bool isOld = generation < door.Generation;
        string which = isOld ? $"the old hardware of {door.Name} (generation {generation}, the door is at " +
            $"{door.Generation})" : $"{door.Name} (generation {generation})";
        await terminal.DemandAsync($"After the reset no key opens it, and its events cannot be read until it has an " +
            $"identity again. Reset {which}?", yes, stop).ConfigureAwait(false);
        // The next provision must know that this generation was used.
        await Provisioning.LearnAsync(visit, store, door, stop).ConfigureAwait(false);
        PhoneKey used = given ?? FacilitySecrets.ServiceKeyOf(store.Facility, door, generation, Rights.Provision);
        await visit.DoAsync(Command.Provision, used, null, store.Time, stop).ConfigureAwait(false);
        terminal.Say($"Reset: {which}. It has no identity and restarts now.");
        terminal.Say(isOld
            ? "No key opens it. To use it at another door, flash it with the files of that door: \"lockctl flash\"."
            : "Next: \"lockctl provision\" gives it the next generation of this door. To use it at another door, flash it with the files " +
                "of that door, and run \"lockctl replace\" for the hardware that comes here.");
    }
}
