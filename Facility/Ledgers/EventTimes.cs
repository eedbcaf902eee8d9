using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Ledgers;

/// <summary>
/// Corrects the times of events that a lock recorded before its clock was set. Between the start of the lock and that moment its clock ran,
/// but began too early. The event of the setting says by how much (docs/protocol.md, 7.1), and so when the events before it happened.
/// Events without any time happened between their neighbours in the trail.
/// </summary>
public sealed class EventTimes(FacilityDb db)
{
    // More events before the clock is set are left as they are.
    private const int CountMax = 2000;

    // How many settings of a clock are looked at in one transaction.
    private const int RenewedCount = 100;

    /// <summary>Corrects what new events prove, and new events by what is stored already.</summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="hardware">The number of its hardware.</param>
    /// <param name="added">The new rows, tracked.</param>
    public async Task CorrectAsync(long entryId, int hardware, IReadOnlyList<LockEvent> added)
    {
        if (added.Count == 0)
            return;
        IQueryable<LockEvent> trail = db.Events.Where(row => row.EntryId == entryId && row.Hardware == hardware);
        long last = added.Max(row => row.Sequence);
        List<LockEvent> settings = [.. added.Where(IsSetting)];
        if (added.Any(row => row.Trust != ClockTrust.Set)
            && await trail.Where(row => row.Sequence > last && row.Kind == (int)EventKind.ClockSet).OrderBy(row => row.Sequence)
                .FirstOrDefaultAsync() is { } next && IsSetting(next))
            settings.Add(next);
        foreach (LockEvent setting in settings)
            Correct(setting, await BeforeAsync(trail, setting, added));
    }

    /// <summary>
    /// Corrects events that were stored by an earlier version of this program. The caller stores nothing else.
    /// </summary>
    public async Task RenewAsync()
    {
        for (long after = 0; ;)
        {
            List<LockEvent> settings = await db.Events.Where(row => row.Id > after && row.Kind == (int)EventKind.ClockSet
                    && row.Reason != (int)ClockTrust.Set && db.Events.Any(before => before.EntryId == row.EntryId
                        && before.Hardware == row.Hardware && before.Sequence == row.Sequence - 1 && before.Trust != ClockTrust.Set))
                .OrderBy(row => row.Id).Take(RenewedCount).ToListAsync();
            if (settings.Count == 0)
                return;
            foreach (LockEvent setting in settings)
                Correct(setting, await BeforeAsync(
                    db.Events.Where(row => row.EntryId == setting.EntryId && row.Hardware == setting.Hardware), setting, []));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            after = settings[^1].Id;
        }
    }

    /// <summary>
    /// The time of the stored event nearest to new events of which none has a time: of the one before them, or else of the one behind.
    /// </summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="hardware">The number of its hardware.</param>
    /// <param name="first">The first new event.</param>
    /// <param name="last">The last new event.</param>
    public async Task<long?> NearestAsync(long entryId, int hardware, long first, long last)
    {
        IQueryable<LockEvent> trail = db.Events.Where(row => row.EntryId == entryId && row.Hardware == hardware);
        return await trail.Where(row => row.Sequence < first).OrderByDescending(row => row.Sequence).Select(row => (long?)row.Time)
                .FirstOrDefaultAsync()
            ?? await trail.Where(row => row.Sequence > last).OrderBy(row => row.Sequence).Select(row => (long?)row.Time)
                .FirstOrDefaultAsync();
    }

    private static bool IsSetting(LockEvent row) => row is
    { Kind: (int)EventKind.ClockSet, Reason: (int)ClockTrust.Floor or (int)ClockTrust.Unknown };

    /// <summary>The events before the setting, the newest first, down to a gap.</summary>
    private static async Task<List<LockEvent>> BeforeAsync(IQueryable<LockEvent> trail, LockEvent setting, IReadOnlyList<LockEvent> added)
    {
        Dictionary<long, LockEvent> rows = (await trail.Where(row => row.Sequence < setting.Sequence)
            .OrderByDescending(row => row.Sequence).Take(CountMax).ToListAsync()).ToDictionary(row => row.Sequence);
        foreach (LockEvent row in added)
            rows[row.Sequence] = row;
        List<LockEvent> before = [];
        while (rows.TryGetValue(setting.Sequence - before.Count - 1, out LockEvent? row) && before.Count < CountMax)
            before.Add(row);
        return before;
    }

    private static void Correct(LockEvent setting, List<LockEvent> before)
    {
        int step = unchecked((int)(uint)setting.Detail);
        AuditEvent audit = new();
        bool isSameBoot = setting.Reason == (int)ClockTrust.Floor;
        long behind = setting.Time;
        foreach (LockEvent row in before)
        {
            if (row.Trust == ClockTrust.Set)
                return;
            if (row.Trust == ClockTrust.Unknown)
                row.Time = Math.Min(row.Time, behind);
            else if (isSameBoot && audit.TryRead(row.Record, 0))
                row.Time = Math.Max(row.Time, Math.Min(audit.Time + (long)step, Math.Min(setting.Time, row.StoredAt)));
            behind = row.Time;
            isSameBoot &= row.Kind != (int)EventKind.Boot;
        }
    }
}
