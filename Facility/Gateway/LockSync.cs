using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Gateway;

/// <summary>The result of a visit.</summary>
/// <param name="IsClaimed">Whether this gateway could claim the lock.</param>
/// <param name="Error">Why the visit failed, as a text for people; empty if it succeeded.</param>
/// <param name="NewEventCount">The number of new events that were stored.</param>
public sealed record VisitReport(bool IsClaimed, string Error, int NewEventCount);

/// <summary>
/// Visits one lock: sets its clock, delivers notices, reads events up to the newest, and tells the lock which events are stored. A
/// step is stored in the database before the next message is sent to the lock.
/// </summary>
public sealed class LockSync(
    FacilityDb db,
    ChangeRunner runner,
    LedgerStore ledgers,
    AlertRaiser alerts,
    EventBatchStore batches,
    SecretVault vault,
    FacilityClock clock,
    SiteReader sites,
    ILockLinkFactory links,
    EntryLeases leases,
    HearingStore hearing,
    TenancyRaise tenancies,
    StatusLearning learning,
    GenerationLearning generations,
    KeyRetirement retirement,
    GatewaySettings settings,
    ILogger<LockSync> log)
{
    private const int DeliveryRoundsMax = 3;

    // A faulty lock could send events without end, and other locks would wait. The next visit continues.
    private const int BatchesPerReadingMax = 2000;

    // An EventsStored notice causes an event itself. If only the gateway's own visits have caused events, the notice waits for this many.
    private const int QuietEventCountMax = 100;

    private long _entryId;
    private string _owner = "";
    private CancellationToken _stop;
    private int _newEventCount;
    private bool _hasNews;

    /// <summary>Visits a lock that is due.</summary>
    /// <param name="entryId">The lock.</param>
    /// <param name="owner">The gateway; unique among all gateways.</param>
    /// <param name="stop">Cancels the visit. The lock stays due.</param>
    public async Task<VisitReport> VisitAsync(long entryId, string owner, CancellationToken stop = default)
    {
        if (!await leases.ClaimAsync(entryId, owner, stop))
            return new VisitReport(false, "", 0);
        (_entryId, _owner, _stop, _newEventCount, _hasNews) = (entryId, owner, stop, 0, false);
        try
        {
            await GoAsync();
            await retirement.EndOldAsync(entryId);
            return new VisitReport(true, "", _newEventCount);
        }
        catch (Exception exception) when (exception is LockLinkException or VisitException or InvalidDataException)
        {
            return await FailAsync(exception.Message, isDamaged: exception is InvalidDataException);
        }
        catch (LeaseLostException exception)
        {
            return new VisitReport(true, exception.Message, _newEventCount);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await leases.ReleaseAsync(entryId, owner);
            throw;
        }
    }

    private async Task<VisitReport> FailAsync(string reason, bool isDamaged)
    {
        log.LogInformation("Visit of lock {EntryId} failed: {Reason}", _entryId, reason);
        try
        {
            await StepAsync(async entry =>
            {
                entry.FailureCount++;
                entry.LastError = reason;
                if (isDamaged)
                    await ledgers.CheckAsync([_entryId]);
                Leave(entry, settings.BackOffSeconds(entry.FailureCount, Random.Shared.NextDouble()));
                return true;
            });
        }
        catch (LeaseLostException)
        {
            // The other gateway stores the result of its own visit.
        }
        return new VisitReport(true, reason, _newEventCount);
    }

    private async Task GoAsync()
    {
        string address = await db.Entries.Where(row => row.Id == _entryId).Select(row => row.Address).SingleAsync(_stop);
        LocalTime time = await sites.LocalTimeAsync();
        await using ILockLink link = links.Make(address, new SoughtLock(vault.FacilityId, (uint)_entryId));
        LockSession talk = new(link, clock, time);
        IdentityFrame identity = await talk.ConnectAsync(_stop);
        CheckIsHere(identity, link.Place);
        (ushort known, uint applied, bool mayHave) = await StepAsync(async entry =>
        {
            LockLedger ledger = await ledgers.ReadAsync(entry);
            return (ledger.Generation, ledger.Applied, ledger.MayHave(identity.Generation));
        });
        if (identity.Generation < known)
            throw new VisitException(GenerationWords.OfVisit(identity.Generation, known));
        talk.Use(vault.FacilityId, (uint)_entryId, vault.SecretsOf(_entryId, identity.Generation));
        long off = await talk.BringTimeAsync(_stop);
        LockStatus status = await talk.StatusAsync(_stop);
        if (!mayHave && !await StepAsync(entry => generations.LearnAsync(entry, identity.Generation, status.Applied)))
            throw new VisitException(GenerationWords.OfVisit(identity.Generation, known));
        // No notice is made before the facility has learned what the lock has applied: the database may be an older copy.
        await StepAsync(entry => LearnAsync(entry, status, applied, off));
        if (mayHave && identity.Generation != known)
        {
            // The receipt of a Rekey was lost, and the lock cannot send it again. Its events show the new generation
            // (docs/protocol.md, 6.4).
            await ReadAsync(talk);
        }
        await LearnTenancyAsync(status);
        await DeliverAsync(talk, await StepAsync(ledgers.MakeNoticesAsync));
        await ReadAsync(talk);
        if (await ReleaseAsync(talk, status.Synced))
            await ReadAsync(talk);
        status = await talk.StatusAsync(_stop);
        await LearnTenancyAsync(status);
        RadioFigures? figures = link.Figures;
        await StepAsync(async entry =>
        {
            Note(entry, status, off);
            if (figures != null)
                await hearing.NoteVisitAsync(entry.Id, figures);
            // The failures may have been those of a damaged ledger that is repaired.
            if (entry.FailureCount > 0)
                await ledgers.CheckAsync([_entryId]);
            entry.FailureCount = 0;
            entry.LastError = "";
            Leave(entry, (await ledgers.ReadAsync(entry)).HasUnsentItems ? 0 : settings.IntervalSeconds);
            return true;
        });
        if (figures != null)
            log.LogInformation("Visit of lock {EntryId} over Bluetooth: {Figures}", _entryId, figures);
    }

    /// <summary>Delivers notices, and then the notices that could be made only after their receipts.</summary>
    private async Task DeliverAsync(LockSession talk, IssuedNotice[] notices)
    {
        for (int round = 0; notices.Length > 0 && round < DeliveryRoundsMax; round++)
        {
            bool hasAdvanced = false;
            foreach (IssuedNotice notice in notices)
            {
                PhoneAnswer answer = await talk.DeliverAsync(notice.Content, _stop);
                DeliveryResult result = await StepAsync(entry => TakeReceiptAsync(entry, notice, answer));
                if (result == DeliveryResult.NotProven)
                    throw new VisitException(
                        $"The lock did not prove its answer to notice {notice.Number} (status {answer.Status}). If this continues, "
                        + "another lock answers at this address.");
                if (notice.RekeysTo != 0 && result == DeliveryResult.Advanced)
                    talk.Use(vault.FacilityId, (uint)_entryId, vault.SecretsOf(_entryId, notice.RekeysTo));
                hasAdvanced |= result is DeliveryResult.Advanced or DeliveryResult.AheadOfLedger;
            }
            if (!hasAdvanced)
                return;
            notices = await StepAsync(ledgers.MakeNoticesAsync);
        }
    }

    private async Task<DeliveryResult> TakeReceiptAsync(Entry entry, IssuedNotice notice, PhoneAnswer answer)
    {
        DeliveryReceipt receipt = new(answer.ChallengeFrame, answer.Request, answer.Reply);
        DeliveryResult result = await ledgers.ChangeAsync(entry, (ledger, source) => ledger.TakeReceipt(receipt, source));
        if (DeliveryAlert.TextOf(result, receipt) is { } alert)
            await alerts.RaiseAsync(entry.Id, alert);
        return result;
    }

    /// <summary>Reads events up to the newest. Each batch is stored before the next one is read.</summary>
    private async Task ReadAsync(LockSession talk)
    {
        EventPull pull = await StepAsync(async entry =>
        {
            EventTrail trail = (await ledgers.ReadAsync(entry)).Trail;
            return new EventPull(trail.NextMissing(trail.StoredThrough), skipsStored: true);
        });
        for (int count = 0; !pull.IsDone && count < BatchesPerReadingMax; count++)
        {
            byte[] batch = await talk.ReadEventsAsync(pull, _stop);
            BatchIntake intake = await StepAsync(entry => batches.TakeAsync(entry, batch, isFresh: true));
            if (!intake.IsTaken)
                throw new VisitException(VisitWords.NotTaken(intake.Status));
            _newEventCount += intake.NewCount;
            _hasNews |= HasNews(intake);
            pull.Took(intake);
            if (pull.IsStuck)
                throw new VisitException(VisitWords.Stuck);
        }
    }

    /// <summary>Tells the lock which events it may overwrite.</summary>
    /// <returns>Whether a notice was delivered.</returns>
    private async Task<bool> ReleaseAsync(LockSession talk, uint synced)
    {
        IssuedNotice[] notices = await StepAsync(entry => ledgers.ChangeAsync(entry, (ledger, source) =>
        {
            if (!_hasNews && ledger.Trail.StoredThrough < synced + (long)QuietEventCountMax)
                return [];
            ledger.ReleaseEvents();
            return ledger.MakeNotices(clock.Now, source);
        }));
        await DeliverAsync(talk, notices);
        return notices.Length > 0;
    }

    private bool Note(Entry entry, LockStatus status, long off)
    {
        entry.ContactAt = clock.Now;
        entry.Trust = status.Trust;
        entry.ClockStep = off;
        entry.Door = (int)status.Door;
        entry.Firmware = FirmwareNumber.Text(status.Firmware);
        entry.Head = Math.Max(entry.Head, status.Head);
        return true;
    }

    private async Task<bool> LearnAsync(Entry entry, LockStatus status, uint appliedBefore, long off)
    {
        foreach (string alert in await learning.TakeAsync(entry, status, appliedBefore))
            await alerts.RaiseAsync(entry.Id, alert);
        return Note(entry, status, off);
    }

    /// <summary>
    /// Raises the unit's tenancy number to the number that the lock has stored. If too many notices wait for the lock, the next visit does
    /// it.
    /// </summary>
    private Task LearnTenancyAsync(LockStatus status) => StepAsync(async entry =>
    {
        ushort before = (await ledgers.ReadAsync(entry)).Tenancy;
        if (await tenancies.ToAsync(entry, status.Tenancy) is not { } refusal)
        {
            bool isRaised = (await ledgers.ReadAsync(entry)).Tenancy != before;
            if (isRaised)
                await alerts.RaiseAsync(entry.Id, StatusLearning.TenancyText(before, status.Tenancy));
            return isRaised;
        }
        db.ChangeTracker.Clear();
        if (refusal != ChangeAnswer.TooMuchWaits)
            await alerts.RaiseAsync(entry.Id, refusal.Words);
        return false;
    });

    private void Leave(Entry entry, int seconds)
    {
        entry.NextVisitAt = clock.Now + seconds;
        entry.LeaseOwner = "";
        entry.LeaseUntil = 0;
    }

    /// <summary>Changes the lock's row and stores the change. If another change was stored first, it runs the change again.</summary>
    private Task<T> StepAsync<T>(Func<Entry, Task<T>> change) => runner.StoreAsync(async () =>
    {
        Entry entry = await db.Entries.SingleAsync(row => row.Id == _entryId);
        leases.Keep(entry, _owner);
        return await change(entry);
    });

    private void CheckIsHere(IdentityFrame identity, string place)
    {
        if (!identity.IsProvisioned)
            throw new VisitException(
                $"The lock at {place} is not provisioned. Provision it with lockctl and import the facility file again.");
        if (identity.FacilityId != vault.FacilityId || identity.LockId != _entryId)
            throw new VisitException(
                $"The lock at {place} is number {identity.LockId} of "
                + $"facility {identity.FacilityId}, not {_entryId} of {vault.FacilityId}. Correct the address of this entry.");
    }

    private static bool HasNews(BatchIntake intake)
    {
        AuditEvent audit = new();
        for (int i = 0; i < intake.Batch!.Count; i++)
        {
            bool isRead = audit.TryRead(intake.Batch.Events, i * AuditEvent.Size);
            if (intake.IsNew(i) && (!isRead || audit.Kind is not (EventKind.NoticeApplied or EventKind.ClockSet)))
                return true;
        }
        return false;
    }
}
