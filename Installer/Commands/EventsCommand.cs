using System.CommandLine;
using System.Globalization;
using System.Text;
using CsvHelper;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl events.</summary>
internal static class EventsCommand
{
    private const string NoTime = "-";
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss";

    private static readonly string TrustedClock = EventWords.Trust(new AuditEvent { Trust = ClockTrust.Set });

    private sealed record Line(uint Number, string Time, string Utc, string Clock, string Kind, string Who, string Why, uint? Key);

    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<FileInfo?> key = Options.Key();
        Option<bool> json = Options.Json();
        Option<string?> output = new("--out")
        {
            Description = "Write the events to this file instead of showing them. The file must not " +
            "exist. A name that ends with .csv gives a table, any other gives JSON."
        };
        Option<bool> stored = new("--store")
        {
            Description = "Tell the lock that its events are stored, so that it may overwrite them. " +
            "Only with --out, and only at a site without a gateway."
        };
        Command command = new("events", """
            Reads the audit trail of a lock, checks that it is complete and from this lock, and shows or exports it. Each fault
            is reported as a warning, and the exit code is then 1.
            """) { door, path, key, json, output, stored };
        command.Validators.Add(result =>
        {
            if (result.GetResult(stored) is { Implicit: false } && result.GetResult(output) == null)
                result.AddError("--store needs --out: events that are not in a file must not be marked as stored.");
        });
        PlaceOptions place = PlaceOptions.Needed(command);
        command.SetAction(async (parsed, stop) =>
        {
            string? file = parsed.GetValue(output);
            if (file != null && File.Exists(file))
                throw new ToolException(ExitCode.Unusable, $"{file} exists, and lockctl never overwrites events. Choose another file " +
                    $"with --out.");
            using FacilityFileStore store = StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: true);
            FacilityLock found = store.Find(parsed.GetValue(door)!);
            Terminal talk = terminal.Beside(parsed.GetValue(json) && file == null);
            PhoneKey? given = KeyFile.Read(parsed.GetValue(key), store.Facility, found);
            await using Visit visit = await Visit.BeginAsync(talk, place.Of(parsed)!, store, found, stop).ConfigureAwait(false);
            await Provisioning.LearnAsync(visit, store, found, stop).ConfigureAwait(false);
            LockLedger ledger = found.ReadLedger();
            EventReading reading = new(store, found, ledger);
            PhoneKey used = given
                ?? FacilitySecrets.ServiceKeyOf(store.Facility, found, visit.Identity.Generation, Rights.ReadEvents);
            IReadOnlyList<NumberedEvent> events = await reading.ReadAsync(visit, used, stop).ConfigureAwait(false);
            Show(terminal, [.. events.Select(item => LineOf(item, store))], file, parsed.GetValue(json));
            store.Save();
            if (parsed.GetValue(stored))
                terminal.Say($"The lock may now overwrite its events up to " +
                    $"{await reading.ReleaseAsync(terminal, visit, stop).ConfigureAwait(false)}.");
            foreach (string alert in reading.Alerts)
                terminal.Warn(alert);
            return reading.Alerts.Count == 0 ? ExitCode.Ok : ExitCode.Refused;
        });
        return command;
    }

    private static Line LineOf(NumberedEvent item, FacilityFileStore store)
    {
        EventWords words = new(store.Time, new SiteNames());
        AuditEvent audit = item.Event;
        if (item.IsCorrupt)
            return new Line(item.Number, NoTime, string.Empty, string.Empty, "DAMAGED", string.Empty, "the check value is wrong",
                null);
        bool hasTime = audit.Trust != ClockTrust.Unknown;
        string local = hasTime ? store.Time.Of(audit.Time).ToString(TimeForm, CultureInfo.InvariantCulture) : NoTime;
        string utc = hasTime ? JsonText.Utc(audit.Time) : string.Empty;
        uint? key = audit.KeyId == 0 || audit.Kind == EventKind.EventsDropped ? null : audit.KeyId;
        return new Line(item.Number, local, utc, EventWords.Trust(audit), EventWords.Kind(audit), words.Who(audit), words.Why(audit), key);
    }

    private static void Show(Terminal terminal, Line[] lines, string? file, bool asJson)
    {
        if (file != null)
        {
            bool isTable = file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
            SafeFile.Create(file, Encoding.UTF8.GetBytes(isTable ? Csv(lines) : JsonText.Of(lines)));
            terminal.Say($"{file}: {lines.Length} events.");
        }
        else if (asJson)
        {
            terminal.Say(JsonText.Of(lines));
        }
        else
        {
            foreach (Line line in lines)
                Write(terminal, line);
        }
    }

    /// <summary>Writes an event for people, on more than one line where it would be too long for a narrow terminal.</summary>
    private static void Write(Terminal terminal, Line line)
    {
        string head = $"{line.Number,6}  {line.Time,-19}  ";
        string clock = line.Clock == TrustedClock || line.Time == NoTime ? string.Empty : $"clock: {line.Clock}";
        string more = string.Join("; ", new[] { line.Who, line.Why, clock }.Where(part => part.Length > 0));
        string words = more.Length == 0 ? line.Kind : $"{line.Kind}: {more}";
        Columns.Say(terminal, head, words);
    }

    private static string Csv(Line[] lines)
    {
        using StringWriter text = new();
        using (CsvWriter csv = new(text, CultureInfo.InvariantCulture, leaveOpen: true))
            csv.WriteRecords(lines);
        return text.ToString();
    }

    /// <summary>The facility file has no names of people, so keys are shown by their numbers.</summary>
    private sealed class SiteNames : IKeyNames
    {
        public bool IsGateway(uint keyId) => false;

        public string? Holder(uint keyId) => keyId == ServiceKey.KeyId ? "lockctl" : null;

        public string? Guest(uint guestId) => null;

        public bool IsShared(uint keyId) => false;
    }
}
