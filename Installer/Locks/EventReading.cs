using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>One event of a lock with its number.</summary>
internal sealed record NumberedEvent(uint Number, AuditEvent Event, bool IsRotten);

/// <summary>Reads the audit trail of a lock, as the gateway would, and tells the lock what is stored (docs/protocol.md, 7).</summary>
internal sealed class EventReading(FacilityFileStore store, FacilityLock door, LockLedger ledger)
{
    private readonly ILockSecretsSource _secrets = FacilitySecrets.SourceOf(store.Facility, door);

    /// <summary>What is wrong with the trail; empty when nothing is.</summary>
    public List<string> Alerts { get; } = [];

    /// <summary>Reads everything that the lock has, from the beginning. What was seen is to be saved by the caller.</summary>
    /// <param name="visit">The lock.</param>
    /// <param name="key">A key with right ReadEvents.</param>
    /// <param name="stop">Breaks off.</param>
    public async Task<IReadOnlyList<NumberedEvent>> ReadAsync(Visit visit, PhoneKey key, CancellationToken stop)
    {
        List<NumberedEvent> events = [];
        EventPull pull = new(1, skipsStored: false);
        while (!pull.IsDone)
        {
            uint from = pull.From;
            PhoneAnswer answer = await visit.DoAsync(Command.ReadEvents, key, pull.Body(), store.Time, stop).ConfigureAwait(false);
            BatchIntake intake = ledger.TakeBatch(answer.Body, _secrets, isFresh: true);
            SealedBatch batch = Checked(intake, from);
            if (from == 1)
                CompareWithSeen(intake, batch);
            Take(batch, intake, events);
            pull.Took(intake);
            if (pull.IsDone)
                (door.SeenHead, door.SeenBootCount) = (Math.Max(door.SeenHead, batch.Head), Math.Max(door.SeenBootCount, batch.BootCount));
        }
        return events;
    }

    /// <summary>Tells the lock that what was read is stored, by a notice.</summary>
    /// <returns>Up to which event.</returns>
    public async Task<uint> ReleaseAsync(Terminal terminal, Visit visit, CancellationToken stop)
    {
        ledger.ReleaseEvents();
        IssuedNotice[] notices = ledger.MakeNotices(terminal.Now, _secrets);
        // On the disk before a carrier has it: a number is never given out twice.
        door.WriteLedger(ledger);
        store.Save();
        LockSecrets secrets = FacilitySecrets.SecretsOf(store.Facility, door, visit.Identity.Generation);
        foreach (IssuedNotice notice in notices)
        {
            PhoneAnswer answer = await visit.AskAsync(Command.Deliver, null, notice.Content, secrets.NoticeSecret, stop).ConfigureAwait(false);
            DeliveryResult result = ledger.TakeReceipt(new DeliveryReceipt(answer.ChallengeFrame, answer.Request, answer.Reply), _secrets);
            if (result is DeliveryResult.RolledBack or DeliveryResult.AheadOfLedger or DeliveryResult.Refused)
                Alerts.Add($"Notice {notice.Number}: {result}. Look at the lock, and at whether the facility file is the newest.");
        }
        door.WriteLedger(ledger);
        store.Save();
        return ledger.Trail.StoredThrough;
    }

    private SealedBatch Checked(BatchIntake intake, uint from)
    {
        if (intake.Batch == null)
            throw new ToolException(ExitCode.Refused, $"The events from {from} on are not sealed by this lock ({intake.Status}). Keep the lock for the office; the trail may have been altered.");
        if (intake.IsAlert)
            Alerts.Add($"Events from {intake.Batch.First}: {intake.Status}. The trail is not what it should be: keep the lock for the office.");
        if (intake.GapCount > 0)
            Alerts.Add($"Events {intake.GapFirst} to {intake.GapFirst + intake.GapCount - 1} are missing.");
        return intake.Batch;
    }

    /// <summary>A trail that was shown and not stored is not in the ledger: what a lock has lost of it is known from the numbers alone.</summary>
    private void CompareWithSeen(BatchIntake intake, SealedBatch batch)
    {
        bool isLower = batch.Head < door.SeenHead || batch.BootCount < door.SeenBootCount;
        if (isLower && !intake.IsAlert)
            Alerts.Add($"The lock has had {batch.Head} events and {batch.BootCount} starts, and was seen with {door.SeenHead} and {door.SeenBootCount}: another lock, or one that lost its memory. Keep it for the office.");
    }

    private void Take(SealedBatch batch, BatchIntake intake, List<NumberedEvent> events)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            AuditEvent audit = new();
            bool isRotten = !audit.TryRead(batch.Events, i * AuditEvent.Size);
            uint number = batch.First + (uint)i;
            if (isRotten || intake.IsCorrupt(i))
                Alerts.Add($"Event {number} is rotten: its check value does not fit.");
            events.Add(new NumberedEvent(number, audit, isRotten));
        }
    }
}
