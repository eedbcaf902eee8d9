using System.Globalization;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>
/// Changes a lock for the office: lockdown, description, configuration, new identity, lost events. Each change is one transaction with its
/// notices. Each answer is <see cref="EntryChange.NoEntry"/> if there is no such lock.
/// </summary>
public sealed class EntryRecords(EntryChange changes, EntryRenewal renewal, EntitlementChange entitlement, LedgerStore ledgers,
    SiteReader sites, VisitRequests visits, OfficeTrail trail)
{
    /// <summary>Switches the lockdown with a notice. Stores nothing if the lock already has this state.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="on">Whether to put it into lockdown; otherwise the lockdown is lifted.</param>
    public Task<ChangeAnswer> LockdownAsync(long id, bool on) => changes.RunAsync(id, async entry =>
    {
        string words = on
            ? "Lockdown: the notice is on its way to the lock."
            : "The lockdown is lifted: the notice is on its way to the lock.";
        if (entry.IsLockdown == on)
            return words;
        if (!await ledgers.QueueAsync(entry, ledger => ledger.Lockdown(on)))
            throw new EntryComplaint(EntryChange.TooMuchWaits);
        trail.Add(on ? AuditAction.LockdownOn : AuditAction.LockdownOff, entry.Name, entryId: id);
        return words;
    });

    /// <summary>Changes name, kind, building and address, and whether the entry is an exit.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="form">The office's form; it has no complaint.</param>
    public Task<ChangeAnswer> EditAsync(long id, EntryForm form) => changes.RunAsync(id, async entry =>
    {
        if (await changes.NameComplaintAsync(id, form.Name) is { } complaint)
            throw new EntryComplaint(complaint);
        bool wasExit = entry.IsExit;
        bool isMoved = entry.Address != (form.Address ?? "").Trim();
        string revoked = await entitlement.FillAsync(entry, form);
        if (wasExit != entry.IsExit)
        {
            ConfigurationForm settings = ConfigurationForm.Of(await sites.RowAsync(), WithoutGrace(entry));
            await SendAsync(entry, settings.Read(await sites.RowAsync(), entry));
        }
        if (isMoved)
        {
            entry.NextVisitAt = 0;
            visits.Request(entry);
        }
        trail.Add(AuditAction.EntryChanged,
            $"{entry.Name}, {EntryForm.KindName(entry.Kind)}{(isMoved ? ", address" : "")}"
            + $"{(wasExit != entry.IsExit ? ", exit" : "")}.{revoked}", entryId: id);
        return "The entry was changed." + revoked;
    });

    /// <summary>Changes the lock's configuration with a notice.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="form">The office's form.</param>
    public Task<ChangeAnswer> ConfigureAsync(long id, ConfigurationForm form) => changes.RunAsync(id, async entry =>
    {
        await SendAsync(entry, form.Read(await sites.RowAsync(), entry));
        trail.Add(AuditAction.EntryConfigured,
            string.Create(CultureInfo.InvariantCulture,
                $"{entry.Name}: release {form.ReleaseSeconds} s, held open after {form.HeldOpenSeconds} s."), entryId: id);
        return "The configuration is on its way to the lock.";
    });

    /// <summary>Records replaced hardware, or a new identity of the same hardware.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="generation">The generation that the member typed.</param>
    /// <param name="isOtherHardware">Whether the hardware was replaced.</param>
    public Task<ChangeAnswer> RenewAsync(long id, string generation, bool isOtherHardware) => changes.RunAsync(id, async entry =>
    {
        LockLedger ledger = await ledgers.ReadAsync(entry);
        int max = Math.Min(ushort.MaxValue, ledger.HighestGeneration + EntryRenewal.GenerationsAheadMax);
        if (!ushort.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out ushort given) || given <= ledger.Generation
            || given > max)
            throw new EntryComplaint(
                $"The generation must be above {ledger.Generation} and at most {max}. lockctl printed it when it gave the "
                + "lock its identity.");
        await changes.DemandNoJobAsync(id);
        await renewal.RenewAsync(entry, given, isOtherHardware);
        trail.Add(isOtherHardware ? AuditAction.HardwareReplaced : AuditAction.IdentityRenewed, $"{entry.Name}, generation {given}.",
            entryId: id);
        return "Saved. Keys issued before no longer open this lock. Phones will fetch new keys.";
    });

    /// <summary>Marks missing events as lost.</summary>
    /// <param name="id">The lock.</param>
    /// <param name="first">The number of the first event.</param>
    /// <param name="last">The number of the last event.</param>
    public Task<ChangeAnswer> GiveUpAsync(long id, uint first, uint last) => changes.RunAsync(id, async entry =>
    {
        if (!await ledgers.ChangeAsync(entry, (ledger, _) => ledger.Trail.GiveUp(first, last)))
            throw new EntryComplaint("These events do not exist.");
        trail.Add(AuditAction.EventsGivenUp, $"{entry.Name}: {first} to {last}.", entryId: id);
        return $"The events {first} to {last} are marked as lost.";
    });

    private async Task SendAsync(Entry entry, LockConfiguration configuration)
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
}
