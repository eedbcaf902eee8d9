using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>A requested change is not possible. The message says why, and what to do; nothing was stored.</summary>
public sealed class EntryComplaint(string message) : Exception(message);

/// <summary>Adds locks, and changes a lock together with its notices.</summary>
public sealed class EntryChange(FacilityDb db, ChangeRunner runner, VisitRequests visits, OfficeTrail trail)
{
    /// <summary>The message for people if a lock has too many notices waiting.</summary>
    public const string TooMuchWaits =
        "Too many notices wait for this lock, so nothing was changed. See that the gateway or a phone reaches it, then try again.";

    /// <summary>There is no such lock.</summary>
    public static ChangeAnswer NoEntry { get; } = ChangeAnswer.Refused("There is no such entry. Nothing was changed.");

    /// <summary>Adds a lock.</summary>
    /// <param name="id">The lock's number, from 1.</param>
    /// <param name="form">The office's form; it has no complaint.</param>
    public Task<ChangeAnswer> AddAsync(uint id, EntryForm form) => runner.RunAsync(async () =>
    {
        if (await db.Entries.AnyAsync(entry => entry.Id == id))
            return ChangeAnswer.Refused($"Entry {id} already exists.");
        if (await NameComplaintAsync(id, form.Name) is { } complaint)
            return ChangeAnswer.Refused(complaint);
        form.Building = await BuildingNames.SpellAsync(db, form.Building ?? "");
        Entry entry = EntryMaker.Make(id, form.Name.Trim(), form.Kind);
        form.Fill(entry);
        visits.Request(entry);
        db.Entries.Add(entry);
        trail.Add(AuditAction.EntryAdded, $"{entry.Name} ({entry.Id}), {EntryForm.KindName(entry.Kind)}.", entryId: entry.Id);
        return ChangeAnswer.Done($"{entry.Name} is added.");
    });

    /// <summary>Why an entry cannot have a name, as a text for people; null if it can.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="name">The name.</param>
    public async Task<string?> NameComplaintAsync(long id, string name)
    {
        string key = NameKeys.Of(name);
        return await db.Entries.Where(entry => entry.NameKey == key && entry.Id != id).Select(entry => entry.Name).FirstOrDefaultAsync()
            is { } same
            ? $"An entry with the name {same} already exists. Choose another name."
            : null;
    }

    /// <summary>Deletes a lock on which nothing hangs: it was never in contact, and has no unit, key, event or alert.</summary>
    /// <param name="id">The lock.</param>
    public Task<ChangeAnswer> DeleteAsync(long id) => runner.RunAsync(async () =>
    {
        if (await db.Entries.Include(row => row.Ledger).SingleOrDefaultAsync(row => row.Id == id) is not { } entry)
            return NoEntry;
        if (await WhyKeptAsync(entry) is { } reason)
            return ChangeAnswer.Refused($"{entry.Name} cannot be deleted: {reason}.");
        db.Gaps.RemoveRange(await db.Gaps.Where(row => row.EntryId == id).ToListAsync());
        db.Ledgers.Remove(entry.Ledger!);
        db.Entries.Remove(entry);
        trail.Add(AuditAction.EntryDeleted, $"{entry.Name} ({id})");
        return ChangeAnswer.Done($"{entry.Name} is deleted.");
    });

    /// <summary>Why a lock must be kept, as text; null if it may be deleted.</summary>
    public async Task<string?> WhyKeptAsync(Entry entry) =>
        entry.ContactAt != null ? "its lock has been in contact"
        : await db.Units.AnyAsync(unit => unit.EntryId == entry.Id) ? "it is the door of a unit"
        : await db.Keys.AnyAsync(key => key.EntryId == entry.Id) ? "keys were issued for it"
        : await db.Events.AnyAsync(row => row.EntryId == entry.Id) ? "its events are stored"
        : await db.Alerts.AnyAsync(row => row.EntryId == entry.Id) ? "it has alerts"
        : await db.PastTrails.AnyAsync(row => row.EntryId == entry.Id) ? "its hardware was replaced"
        : await db.JobLocks.AnyAsync(row => row.Id == entry.Id) ? "a job file has or had it"
        : null;

    /// <summary>Refuses to give a lock another generation while a job has it: the same generation could be in two boards.</summary>
    /// <param name="id">The lock.</param>
    /// <exception cref="EntryComplaint">A job has it.</exception>
    public async Task DemandNoJobAsync(long id)
    {
        if (await db.JobLocks.Where(row => row.Id == id).Select(row => row.JobId).SingleOrDefaultAsync() is { } job)
            throw new EntryComplaint($"The lock is in job {job}. Take the job back or end it first (Job files).");
    }

    /// <summary>Changes a lock.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="change">Changes the tracked row and returns the message for people. It throws <see cref="EntryComplaint"/> if the
    /// change is not possible.</param>
    /// <returns>The answer; <see cref="NoEntry"/> if there is no such lock.</returns>
    public async Task<ChangeAnswer> RunAsync(long id, Func<Entry, Task<string>> change)
    {
        try
        {
            return await runner.RunAsync(async () =>
            {
                await runner.BeginTransactionAsync();
                return await db.Entries.SingleOrDefaultAsync(row => row.Id == id) is { } entry
                    ? ChangeAnswer.Done(await change(entry))
                    : NoEntry;
            });
        }
        catch (Exception exception) when (exception is EntryComplaint or InvalidDataException)
        {
            return ChangeAnswer.Refused(exception.Message);
        }
    }
}
