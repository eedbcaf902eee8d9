using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>What was asked for cannot be done. The message says why; nothing was stored.</summary>
public sealed class EntryComplaint(string message) : Exception(message);

/// <summary>Adds locks, and changes one lock with its notices.</summary>
public sealed class EntryChange(FacilityDb db, ChangeRunner runner, VisitRequests visits, OfficeTrail trail)
{
    /// <summary>What is said when a lock has too many notices waiting.</summary>
    public const string TooMuchWaits =
        "Too many notices wait for this lock, so nothing was changed. See that the gateway or a phone reaches it, then try again.";

    /// <summary>There is no such lock.</summary>
    public static ChangeAnswer NoEntry { get; } = ChangeAnswer.Refused("There is no such entry. Nothing was changed.");

    /// <summary>Adds a lock.</summary>
    /// <param name="id">Its number, from 1.</param>
    /// <param name="form">What the office has filled in, without a complaint.</param>
    public Task<ChangeAnswer> AddAsync(uint id, EntryForm form) => runner.RunAsync(async () =>
    {
        if (await db.Entries.AnyAsync(entry => entry.Id == id))
            return ChangeAnswer.Refused($"Entry {id} already exists.");
        Entry entry = EntryMaker.Make(id, form.Name.Trim(), form.Kind);
        form.Fill(entry);
        visits.Request(entry);
        db.Entries.Add(entry);
        trail.Add(AuditAction.EntryAdded, $"{entry.Name} ({entry.Id}), {EntryForm.KindName(entry.Kind)}.", entryId: entry.Id);
        return ChangeAnswer.Done($"{entry.Name} is added.");
    });

    /// <summary>Changes a lock.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="change">Changes the tracked row, and returns what to say. It throws <see cref="EntryComplaint"/> when it
    /// cannot be done.</param>
    /// <returns>The answer; <see cref="NoEntry"/> when there is no such lock.</returns>
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
