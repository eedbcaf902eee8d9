using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>Texts about a lock, for the office.</summary>
/// <param name="time">The facility's local time.</param>
/// <param name="now">The current time, seconds since 2020-01-01T00:00:00Z.</param>
public sealed class EntryWords(LocalTime time, uint now)
{
    /// <summary>Bits of the door byte that need attention: jammed, held open too long, housing open.</summary>
    public const int TroubleBits = (int)(DoorFlags.Jammed | DoorFlags.HeldOpen | DoorFlags.HousingOpen);

    private const int SilentSeconds = LockTime.SecondsPerDay;

    /// <summary>The name of a kind of entry.</summary>
    public static string Kind(EntryKind kind) => EntryForm.KindName(kind);

    /// <summary>When the last contact with the lock was.</summary>
    public string Contact(Entry entry) => entry.ContactAt is { } at ? $"{Ago(now - at)} ({Moment(at)})" : "never";

    /// <summary>Formats a time in the facility's local time.</summary>
    public string Moment(long at) => Moments.Minute(at, time);

    /// <summary>That the lock is in a job, what that means, and who can change it.</summary>
    public string InJob(Job job) => $"in job {job.Id}, which {(job.NotAfter <= now ? "ended" : "ends")} {Moment(job.NotAfter)}: whoever " +
        "has its file can open this door until the lock's secret is changed. An administrator takes the job back or ends it under Job " +
        "files.";

    /// <summary>How far the lock trusts its clock, and the error of the clock at the last visit.</summary>
    public static string Clock(Entry entry)
    {
        if (entry.ContactAt == null)
            return "not known yet";
        string step = entry.ClockStep == 0
            ? ""
            : $"; was {Span(Math.Abs(entry.ClockStep))} {(entry.ClockStep > 0 ? "behind" : "ahead")} at the last visit";
        return DoorWords.Clock(entry.Trust) + step;
    }

    /// <summary>The state of latch and door.</summary>
    public static string Door(Entry entry) => entry.ContactAt == null ? "not known yet" : DoorWords.Door((DoorFlags)entry.Door);

    /// <summary>The number of events that the lock has and the facility does not have.</summary>
    public static long Waiting(Entry entry) => Math.Max(0, entry.Head - entry.StoredThrough);

    /// <summary>How many notices the lock has applied.</summary>
    public static string Notices(Entry entry) => (entry.Applied, entry.HasOpenItems) switch
    {
        (0, false) => "none needed so far",
        (_, false) => $"all applied, the last is {entry.Applied}",
        (0, true) => "waiting: none applied yet",
        (_, true) => $"waiting: {entry.Applied} of {entry.LastNotice} applied",
    };

    /// <summary>The sentence about a lock that needs no attention.</summary>
    /// <param name="entry">The lock.</param>
    /// <param name="isRetiring">Whether a notice is on its way that retires all keys.</param>
    /// <param name="hasGaps">Whether events are missing.</param>
    public static string InOrder(Entry entry, bool isRetiring, bool hasGaps)
    {
        string waiting = entry.HasOpenItems ? " as soon as it has the notices that wait for it" : "";
        List<string> said = [];
        if (entry.IsLockdown)
            said.Add($"The entry is in lockdown: it opens for no tenant's key{waiting}.");
        else if (entry.IsOverlocked)
            said.Add($"The unit is overlocked: the entry does not open for its tenant{waiting}.");
        if (isRetiring)
            said.Add("All keys of this lock are being retired. Until it has the notice, they open as before.");
        if (hasGaps)
            said.Add("Events are missing, see below.");
        return said.Count == 0 ? "Everything is in order." : $"{string.Join(" ", said)} Nothing else needs attention.";
    }

    /// <summary>What is wrong with the lock and what to do, one text for each problem; empty if nothing is wrong.</summary>
    public List<string> Troubles(Entry entry, int openAlerts)
    {
        List<string> troubles = [];
        if (openAlerts > 0)
            troubles.Add(openAlerts == 1 ? "There is an open alert." : $"There are {openAlerts} open alerts.");
        if (entry.LastError.Length > 0)
            troubles.Add($"The last visit failed ({entry.FailureCount} in a row): {entry.LastError}");
        if (entry.Address.Length == 0)
            troubles.Add("The gateway has no address for this lock, so only phones bring it notices. Enter one below.");
        else if (entry is { ContactAt: null, LastError: "" })
            troubles.Add("The gateway has not visited this lock yet.");
        else if (entry.LastError.Length == 0 && entry.ContactAt < (long)now - SilentSeconds)
            troubles.Add("There was no contact for more than a day. Check that a gateway is running.");
        if ((entry.Door & TroubleBits) != 0)
            troubles.Add($"At the door: {Door(entry)}. Send somebody to check.");
        if (entry.ContactAt != null && entry.Trust != ClockTrust.Set)
            troubles.Add("The lock has lost its time and refuses tenants' keys. The next visit sets the time.");
        return troubles;
    }

    private static string Ago(long seconds) => seconds < 60 ? "just now" : $"{Span(seconds)} ago";

    private static string Span(long seconds) => seconds switch
    {
        < 120 => $"{seconds} s",
        < 7200 => $"{seconds / 60} min",
        < 2 * LockTime.SecondsPerDay => $"{seconds / 3600} h",
        _ => $"{seconds / LockTime.SecondsPerDay} days",
    };
}
