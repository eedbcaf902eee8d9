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
    // A lock's clock may be behind this computer's; a key that is to open at once must open there too.
    private const uint BehindSeconds = 600;

    private sealed record Wish(string Lock, string Facility, uint Holder, string? From, string Until, string[] Hours, Rights[] Rights,
        ushort Tenancy, string Out);

    public static Command Make(Terminal terminal) =>
        new("key", "Keys: issue one for a lock of the facility, or show what one may do.") { MakeIssue(terminal), MakeShow(terminal) };

    private static Command MakeIssue(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<uint> holder = new("--holder") { Description = "The holder's number.", Required = true };
        Option<string?> from =
            new("--from") { Description = "Valid from, like \"2026-09-02 07:58\" at the facility; at once when left out." };
        Option<string> until = new("--until") { Description = "Valid until, the first minute at which it no longer is.", Required = true };
        Option<string[]> hours =
            new("--hours")
            {
                Description = "Hours, like \"Mon-Fri 06:00-22:00\"; up to 8, \"always\" when left out.",
                DefaultValueFactory = _ => ["always"]
            };
        Option<Rights[]> rights =
            new("--right")
            {
                Description = $"A right: {string.Join(", ", RightNames())}; Unlock when left out.",
                DefaultValueFactory = _ => [Rights.Unlock],
                AllowMultipleArgumentsPerToken = true
            };
        rights.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !RightNames().Contains(token.Value, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"A right is one of {string.Join(", ", RightNames())}.");
        });
        Option<ushort> tenancy = new("--tenancy") { Description = "The number of the tenancy; needed for a unit, 0 is staff." };
        Option<string> output = new("--out") { Description = "The key file to write; it must not exist.", Required = true };
        Command command =
            new("issue", "Issues a key and writes it to a file that only its owner can read. Whoever has the file opens the door.") { door,
                path, holder, from, until, hours, rights, tenancy, output };
        command.SetAction(parsed => Issue(terminal, parsed.GetResult(tenancy) is { Implicit: false }, new Wish(
            parsed.GetValue(door)!,
            parsed.GetValue(path)!,
            parsed.GetValue(holder),
            parsed.GetValue(from),
            parsed.GetValue(until)!,
            parsed.GetValue(hours)!,
            parsed.GetValue(rights)!,
            parsed.GetValue(tenancy),
            parsed.GetValue(output)!)));
        return command;
    }

    private static IEnumerable<string> RightNames() =>
        Enum.GetValues<Rights>().Where(right => right is not (Rights.None or Rights.All or Rights.Shareable))
        .Select(right => right.ToString());

    private static int Issue(Terminal terminal, bool hasTenancy, Wish wish)
    {
        using FacilityFileStore store = FacilityFileStore.Open(wish.Facility, terminal.Warn, forWriting: true);
        FacilityLock door = store.Find(wish.Lock);
        if (door.Kind == DoorKind.Unit && !hasTenancy)
            throw new ToolException(ExitCode.Unusable,
                $"{door.Name} is a unit: give the --tenancy, a number that is higher for each new tenant (0 for staff), so that a former "
                + "tenant's key ends with it.");
        if (File.Exists(wish.Out))
            throw new ToolException(ExitCode.Unusable, $"{wish.Out} exists, and a key is never overwritten. Choose another --out.");
        uint now = terminal.Now;
        ComputerClock.WarnIfWrong(terminal, store);
        Grant grant = new()
        {
            FacilityId = store.Facility.FacilityId,
            LockId = door.Id,
            HolderId = wish.Holder,
            IssuedAt = now,
            NotBefore = wish.From == null ? now - BehindSeconds : Moment(store, wish.From),
            NotAfter = Moment(store, wish.Until),
            Tenancy = wish.Tenancy,
            Rights = wish.Rights.Aggregate(Rights.None, (all, right) => all | right),
        };
        if (grant.NotAfter <= grant.NotBefore || grant.NotAfter <= now)
            throw new ToolException(ExitCode.Unusable,
                "The key would end before it begins, or has ended already. Check --from and --until.");
        if (WindowText.TryRead(wish.Hours, grant.Windows) is { } wrong)
            throw new ToolException(ExitCode.Unusable, wrong.Complaint);
        grant.KeyId = store.TakeKeyId();
        PhoneKey key = PhoneKey.Issue(FacilitySecrets.SecretsOf(store.Facility, door, door.Generation), grant);
        KeyFile.Write(wish.Out, key);
        terminal.Say(
            $"{wish.Out}: key {grant.KeyId} to {door.Name} for holder {grant.HolderId}, until {store.Time.Full(grant.NotAfter)}. Whoever "
            + "has the file opens the door.");
        return ExitCode.Ok;
    }

    private static uint Moment(FacilityFileStore store, string text) =>
        store.Time.TryRead(text, out uint utc) is { } wrong ? throw new ToolException(ExitCode.Unusable, wrong) : utc;

    private static Command MakeShow(Terminal terminal)
    {
        Argument<string> key = new("key") { Description = "A key file, or a key's text (LF1:KEY:...)." };
        Option<string> path = Options.Facility();
        Option<bool> json = Options.Json();
        Command command =
            new("show", "Shows what a key may do: holder, lock, validity, hours, rights, share. With a facility file at hand, in its "
            + "local time and with its names.") { key, path, json };
        command.SetAction(parsed =>
        {
            string text = parsed.GetValue(key)!;
            PhoneKey shown = KeyFile.ReadText(text) ?? KeyFile.Read(new FileInfo(text));
            string facility = parsed.GetValue(path)!;
            bool isNamed = parsed.GetResult(path) is { Implicit: false };
            using FacilityFileStore? store = isNamed || File.Exists(facility)
                ? FacilityFileStore.Open(facility, terminal.Warn, forWriting: false)
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
