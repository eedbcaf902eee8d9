using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;

namespace LockFirmware.Facility.UseCases.Changes;

/// <summary>
/// The one way to change the database for a page, a phone, an import or the gateway. A change reads rows, checks, and changes tracked rows;
/// with its notices and its record in the office's trail it is then stored as a whole. When somebody else has changed the same rows
/// meanwhile, it is run again from the start. The gateway is told after the commit when the change has asked for a visit.
/// </summary>
/// <remarks>
/// Each run begins and ends with nothing tracked. Versions are raised by <see cref="FacilityDb"/>. One runner does one change at a time.
/// </remarks>
public sealed class ChangeRunner(FacilityDb db, VisitRequests visits, GatewaySignal signal)
{
    private IDbContextTransaction? _transaction;

    /// <summary>Runs a change that somebody asked for. It is stored only when its answer is done.</summary>
    /// <param name="change">The change.</param>
    /// <exception cref="InvalidOperationException">The change has no record in the office's trail. This is a fault of the
    /// program.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Others were faster at every try.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> change) where T : IChangeAnswer =>
        RunAsync(change, answer => answer.IsDone, needsRecord: true);

    /// <summary>Runs a change that follows from what a lock or a phone did. It needs no record in the office's trail.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isDone">Whether to store it; null for always.</param>
    /// <exception cref="DbUpdateConcurrencyException">Others were faster at every try.</exception>
    public Task<T> StoreAsync<T>(Func<Task<T>> change, Func<T, bool>? isDone = null) =>
        RunAsync(change, isDone ?? (_ => true), needsRecord: false);

    /// <summary>Begins a transaction within a change, for statements that change rows at once. The change ends it.</summary>
    public async Task BeginTransactionAsync() => _transaction ??= await db.Database.BeginTransactionAsync();

    private Task<T> RunAsync<T>(Func<Task<T>> change, Func<T, bool> isDone, bool needsRecord) => Conflicts.RetryAsync(db, async () =>
    {
        db.ChangeTracker.Clear();
        visits.Clear();
        try
        {
            T answer = await change();
            if (isDone(answer))
                await StoreAsync(needsRecord);
            return answer;
        }
        finally
        {
            if (_transaction != null)
                await _transaction.DisposeAsync();
            _transaction = null;
            db.ChangeTracker.Clear();
        }
    });

    private async Task StoreAsync(bool needsRecord)
    {
        if (needsRecord && db.ChangeTracker.Entries().Any(IsChange) && !db.ChangeTracker.Entries<OfficeRecord>().Any())
            throw new InvalidOperationException("A change was made without a record in the office's trail.");
        await db.SaveChangesAsync();
        if (_transaction != null)
            await _transaction.CommitAsync();
        if (visits.Any)
            signal.Send();
    }

    /// <summary>Whether a row is changed in more than its version.</summary>
    private static bool IsChange(EntityEntry row) => row.State is EntityState.Added or EntityState.Deleted
        || (row.State == EntityState.Modified
            && row.Properties.Any(property => property.IsModified && property.Metadata.Name != nameof(IVersioned.Version)));
}
