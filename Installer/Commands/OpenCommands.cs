using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using CliCommand = System.CommandLine.Command;
using Command = LockFirmware.KeyCrypto.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl identify and lockctl open.</summary>
internal static class OpenCommands
{
    public static CliCommand MakeIdentify(Terminal terminal) =>
        Make(terminal, "identify", "Makes a lock blink and beep, so that you find the right " +
            "door.", Command.Manage, Rights.Manage, [(byte)ManageOperation.Identify], "the lock blinks and beeps");

    public static CliCommand MakeOpen(Terminal terminal) =>
        Make(terminal, "open", "Opens the door once with lockctl's own key. The lock records it as key " +
            "1.", Command.Unlock, Rights.Unlock, null, null);

    private static CliCommand Make(Terminal terminal, string name, string description, Command asked, Rights rights, byte[]? body,
        string? done)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<FileInfo?> key = Options.Key();
        CliCommand command = new(name, description) { door, path, key };
        PlaceOptions place = PlaceOptions.Needed(command);
        command.SetAction(async (parsed, stop) =>
        {
            using FacilityFileStore store = StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: false);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            PhoneKey? given = KeyFile.Read(parsed.GetValue(key), store.Facility, found);
            await using Visit visit = await Visit.BeginAsync(terminal, place.Of(parsed)!, store, found, stop).ConfigureAwait(false);
            PhoneKey used = given ?? FacilitySecrets.ServiceKeyOf(store.Facility, found, visit.Identity.Generation, rights);
            PhoneAnswer answer = await visit.DoAsync(asked, used, body, store.Time, stop).ConfigureAwait(false);
            terminal.Say($"{found.Name}: {done ?? StatusWords.Of(asked, answer, store.Time)}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
