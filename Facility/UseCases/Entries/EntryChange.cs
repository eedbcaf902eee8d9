using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>What was asked for cannot be done. The message says why; nothing was stored.</summary>
public sealed class EntryComplaint(string message) : Exception(message);

/// <summary>Changes one lock's row, all or nothing, anew when somebody else was faster.</summary>
public sealed class EntryChange(FacilityDb db)
{
    /// <summary>What is said when a lock has too much waiting.</summary>
    public const string TooMuchWaits = "Too much waits to be told to this lock already. See that the gateway or a phone reaches it, then try again.";

    /// <summary>Changes it.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="change">The change of the tracked row; a complaint undoes it.</param>
    /// <returns>False when there is no such lock.</returns>
    public Task<bool> RunAsync(long id, Func<Entry, Task> change) => Conflicts.RetryAsync(db, async () =>
    {
        db.ChangeTracker.Clear();
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync();
        Entry? entry = await db.Entries.SingleOrDefaultAsync(row => row.Id == id);
        if (entry == null)
            return false;
        await change(entry);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    });
}
