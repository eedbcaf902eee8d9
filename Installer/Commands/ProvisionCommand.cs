using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl provision.</summary>
internal static class ProvisionCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string?> setup = new("--setup")
        {
            Description = "The text of the label's QR code (LF1:SETUP:...). Default: the setup " +
            "secret in the facility file."
        };
        Option<bool> setTime = Options.SetTime();
        Option<bool> json = Options.Json();
        Command command = new("provision", """
            Gives a lock its identity over the air, and sets its time. If it is interrupted, run the same command again: it
            continues where it stopped.
            """) { door, path, setup, setTime, json };
        PlaceOptions place = PlaceOptions.Needed(command);
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore store = StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: true);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            StoreAccess.RefuseInJob(found);
            byte[] secret = SetupSecretOf(found, parsed.GetValue(setup));
            Terminal talk = terminal.Beside(parsed.GetValue(json));
            SoughtLock sought = Visit.AnyState(store, found);
            await using Visit visit = await Visit.BeginAsync(talk, place.Of(parsed)!, sought, stop).ConfigureAwait(false);
            await new Provisioning(talk, store, found, secret).RunAsync(visit, stop).ConfigureAwait(false);
            await TimeSetting.OfferAsync(talk, visit, store, found, parsed.GetValue(setTime), stop).ConfigureAwait(false);
            talk.Say("If there is a label, destroy it: whoever has it can take over the lock. Next: \"lockctl status\".");
            if (parsed.GetValue(json))
                terminal.Say(JsonText.Of(new { id = found.Id, name = found.Name, generation = found.Generation }));
            return ExitCode.Ok;
        });
        return command;
    }

    private static byte[] SetupSecretOf(FacilityLock door, string? text)
    {
        if (text == null)
            return Convert.FromHexString(door.SetupSecret);
        // A label shows the text in groups, for typing.
        (uint lockId, byte[] secret) = SetupText.TryRead(string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))))
            ?? throw new ToolException(ExitCode.Unusable, "--setup is not the complete text of a label. Scan the label again; the text " +
                "begins with LF1:SETUP:.");
        return lockId == door.Id
            ? secret
            : throw new ToolException(ExitCode.Unusable, $"This label belongs to lock {lockId}, not to {door.Name} ({door.Id}). Use the " +
                $"label of this lock.");
    }
}
