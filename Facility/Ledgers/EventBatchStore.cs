using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Ledgers;

/// <summary>
/// Stores sealed batches: the new events, new guests, the ledger and alerts. The caller's SaveChanges stores them together.
/// </summary>
public sealed class EventBatchStore(
    FacilityDb db, LedgerStore ledgers, EventTimes times, AlertRaiser alerts, SecretVault vault, FacilityClock clock)
{
    /// <summary>The <see cref="LockEvent.Kind"/> of a record whose checksum is wrong.</summary>
    public const int CorruptKind = 255;

    /// <summary>The alert for a key that was issued after a copy of the database was made.</summary>
    public const string UnknownKeyText =
        "The lock has let in a key that was issued after the database was copied. The database does not know whose key it is, and cannot "
            + "revoke it. If it may belong to somebody who must not come in any more, use \"Retire all keys of this lock\".";

    /// <summary>The alert that the last batch raised; null for none, or if the same alert was already open.</summary>
    public string? NewAlert { get; private set; }

    /// <summary>Stores one batch.</summary>
    /// <param name="entry">A tracked row: the lock that the carrier named.</param>
    /// <param name="batch">The bytes of the batch, from any carrier.</param>
    /// <param name="isFresh">Whether the gateway has just read the batch from the lock.</param>
    public async Task<BatchIntake> TakeAsync(Entry entry, byte[] batch, bool isFresh)
    {
        int hardware = entry.Hardware;
        BatchIntake intake = await ledgers.ChangeAsync(entry, (ledger, source) => ledger.TakeBatch(batch, source, isFresh));
        if (intake.Status == BatchStatus.GenerationUnknown && !isFresh
            && await PastAsync(entry, SealedBatch.ClaimedGeneration(batch)) is { } past)
        {
            hardware = past.Hardware;
            intake = await TakeLateAsync(entry, past, batch);
        }
        if (intake.Status == BatchStatus.GenerationUnknown)
            await LearnGenerationAsync(entry, batch);
        NewAlert = intake.IsAlert && await alerts.RaiseAsync(entry.Id, Words(intake), batch, isPerEvidence: isFresh) ? Words(intake) : null;
        if (intake.IsTaken && intake.NewCount > 0)
            await StoreAsync(entry, hardware, intake);
        return intake;
    }

    /// <summary>Raises an alert if the batch proves a generation above the known one.</summary>
    private async Task LearnGenerationAsync(Entry entry, byte[] batch)
    {
        ushort generation = SealedBatch.ClaimedGeneration(batch);
        ushort known = (await ledgers.ReadAsync(entry)).Generation;
        if (generation > known && new SealedBatch().TryOpen(vault.SecretsOf(entry.Id, generation), batch))
            await alerts.RaiseAsync(entry.Id, GenerationWords.OfAlert(generation, known));
    }

    /// <summary>The trail of replaced hardware that had a generation; null if there is none.</summary>
    private async Task<PastTrail?> PastAsync(Entry entry, ushort generation)
    {
        List<PastTrail> all = await db.PastTrails.Where(row => row.EntryId == entry.Id).OrderByDescending(row => row.Hardware)
            .ToListAsync();
        return all.Find(row => LedgerStore.TryRead(row) is { } trail && trail.FirstGeneration <= generation);
    }

    /// <summary>Stores a batch that a phone read before the hardware was replaced.</summary>
    private Task<BatchIntake> TakeLateAsync(Entry entry, PastTrail past, byte[] batch)
    {
        LockSecrets secrets = vault.SecretsOf(entry.Id, SealedBatch.ClaimedGeneration(batch));
        return ledgers.ChangePastAsync(entry, past, trail => trail.Take(batch, secrets, isFresh: false));
    }

    private async Task StoreAsync(Entry entry, int hardware, BatchIntake intake)
    {
        SealedBatch batch = intake.Batch!;
        LockEvent[] all = [.. Enumerable.Range(0, batch.Count)
            .Select(i =>
                Row(entry.Id, hardware, batch.First + (uint)i, batch.Events[(i * AuditEvent.Size)..((i + 1) * AuditEvent.Size)],
                    intake.IsCorrupt(i)))];
        Place(all, Array.Exists(all, row => row.Trust != ClockTrust.Unknown)
            ? null : await times.NearestAsync(entry.Id, hardware, batch.First, all[^1].Sequence));
        LockEvent[] rows = [.. all.Where((_, i) => intake.IsNew(i))];
        long[] keyIds = [.. rows.Select(row => row.KeyId).Where(id => id != 0).Distinct()];
        Dictionary<long, long> holders = await db.Keys.Where(key => keyIds.Contains(key.Id))
            .ToDictionaryAsync(key => key.Id, key => key.UserId);
        foreach (LockEvent row in rows)
            row.UserId = holders.TryGetValue(row.KeyId, out long userId) ? userId : null;
        db.Events.AddRange(rows);
        await AlertOfUnknownKeysAsync(entry, rows);
        await times.CorrectAsync(entry.Id, hardware, rows);
        await NoteGuestsAsync(
            [.. rows.Where(row => row.Kind == (int)EventKind.AccessGranted && row.Detail != 0 && holders.ContainsKey(row.KeyId))]);
    }

    /// <summary>
    /// Raises an alert, once for each lock, if the lock has admitted a key that was issued after a copy of the database was made.
    /// </summary>
    private async Task AlertOfUnknownKeysAsync(Entry entry, LockEvent[] rows)
    {
        LockEvent[] unknown = [.. rows.Where(row => row is { Kind: (int)EventKind.AccessGranted, UserId: null })];
        if (unknown.Length == 0)
            return;
        long from = await db.Sites.Select(site => site.UnknownKeysFrom).SingleAsync();
        if (from > 0 && Array.Find(unknown, row => row.KeyId >= from) is { } first
            && !await db.Alerts.AnyAsync(alert => alert.EntryId == entry.Id && alert.Text == UnknownKeyText))
            await alerts.RaiseAsync(entry.Id, UnknownKeyText, first.Record);
    }

    /// <summary>Adds shares for guests whom a lock has admitted and no phone has reported, so that the office can revoke them.</summary>
    private async Task NoteGuestsAsync(LockEvent[] visits)
    {
        if (visits.Length == 0)
            return;
        long[] keyIds = [.. visits.Select(visit => visit.KeyId).Distinct()];
        Dictionary<long, long> ends = await db.Keys.Where(key => keyIds.Contains(key.Id))
            .ToDictionaryAsync(key => key.Id, key => key.NotAfter);
        await db.Shares.Where(share => keyIds.Contains(share.KeyId)).LoadAsync();
        HashSet<(long, long)> known = [.. db.Shares.Local.Select(share => (share.KeyId, share.GuestId))];
        foreach (LockEvent visit in visits)
        {
            if (known.Add((visit.KeyId, visit.Detail)))
                db.Shares.Add(
                    new KeyShare { KeyId = visit.KeyId, GuestId = visit.Detail, NotAfter = ends[visit.KeyId], KnownAt = clock.Now });
        }
    }

    /// <summary>
    /// Gives an event without a time the time of the event before it, or else of the event after it, or else the current time.
    /// </summary>
    private void Place(LockEvent[] rows, long? nearest)
    {
        long time = Array.Find(rows, row => row.Trust != ClockTrust.Unknown)?.Time ?? nearest ?? clock.Now;
        foreach (LockEvent row in rows)
        {
            if (row.Trust == ClockTrust.Unknown)
                row.Time = time;
            time = row.Time;
        }
    }

    private LockEvent Row(long entryId, int hardware, uint sequence, byte[] record, bool isCorrupt)
    {
        AuditEvent audit = new();
        bool isRead = audit.TryRead(record, 0) && !isCorrupt;
        return new LockEvent
        {
            EntryId = entryId,
            Hardware = hardware,
            Sequence = sequence,
            Time = isRead ? audit.Time : 0,
            Trust = isRead ? audit.Trust : ClockTrust.Unknown,
            Kind = isRead ? (int)audit.Kind : CorruptKind,
            Reason = isRead ? audit.Reason : 0,
            KeyId = isRead ? audit.KeyId : 0,
            Detail = isRead ? audit.Detail : 0,
            StoredAt = clock.Now,
            Record = record,
        };
    }

    private static string Words(BatchIntake intake) => intake.Status switch
    {
        BatchStatus.NotAuthentic => "A batch of events was not sealed by this lock. It was altered on the way or forged.",
        BatchStatus.LowerHead =>
            "The lock's trail went backwards: its newest event is older than one it reported before. Its memory may have "
            + "been tampered with.",
        BatchStatus.LowerBootCount => "The lock's boot count went backwards. Its memory may have been tampered with.",
        BatchStatus.LowerGeneration => "A batch was sealed with a retired secret of the lock.",
        _ when intake.IsAheadOfLedger => "The lock has applied a notice that is not in this database. The database is an old copy.",
        _ => $"A batch of events could not be stored ({intake.Status}).",
    };
}
