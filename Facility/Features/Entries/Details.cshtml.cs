using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>The page of one lock: its state and the actions of the office.</summary>
public sealed class DetailsModel(
    FacilityDb db,
    EntryRecords records,
    KeyRetirement retirement,
    EntryChange changes,
    LedgerStore ledgers,
    ILockLinkFactory links,
    SiteReader sites,
    FacilityClock clock,
    GatewaySignal signal) : PageModel
{
    private const string ComplaintKey = "Complaint";
    private const int GapsShownMax = 20;

    /// <summary>The lock.</summary>
    public Entry Entry { get; private set; } = null!;

    /// <summary>Its open alerts.</summary>
    public List<Alert> Alerts { get; private set; } = [];

    /// <summary>The unit behind it; null for none.</summary>
    public Unit? Unit { get; private set; }

    /// <summary>Whether the lock's ledger can be read. If not, the database is damaged.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Ranges of missing events that have later events after them.</summary>
    public List<(uint First, uint Last)> Gaps { get; } = [];

    /// <summary>The generation of the lock's secret, and the highest generation that was used.</summary>
    public (int Known, int Highest) Generation { get; private set; }

    /// <summary>Whether a notice is on its way that retires all keys of the lock.</summary>
    public bool IsRetiring { get; private set; }

    /// <summary>The job that has the lock now; null for none.</summary>
    public Job? Job { get; private set; }

    /// <summary>Whether nothing hangs on the lock, so that it may be deleted.</summary>
    public bool MayDelete { get; private set; }

    /// <summary>The texts about locks.</summary>
    public EntryWords Words { get; private set; } = null!;

    /// <summary>Why the requested change is not possible, as a text for people; null if nothing is wrong.</summary>
    public string? Complaint { get; private set; }

    /// <summary>The lock's configuration.</summary>
    public ConfigurationForm Settings { get; private set; } = new();

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(long id)
    {
        Entry? entry = await db.Entries.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id);
        if (entry == null)
            return NotFound();
        Entry = entry;
        MayDelete = await changes.WhyKeptAsync(entry) == null;
        Complaint = TempData[ComplaintKey] as string;
        Words = new EntryWords(await sites.LocalTimeAsync(), clock.Now);
        Alerts = await db.Alerts.AsNoTracking().Where(row => row.ClosedAt == null && row.EntryId == id).OrderByDescending(row => row.Id)
            .ToListAsync();
        Unit = await db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.EntryId == id);
        Job = await db.JobLocks.Where(row => row.Id == id).Join(db.Jobs, row => row.JobId, job => job.Id, (_, job) => job)
            .AsNoTracking().SingleOrDefaultAsync();
        try
        {
            Settings = ConfigurationForm.Of(await sites.RowAsync(), entry);
        }
        catch (InvalidDataException damaged)
        {
            Complaint ??= damaged.Message;
        }
        if (await ledgers.TryReadAsync(entry) is { } ledger)
            Show(ledger);
        return Page();
    }

    private void Show(LockLedger ledger)
    {
        IsReadable = true;
        Generation = (ledger.Generation, ledger.HighestGeneration);
        IsRetiring = ledger.IsRekeyWaiting;
        Gaps.AddRange(ledger.Trail.Gaps().Take(GapsShownMax).Select(gap => (gap.First, gap.Last)));
    }

    /// <summary>Requests a visit of a gateway as soon as possible.</summary>
    public async Task<IActionResult> OnPostVisitAsync(long id)
    {
        string? address = await db.Entries.Where(row => row.Id == id).Select(row => row.Address).SingleOrDefaultAsync();
        if (address == null)
            return NotFound();
        await db.Entries.Where(row => row.Id == id && row.Address != "")
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.NextVisitAt, 0L));
        signal.Send();
        return Told(id, address.Length == 0
            ? ChangeAnswer.Refused("The gateway has no address for this lock. Enter one below.")
            : ChangeAnswer.Done("A gateway will visit the lock as soon as possible. Reload this page in a few seconds."));
    }

    /// <summary>Switches the lockdown on or off.</summary>
    public async Task<IActionResult> OnPostLockdownAsync(long id, bool on) => Told(id, await records.LockdownAsync(id, on));

    /// <summary>Changes name, kind, building and address.</summary>
    public async Task<IActionResult> OnPostEditAsync(long id, EntryForm form) =>
        Told(id, form.Complaint(links) is { } complaint ? ChangeAnswer.Refused(complaint) : await records.EditAsync(id, form));

    /// <summary>Changes the lock's configuration.</summary>
    public async Task<IActionResult> OnPostConfigureAsync(long id, ConfigurationForm settings) =>
        Told(id, await records.ConfigureAsync(id, settings));

    /// <summary>Records replaced hardware, or a new identity of the same hardware.</summary>
    public async Task<IActionResult> OnPostRenewAsync(long id, string generation, bool other) =>
        Told(id, await records.RenewAsync(id, generation, other));

    /// <summary>Deletes the lock if nothing hangs on it.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id)
    {
        ChangeAnswer answer = await changes.DeleteAsync(id);
        if (!answer.IsDone)
            return Told(id, answer);
        TempData["Said"] = answer.Words;
        return Redirect("/Entries");
    }

    /// <summary>Retires all keys of the lock.</summary>
    public async Task<IActionResult> OnPostRetireAsync(long id) => Told(id, await retirement.RetireAsync(id));

    /// <summary>Marks missing events as lost.</summary>
    public async Task<IActionResult> OnPostGiveUpAsync(long id, uint first, uint last) =>
        Told(id, await records.GiveUpAsync(id, first, last));

    private IActionResult Told(long id, ChangeAnswer answer)
    {
        if (answer == EntryChange.NoEntry)
            return NotFound();
        TempData[answer.IsDone ? "Said" : ComplaintKey] = answer.Words;
        return Redirect($"/Entries/Details/{id}");
    }
}
