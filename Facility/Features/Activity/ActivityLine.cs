using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>One line of the list, as texts for people: an event, or a gap in a trail.</summary>
public sealed record ActivityLine
{
    /// <summary>The place of the line; a gap has the place of the event above it.</summary>
    public ListPlace? Place { get; init; }

    /// <summary>The time, in the facility's local time; empty for a gap.</summary>
    public string When { get; init; } = "";

    /// <summary>The time for another program: local with its offset, like 2026-09-02T07:58:30-06:00; empty for a gap.</summary>
    public string Local { get; init; } = "";

    /// <summary>The same in UTC, like 2026-09-02T13:58:30Z; empty for a gap.</summary>
    public string Utc { get; init; } = "";

    /// <summary>A remark about the time; empty if the lock's clock was set.</summary>
    public string Clock { get; init; } = "";

    /// <summary>The lock.</summary>
    public long EntryId { get; init; }

    /// <summary>The lock's name.</summary>
    public string Entry { get; init; } = "";

    /// <summary>The key's holder; null for none.</summary>
    public long? UserId { get; init; }

    /// <summary>The name of the person concerned; empty for none.</summary>
    public string Who { get; init; } = "";

    /// <summary>What happened.</summary>
    public required string What { get; init; }

    /// <summary>The reason or further details.</summary>
    public string Why { get; init; } = "";

    /// <summary>The number in the lock's trail; a range for a gap.</summary>
    public required string Number { get; init; }

    /// <summary>The key; 0 for none.</summary>
    public long KeyId { get; init; }

    /// <summary>Whether it is a gap.</summary>
    public bool IsGap { get; init; }

    /// <summary>The class of site.css for the line.</summary>
    public string Style { get; init; } = "";

    /// <summary>Whether it is an event about the lock itself that is as it should be, such as a start or a notice.</summary>
    public bool IsTechnical { get; init; }

    /// <summary>The line of an event.</summary>
    public static ActivityLine Of(LockEvent row, string entry, LocalTime local, KeyNames names)
    {
        ActivityLine line = new()
        {
            Place = new ListPlace(row.Time, row.Sequence, row.Id),
            When = Moments.Second(row.Time, local),
            Local = CsvTime.Local(row.Time, local),
            Utc = CsvTime.Utc(row.Time),
            Clock = ClockWords(row),
            EntryId = row.EntryId,
            Entry = entry,
            UserId = row.UserId,
            What = "unreadable record",
            Number = row.Sequence.ToString(CultureInfo.InvariantCulture),
            KeyId = row.KeyId,
            Style = "bad",
        };
        AuditEvent audit = new();
        if (row.Kind == EventBatchStore.CorruptKind || !audit.TryRead(row.Record, 0))
            return line with { Why = $"the lock could not read it; its bytes are {Convert.ToHexString(row.Record)}" };
        EventWords words = new(local, names.Of(row.KeyId));
        string style = StyleOf(audit);
        return line with
        {
            Who = words.Who(audit),
            What = EventWords.Kind(audit),
            Why = words.Why(audit),
            Style = style,
            IsTechnical = style.Length == 0 && !ActivityFilter.PeopleKinds.Contains(row.Kind),
        };
    }

    /// <summary>The line of a gap.</summary>
    public static ActivityLine Of(TrailGap gap, string entry)
    {
        long count = gap.Last - gap.First + 1;
        string events = count == 1 ? "1 event" : $"{count} events";
        (string what, string why) = gap.Kind switch
        {
            GapKind.Missing =>
                ($"GAP: {events} not here", "later events have arrived; the gateway's next visit or a phone will bring these"),
            GapKind.Dropped => ($"LOST: {events}", "the lock overwrote them before they were fetched, or the office marked them as lost"),
            GapKind.Left =>
                ($"GAP: {events} not here",
                    "the hardware was replaced before they were fetched; only a phone that has already read them can bring them"),
            GapKind.Unreadable =>
                ("TRAIL NOT READABLE",
                    "the database is damaged, so it is unknown which of this lock's events are missing. Restore the "
                    + "database from a backup"),
            _ => ($"{events} not here yet", "still in the lock; the gateway's next visit or a phone will bring them"),
        };
        return new ActivityLine
        {
            Place = gap.Place,
            EntryId = gap.EntryId,
            Entry = entry,
            What = what,
            Why = why,
            Number = gap.Kind == GapKind.Unreadable ? "" : count == 1 ? $"{gap.First}" : $"{gap.First}-{gap.Last}",
            IsGap = true,
            Style = gap.Kind == GapKind.Waiting ? "warn" : "bad",
        };
    }

    private static string ClockWords(LockEvent row) =>
        row.Kind == EventBatchStore.CorruptKind ? "time unreadable; shown at its place in the trail"
        : row.Trust switch
        {
            ClockTrust.Set => "",
            ClockTrust.Floor when IsCorrected(row) => "clock not set; corrected by the later setting of the clock",
            ClockTrust.Floor => "clock not set: this is the earliest possible time",
            _ => "the lock had no time; shown at its place in the trail",
        };

    private static bool IsCorrected(LockEvent row)
    {
        AuditEvent audit = new();
        return audit.TryRead(row.Record, 0) && audit.Time != row.Time;
    }

    private static string StyleOf(AuditEvent audit) => audit.Kind switch
    {
        EventKind.AccessGranted => "good",
        EventKind.Refused or EventKind.RefusalsSummed or EventKind.FailedProofsSummed => "warn",
        EventKind.Forced or EventKind.EventsDropped or EventKind.Fault or EventKind.Jammed or EventKind.RevocationOverflow => "bad",
        EventKind.Tamper or EventKind.FireRelease => audit.Reason == 1 ? "bad" : "",
        EventKind.HeldOpen or EventKind.ClockDisagreement => "warn",
        _ => "",
    };
}
