using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.Ledgers;

/// <summary>Reads and changes the ledger of a lock, and updates the columns of the row that repeat its values for queries.</summary>
/// <remarks>
/// The caller's SaveChanges stores the changes. It throws DbUpdateConcurrencyException if the ledger was changed in the meantime; then
/// run the whole change again, see <see cref="Conflicts"/>.
/// </remarks>
public sealed class LedgerStore(SecretVault vault, VisitRequests visits, FacilityClock clock)
{
    /// <summary>Reads a ledger without changing it.</summary>
    /// <exception cref="InvalidDataException">The ledger cannot be read: the database is damaged.</exception>
    public static LockLedger Read(Entry entry) =>
        TryRead(entry)
        ?? throw new InvalidDataException($"The ledger of lock {entry.Id} cannot be read; restore the database from a backup.");

    /// <summary>Reads a ledger without changing it.</summary>
    /// <returns>Null if the ledger cannot be read: the database is damaged.</returns>
    public static LockLedger? TryRead(Entry entry)
    {
        LockLedger ledger = new((uint)entry.Id, 1);
        return ledger.TryRead(entry.Ledger) ? ledger : null;
    }

    /// <summary>Reads the trail of hardware that was replaced.</summary>
    /// <returns>Null if the trail cannot be read: the database is damaged.</returns>
    public static EventTrail? TryRead(PastTrail row)
    {
        EventTrail trail = new(1);
        return trail.TryRead(row.Trail) ? trail : null;
    }

    /// <summary>Changes a ledger.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="change">The change. It receives the ledger and the lock's secrets.</param>
    public T Change<T>(Entry entry, Func<LockLedger, ILockSecretsSource, T> change)
    {
        LockLedger ledger = Read(entry);
        T result = change(ledger, vault.SourceOf(entry.Id));
        if (Write(entry, ledger) && entry.HasOpenItems)
            visits.RequestUnlessVisited(entry);
        return result;
    }

    /// <summary>Queues an item for a lock, and makes the lock due for a visit. The item goes into a notice when a carrier asks.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="queue">Queues the item; returns false if too many notices are waiting for this lock.</param>
    public bool Queue(Entry entry, Func<LockLedger, bool> queue) => Change(entry, (ledger, _) => queue(ledger));

    /// <summary>All open notices of a lock, in the order of delivery. Store them before a carrier gets them.</summary>
    public IssuedNotice[] MakeNotices(Entry entry) => Change(entry, (ledger, source) => ledger.MakeNotices(clock.Now, source));

    /// <summary>Gives a new row a ledger from another program.</summary>
    public static void Adopt(Entry entry, LockLedger ledger) => Write(entry, ledger);

    /// <returns>Whether the ledger has changed.</returns>
    private static bool Write(Entry entry, LockLedger ledger)
    {
        byte[] bytes = ledger.ToBytes();
        if (bytes.AsSpan().SequenceEqual(entry.Ledger))
            return false;
        entry.Ledger = bytes;
        entry.Head = ledger.Trail.Head;
        entry.StoredThrough = ledger.Trail.StoredThrough;
        entry.Applied = ledger.Applied;
        entry.LastNotice = ledger.LastNumber;
        entry.HasOpenItems = ledger.HasOpenItems;
        entry.IsOverlocked = ledger.IsOverlocked;
        entry.IsLockdown = ledger.IsLockdown;
        return true;
    }
}
