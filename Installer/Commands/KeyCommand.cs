using System.CommandLine;
using System.Text.Json;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl key issue and lockctl key show.</summary>
internal static class KeyCommand
{
    // The lock's clock may be behind this computer's. A key without --from must open that lock at once, too.
    private const uint BehindSeconds = 600;

    private sealed record KeyRequest(string Lock, string Facility, uint Holder, string? From, string Until, string[] Hours, Rights[] Rights,
        ushort Tenancy, string Out, bool Json);

    public static Command Make(Terminal terminal) =>
        new("key", "Issues a key for a lock of the facility, or shows what a key may do.") { MakeIssue(terminal), MakeShow(terminal) };

    private static Command MakeIssue(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<uint> holder = new("--holder") { Description = "The holder's number.", Required = true };
        Option<string?> from = new("--from")
        {
            Description = "The start of validity in the facility's local time, like \"2026-09-02 " +
            "07:58\". Default: at once."
        };
        Option<string> until = new("--until")
        {
            Description = "The end of validity: the first minute at which the key does not open any " +
            "more.",
            Required = true
        };
        Option<string[]> hours = new("--hours")
        {
            Description = "The access hours, like \"Mon-Fri 06:00-22:00\". Up to 8. Default: " +
            "\"always\".",
            DefaultValueFactory = _ => ["always"],
            AllowMultipleArgumentsPerToken = true
        };
        Option<Rights[]> rights = new("--right")
        {
            Description = $"A right: {string.Join(", ", RightNames())}. Default: " +
            $"Unlock.",
            DefaultValueFactory = _ => [Rights.Unlock],
            AllowMultipleArgumentsPerToken = true
        };
        rights.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !RightNames().Contains(token.Value, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"A right is one of {string.Join(", ", RightNames())}.");
        });
        Option<ushort> tenancy = new("--tenancy") { Description = "The tenancy number. Required for a unit; 0 for staff." };
        Option<string> output = new("--out") { Description = "The key file to write. It must not exist.", Required = true };
        Option<bool> json = Options.Json();
        Command command = new("issue", "Issues a key and writes it to a file that only its owner can read. Whoever has the file can open " +
            "the door.") { door, path, holder, from, until, hours, rights, tenancy, output, json };
        command.SetAction(parsed => Issue(terminal, parsed.GetResult(tenancy) is { Implicit: false }, new KeyRequest(
            parsed.GetValue(door)!,
            parsed.GetValue(path)!,
            parsed.GetValue(holder),
            parsed.GetValue(from),
            parsed.GetValue(until)!,
            parsed.GetValue(hours)!,
            parsed.GetValue(rights)!,
            parsed.GetValue(tenancy),
            parsed.GetValue(output)!,
            parsed.GetValue(json))));
        return command;
    }

    private static IEnumerable<string> RightNames() =>
        Enum.GetValues<Rights>().Where(right => right is not (Rights.None or Rights.All or Rights.Shareable))
        .Select(right => right.ToString());

    private static int Issue(Terminal terminal, bool hasTenancy, KeyRequest request)
    {
        using FacilityFileStore store = StoreAccess.Open(terminal, request.Facility, forWriting: true);
        FacilityLock door = store.Find(request.Lock);
        if (door.Kind == DoorKind.Unit && !hasTenancy)
            throw new ToolException(ExitCode.Unusable, $"{door.Name} is a unit: give --tenancy, a number that is higher for each new " +
                $"tenant (0 for staff). The key of a new tenancy ends the keys of the former tenant.");
        if (File.Exists(request.Out))
            throw new ToolException(ExitCode.Unusable, $"{request.Out} exists, and lockctl never overwrites a key. Choose another file " +
                $"with --out.");
        uint now = terminal.Now;
        ComputerClock.WarnIfWrong(terminal, store);
        Grant grant = new()
        {
            FacilityId = store.Facility.FacilityId,
            LockId = door.Id,
            HolderId = request.Holder,
            IssuedAt = now,
            NotBefore = request.From == null ? now - BehindSeconds : Moment(store, request.From),
            NotAfter = Moment(store, request.Until),
            Tenancy = request.Tenancy,
            Rights = request.Rights.Aggregate(Rights.None, (all, right) => all | right),
        };
        if (grant.NotAfter <= grant.NotBefore || grant.NotAfter <= now)
            throw new ToolException(ExitCode.Unusable, "The key would end before it starts, or has ended already. Check --from and " +
                "--until.");
        if (store.Facility.Job is { } job && grant.NotAfter > job.NotAfter)
            throw new ToolException(ExitCode.Unusable, $"A key of a job ends with it at the latest, {store.Time.Full(job.NotAfter)}. " +
                $"Check --until.");
        if (WindowText.TryRead(request.Hours, grant.Windows) is { } wrong)
            throw new ToolException(ExitCode.Unusable, wrong.Complaint);
        grant.KeyId = store.TakeKeyId();
        PhoneKey key = PhoneKey.Issue(FacilitySecrets.SecretsOf(store.Facility, door, door.Generation), grant);
        KeyFile.Write(request.Out, key);
        if (request.Json)
            terminal.Say(JsonText.Of(new
            {
                file = Path.GetFullPath(request.Out),
                id = door.Id,
                name = door.Name,
                generation = door.Generation,
                key = KeyShow.Fields(key),
            }));
        terminal.Beside(request.Json).Say($"{request.Out}: key {grant.KeyId} to {door.Name} for holder {grant.HolderId}, until " +
            $"{store.Time.Full(grant.NotAfter)}. Whoever has the file can open the door.");
        return ExitCode.Ok;
    }

    private static uint Moment(FacilityFileStore store, string text) =>
        store.Time.TryRead(text, out uint utc) is { } wrong ? throw new ToolException(ExitCode.Unusable, wrong) : utc;

    private static Command MakeShow(Terminal terminal)
    {
        Argument<string> key = new("key") { Description = "A key file, or the text of a key (LF1:KEY:...)." };
        Option<string> path = Options.Facility();
        Option<bool> json = Options.Json();
        Command command = new("show", "Shows what a key may do: holder, lock, validity, hours, rights, share. With a facility file it " +
            "shows local times and lock names.") { key, path, json };
        command.SetAction(parsed =>
        {
            string text = parsed.GetValue(key)!;
            PhoneKey shown = KeyFile.ReadText(text) ?? KeyFile.Read(new FileInfo(text));
            string facility = parsed.GetValue(path)!;
            bool isNamed = parsed.GetResult(path) is { Implicit: false };
            using FacilityFileStore? store = isNamed || File.Exists(facility)
                ? StoreAccess.Open(terminal, facility, forWriting: false)
                : null;
            if (parsed.GetValue(json))
                terminal.Say(KeyShow.Json(shown));
            else
                KeyShow.Write(terminal, shown, store);
            return ExitCode.Ok;
        });
        return command;
    }
}
