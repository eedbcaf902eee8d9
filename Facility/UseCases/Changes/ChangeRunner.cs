using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;

namespace LockFirmware.Facility.UseCases.Changes;

/// <summary>
/// Runs every change of the database: for a page, a phone, an import or the gateway. A change reads rows, checks them, and changes
/// tracked rows. The runner then stores them together with the notices and the record in the office's trail. If the same rows were
/// changed in the meantime, it runs the change again from the start. After the commit it signals the gateway if the change has requested
/// a visit.
/// </summary>
/// <remarks>
/// Each run begins and ends with an empty change tracker. <see cref="FacilityDb"/> raises the versions. A runner runs one change at a
/// time.
/// </remarks>
public sealed class ChangeRunner(FacilityDb db, VisitRequests visits, GatewaySignal signal, ClockMark mark)
{
    private IDbContextTransaction? _transaction;

    /// <summary>Runs a change that a person requested. It is stored only if its answer is done.</summary>
    /// <param name="change">The change.</param>
    /// <exception cref="InvalidOperationException">The change has no record in the office's trail. This is a fault of the
    /// program.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Another change was stored first at every try.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> change) where T : IChangeAnswer =>
        RunAsync(change, answer => answer.IsDone, needsRecord: true);

    /// <summary>Runs a change that a lock or a phone caused. It needs no record in the office's trail.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isDone">Decides by the answer whether to store the change; null for always.</param>
    /// <exception cref="DbUpdateConcurrencyException">Another change was stored first at every try.</exception>
    public Task<T> StoreAsync<T>(Func<Task<T>> change, Func<T, bool>? isDone = null) =>
        RunAsync(change, isDone ?? (_ => true), needsRecord: false);

    /// <summary>Begins a transaction within a change, for statements that write without SaveChanges. The runner ends it.</summary>
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
        await mark.NoteAsync();
        if (visits.Any)
            signal.Send();
    }

    /// <summary>Whether more than the version of a row has changed.</summary>
    private static bool IsChange(EntityEntry row) => row.State is EntityState.Added or EntityState.Deleted
        || (row.State == EntityState.Modified
            && row.Properties.Any(property => property.IsModified && property.Metadata.Name != nameof(IVersioned.Version)));
}
