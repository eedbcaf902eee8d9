using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.Ledgers;

/// <summary>Opens the ledger of a lock, changes it, and puts it back with what pages and queries want to know of it.</summary>
/// <remarks>
/// Nothing is stored before the caller's SaveChanges, which throws DbUpdateConcurrencyException when somebody else has changed the
/// ledger meanwhile: run the whole change anew then, see <see cref="Conflicts"/>.
/// </remarks>
public sealed class LedgerStore(SecretVault vault, VisitRequests visits, FacilityClock clock)
{
    /// <summary>Reads a ledger, to look at.</summary>
    /// <exception cref="InvalidDataException">The row is not one: the database is damaged.</exception>
    public static LockLedger Read(Entry entry) =>
        TryRead(entry)
        ?? throw new InvalidDataException($"The ledger of lock {entry.Id} cannot be read; restore the database from a backup.");

    /// <summary>Reads a ledger, to look at.</summary>
    /// <returns>Null when the row is not one: the database is damaged.</returns>
    public static LockLedger? TryRead(Entry entry)
    {
        LockLedger ledger = new((uint)entry.Id, 1);
        return ledger.TryRead(entry.Ledger) ? ledger : null;
    }

    /// <summary>Reads the trail of hardware that was replaced.</summary>
    /// <returns>Null when the row is not one: the database is damaged.</returns>
    public static EventTrail? TryRead(PastTrail row)
    {
        EventTrail trail = new(1);
        return trail.TryRead(row.Trail) ? trail : null;
    }

    /// <summary>Changes a ledger.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="change">The change; gets the ledger and the lock's secrets.</param>
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
    /// <param name="queue">The item; false when too many notices wait for this lock.</param>
    public bool Queue(Entry entry, Func<LockLedger, bool> queue) => Change(entry, (ledger, _) => queue(ledger));

    /// <summary>Every notice that is under way to a lock, to be delivered in this order; stored before they are handed out.</summary>
    public IssuedNotice[] MakeNotices(Entry entry) => Change(entry, (ledger, source) => ledger.MakeNotices(clock.Now, source));

    /// <summary>Gives a row that is not in the database yet a ledger that somebody else has kept so far.</summary>
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
