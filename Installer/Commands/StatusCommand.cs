using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Places;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl status.</summary>
internal static class StatusCommand
{
    private sealed record StatusRequest(string? Lock, string Facility, IReadOnlyList<LockPlace> Places, FileInfo? Key, bool SetTime,
        bool Yes, bool Json);

    public static Command Make(Terminal terminal)
    {
        Argument<string?> door = new("lock")
        {
            Description = "The lock's name or number in the facility file; not with --all.",
            Arity = ArgumentArity.ZeroOrOne
        };
        Option<string> path = Options.Facility();
        Option<bool> all = new("--all")
        {
            Description = "Ask every lock at the addresses, and list the locks that did not answer. Exit code 1 if something is wrong " +
            "with one of them, 4 if one did not answer."
        };
        Option<FileInfo?> key = Options.Key();
        Option<bool> setTime = Options.SetTime();
        Option<bool> yes = new("--yes") { Description = "Do not ask to confirm the time." };
        Option<bool> json = Options.Json();
        Command command = new("status", """
            Shows the status of a lock: its local time, the next change of its clock, whether the key opens the door now and until
            when, latch and door, firmware, board, and events that wait. At a terminal it asks you to confirm the lock's time.
            If the time is lost or wrong, it offers to set the lock's clock to this computer's time. With --all it shows a line for
            each lock of the facility.
            """) { door, path, all, key, setTime, yes, json };
        PlaceOptions places = PlaceOptions.Several(command);
        command.Validators.Add(result =>
        {
            bool isAll = result.GetResult(all) is { Implicit: false };
            if (isAll == (result.GetResult(door) is { Implicit: false, Tokens.Count: > 0 }))
                result.AddError("Give either a lock or --all.");
            else if (!isAll && places.Count(result) > 1)
                result.AddError("Give one place for one lock, or --all.");
            if (isAll && result.GetResult(key) is { Implicit: false })
                result.AddError("A key belongs to one lock, so --key cannot be used with --all.");
        });
        command.SetAction((parsed, stop) =>
        {
            StatusRequest request = new(parsed.GetValue(door), parsed.GetValue(path)!, places.AllOf(parsed), parsed.GetValue(key),
                parsed.GetValue(setTime), parsed.GetValue(yes), parsed.GetValue(json));
            return parsed.GetValue(all)
                ? new StatusOfAll(terminal, request.Places, request.SetTime).RunAsync(request.Facility, request.Json, stop)
                : OneAsync(terminal, request, stop);
        });
        return command;
    }

    private static async Task<int> OneAsync(Terminal terminal, StatusRequest request, CancellationToken stop)
    {
        Terminal talk = terminal.Beside(request.Json);
        using FacilityFileStore store = StoreAccess.Open(terminal, request.Facility, forWriting: true);
        FacilityLock found = store.Find(request.Lock!);
        PhoneKey? given = KeyFile.Read(request.Key, store.Facility, found);
        await using Visit visit = await Visit.BeginAsync(talk, request.Places[0], store, found, stop).ConfigureAwait(false);
        PhoneKey used = given
            ?? FacilitySecrets.ServiceKeyOf(store.Facility, found, visit.Identity.Generation, Rights.Manage | Rights.Unlock);
        if (request.SetTime)
            await TimeSetting.BringAsync(talk, visit, store, found, stop).ConfigureAwait(false);
        LockStatus status = await StatusReading.ReadAsync(visit, used, store, stop).ConfigureAwait(false);
        await Provisioning.LearnAsync(visit, store, found, stop).ConfigureAwait(false);
        Show(status);
        bool isAsked = !request.Yes && !request.SetTime;
        if (await new TimeCheck(talk, visit, store, found).RunAsync(status, isAsked, stop).ConfigureAwait(false))
            Show(await StatusReading.ReadAsync(visit, used, store, stop).ConfigureAwait(false));
        return ExitCode.Ok;

        void Show(LockStatus shown)
        {
            string board = visit.Identity.Board;
            if (request.Json)
                terminal.Say(StatusReading.Json(found, shown, board, store.Time).ToJsonString(StatusReading.Indented));
            else
                StatusReading.Write(terminal, found, shown, board, store);
        }
    }
}
