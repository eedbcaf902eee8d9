using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Gateway;

/// <summary>
/// Which gateway hears which lock. Each gateway writes its own rows. From the rows of all follows which of them visits a lock first: the
/// one that hears it best. That is a preference; the lease decides (<see cref="EntryLeases"/>).
/// </summary>
public sealed class HearingStore(FacilityDb db, ChangeRunner runner, FacilityClock clock, GatewaySettings settings)
{
    /// <summary>Whether the place of any lock is Bluetooth.</summary>
    public Task<bool> IsNeededAsync(CancellationToken stop) => OverBluetooth(db.Entries).AnyAsync(stop);

    /// <summary>The locks whose place is Bluetooth.</summary>
    public static IQueryable<Entry> OverBluetooth(IQueryable<Entry> entries) =>
        entries.Where(entry => entry.Address == "ble" || entry.Address.StartsWith("ble:"));

    /// <summary>Which reports count now.</summary>
    public ReportWindow Window => new(clock.Now, settings);

    /// <summary>
    /// Leaves locks to another gateway: those that it hears and this one does not, or that it hears better; and all that are over
    /// Bluetooth if this one cannot listen and another can. A lock whose last visit has failed is left to nobody.
    /// </summary>
    public IQueryable<Entry> Mine(IQueryable<Entry> due)
    {
        string name = settings.Name;
        ReportWindow window = Window;
        IQueryable<HeardRow> heard = window.Of(db.Heard);
        IQueryable<GatewayRow> others = window.Of(db.Gateways).Where(row => row.Name != name && row.Trouble == "");
        IQueryable<long> overBluetooth = OverBluetooth(db.Entries).Select(entry => entry.Id);
        return due.Where(entry => entry.FailureCount > 0
            || !(heard.Any(other => other.EntryId == entry.Id && other.Gateway != name
                    && !heard.Any(own => own.EntryId == entry.Id && own.Gateway == name && own.Signal >= other.Signal))
                || (overBluetooth.Contains(entry.Id) && others.Any()
                    && db.Gateways.Any(own => own.Name == name && own.Trouble != ""))));
    }

    /// <summary>Stores what this gateway has heard.</summary>
    /// <param name="heard">The locks, each once for each adapter; locks of other facilities may be among them.</param>
    /// <param name="trouble">Why it could not listen; empty if it could.</param>
    public Task NoteAsync(IReadOnlyList<HeardLock> heard, string trouble) => runner.StoreAsync(async () =>
    {
        HeardLock[] best = [.. heard.Where(one => one.Number != null).GroupBy(one => one.Number)
            .Select(same => same.MaxBy(one => one.Signal ?? HeardRow.SignalUnknown)!)];
        long[] numbers = [.. best.Select(one => (long)one.Number!)];
        HashSet<long> ours = [.. await db.Entries.Where(row => numbers.Contains(row.Id)).Select(row => row.Id).ToListAsync()];
        Dictionary<long, HeardRow> known = await db.Heard.Where(row => row.Gateway == settings.Name && numbers.Contains(row.EntryId))
            .ToDictionaryAsync(row => row.EntryId);
        foreach (HeardLock one in best.Where(one => ours.Contains((long)one.Number!)))
            Note(known.GetValueOrDefault((long)one.Number!) ?? Add((long)one.Number!), one.Adapter, one.Signal);
        GatewayRow? self = await db.Gateways.SingleOrDefaultAsync(row => row.Name == settings.Name);
        if (self == null)
            db.Gateways.Add(self = new GatewayRow { Name = settings.Name });
        (self.SeenAt, self.Trouble) = (clock.Now, trouble);
        return true;
    });

    /// <summary>Notes what a visit was like. The caller stores it.</summary>
    public async Task NoteVisitAsync(long entryId, RadioFigures figures)
    {
        HeardRow row = await db.Heard.SingleOrDefaultAsync(known => known.EntryId == entryId && known.Gateway == settings.Name)
            ?? Add(entryId);
        Note(row, figures.Adapter, figures.Signal ?? (row.Signal == HeardRow.SignalUnknown ? null : row.Signal));
        row.VisitedAt = clock.Now;
        row.HeardMs = figures.HeardMs;
        row.ConnectMs = figures.ConnectMs + figures.DiscoverMs;
        row.Tries = figures.Tries;
        row.Transactions = figures.Transactions;
    }

    private HeardRow Add(long entryId)
    {
        HeardRow row = new() { EntryId = entryId, Gateway = settings.Name };
        db.Heard.Add(row);
        return row;
    }

    private void Note(HeardRow row, string adapter, int? signal)
    {
        row.HeardAt = clock.Now;
        row.Adapter = adapter;
        row.Signal = signal ?? HeardRow.SignalUnknown;
    }
}
