using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Ledgers;

/// <summary>
/// Corrects the times of events that a lock recorded before its clock was set. Between the start of the lock and that moment its clock ran,
/// but began too early. The event of the setting says by how much (docs/protocol.md, 7.1), and so when the events before it happened.
/// </summary>
public sealed class EventTimes(FacilityDb db)
{
    // More events of one boot before the clock is set are left as they are.
    private const int CountMax = 2000;

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
        if (added.Any(row => row.Trust == ClockTrust.Floor)
            && await trail.Where(row => row.Sequence > last && row.Kind == (int)EventKind.ClockSet).OrderBy(row => row.Sequence)
                .FirstOrDefaultAsync() is { } next && IsSetting(next))
            settings.Add(next);
        foreach (LockEvent setting in settings)
            Correct(setting, await BeforeAsync(trail, setting, added));
    }

    private static bool IsSetting(LockEvent row) => row is { Kind: (int)EventKind.ClockSet, Reason: (int)ClockTrust.Floor };

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
        foreach (LockEvent row in before)
        {
            if (row.Trust == ClockTrust.Floor && audit.TryRead(row.Record, 0))
                row.Time = Math.Max(row.Time, Math.Min(audit.Time + (long)step, Math.Min(setting.Time, row.StoredAt)));
            else if (row.Trust == ClockTrust.Set)
                return;
            if (row.Kind == (int)EventKind.Boot)
                return;
        }
    }
}
