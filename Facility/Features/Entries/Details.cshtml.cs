using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Entries;

/// <summary>The page of one lock: its state and the actions of the office.</summary>
public sealed class DetailsModel(
    FacilityDb db,
    EntryChange changes,
    EntryRenewal renewal,
    EntitlementChange passages,
    LedgerStore ledgers,
    ILockLinkFactory links,
    SiteReader sites,
    FacilityClock clock,
    VisitRequests visits,
    GatewaySignal signal,
    OfficeTrail trail) : PageModel
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

    /// <summary>The texts about locks.</summary>
    public EntryWords Words { get; private set; } = null!;

    /// <summary>Why the requested change is not possible, as a text for people; null if nothing is wrong.</summary>
    public string? Complaint { get; private set; }

    /// <summary>The lock's configuration.</summary>
    public SettingsForm Settings { get; private set; } = new();

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(long id)
    {
        Entry? entry = await db.Entries.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id);
        if (entry == null)
            return NotFound();
        Entry = entry;
        Complaint = TempData[ComplaintKey] as string;
        Words = new EntryWords(await sites.LocalTimeAsync(), clock.Now);
        Alerts = await db.Alerts.AsNoTracking().Where(row => row.ClosedAt == null && row.EntryId == id).OrderByDescending(row => row.Id)
            .ToListAsync();
        Unit = await db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.EntryId == id);
        try
        {
            Settings = SettingsForm.Of(await sites.RowAsync(), entry);
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
    public Task<IActionResult> OnPostLockdownAsync(long id, bool on) => DoAsync(id, async entry =>
    {
        await EntryLockdown.SwitchAsync(entry, on, ledgers, trail);
        return on
            ? "Lockdown: the notice is on its way to the lock."
            : "The lockdown is lifted: the notice is on its way to the lock.";
    });

    /// <summary>Changes name, kind, building and address.</summary>
    public Task<IActionResult> OnPostEditAsync(long id, EntryForm form) => DoAsync(id, async entry =>
    {
        if (form.Complaint(links) is { } complaint)
            throw new EntryComplaint(complaint);
        bool wasExit = entry.IsExit;
        bool isMoved = entry.Address != (form.Address ?? "").Trim();
        string withdrawn = await passages.FillAsync(entry, form);
        if (wasExit != entry.IsExit)
        {
            SettingsForm settings = SettingsForm.Of(await sites.RowAsync(), WithoutGrace(entry));
            await ConfigureAsync(entry, settings.Read(await sites.RowAsync(), entry));
        }
        if (isMoved)
        {
            entry.NextVisitAt = 0;
            visits.Request(entry);
        }
        trail.Add(AuditAction.EntryChanged,
            $"{entry.Name}, {EntryWords.Kind(entry.Kind)}{(isMoved ? ", address" : "")}"
            + $"{(wasExit != entry.IsExit ? ", exit" : "")}.{withdrawn}", entryId: id);
        return "The entry was changed." + withdrawn;
    });

    /// <summary>Changes the lock's configuration.</summary>
    public Task<IActionResult> OnPostConfigureAsync(long id, SettingsForm settings) => DoAsync(id, async entry =>
    {
        await ConfigureAsync(entry, settings.Read(await sites.RowAsync(), entry));
        trail.Add(AuditAction.EntryConfigured,
            string.Create(CultureInfo.InvariantCulture,
                $"{entry.Name}: release {settings.ReleaseSeconds} s, held open after {settings.HeldOpenSeconds} s."), entryId: id);
        return "The configuration is on its way to the lock.";
    });

    /// <summary>Records replaced hardware, or a new identity of the same hardware.</summary>
    public Task<IActionResult> OnPostRenewAsync(long id, string generation, bool other) => DoAsync(id, async entry =>
    {
        LockLedger ledger = await ledgers.ReadAsync(entry);
        int max = Math.Min(ushort.MaxValue, ledger.HighestGeneration + EntryRenewal.GenerationsAheadMax);
        if (!ushort.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out ushort given) || given <= ledger.Generation
            || given > max)
            throw new EntryComplaint(
                $"The generation must be above {ledger.Generation} and at most {max}. lockctl printed it when it gave the "
                + "lock its identity.");
        await renewal.RenewAsync(entry, given, other);
        trail.Add(other ? AuditAction.HardwareReplaced : AuditAction.IdentityRenewed, $"{entry.Name}, generation {given}.", entryId: id);
        return "Saved. Keys issued before no longer open this lock. Phones will fetch new keys.";
    });

    /// <summary>Marks missing events as lost.</summary>
    public Task<IActionResult> OnPostGiveUpAsync(long id, uint first, uint last) => DoAsync(id, async entry =>
    {
        if (!await ledgers.ChangeAsync(entry, (ledger, _) => ledger.Trail.GiveUp(first, last)))
            throw new EntryComplaint("These events do not exist.");
        trail.Add(AuditAction.EventsGivenUp, $"{entry.Name}: {first} to {last}.", entryId: id);
        return $"The events {first} to {last} are marked as lost.";
    });

    private async Task ConfigureAsync(Entry entry, LockConfiguration configuration)
    {
        byte[] bytes = new byte[configuration.Size];
        configuration.WriteTo(bytes, 0);
        if (!await ledgers.QueueAsync(entry, ledger => ledger.Configure(configuration)))
            throw new EntryComplaint(EntryChange.TooMuchWaits);
        entry.Configuration = bytes;
    }

    /// <summary>Removes the grace time from the configuration of an entry that is not an exit, because the lock would refuse it.</summary>
    private static Entry WithoutGrace(Entry entry)
    {
        LockConfiguration kept = new();
        if (entry.IsExit || entry.Configuration == null || !kept.TryRead(entry.Configuration, 0, entry.Configuration.Length))
            return entry;
        kept.IsExit = false;
        kept.Calendar.TrySetExitGrace(0);
        kept.WriteTo(entry.Configuration = new byte[kept.Size], 0);
        return entry;
    }

    private async Task<IActionResult> DoAsync(long id, Func<Entry, Task<string>> change)
    {
        ChangeAnswer answer = await changes.RunAsync(id, change);
        return answer == EntryChange.NoEntry ? NotFound() : Told(id, answer);
    }

    private RedirectResult Told(long id, ChangeAnswer answer)
    {
        TempData[answer.IsDone ? "Said" : ComplaintKey] = answer.Words;
        return Redirect($"/Entries/Details/{id}");
    }
}
