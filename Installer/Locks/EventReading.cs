using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>One event of a lock with its number; corrupt when its check value is wrong.</summary>
internal sealed record NumberedEvent(uint Number, AuditEvent Event, bool IsCorrupt);

/// <summary>Reads the audit trail of a lock and tells the lock which events are stored (docs/protocol.md, 7).</summary>
internal sealed class EventReading(FacilityFileStore store, FacilityLock door, LockLedger ledger)
{
    private readonly ILockSecretsSource _secrets = FacilitySecrets.SourceOf(store.Facility, door);

    /// <summary>The faults of the trail, each a sentence.</summary>
    public List<string> Alerts { get; } = [];

    /// <summary>Reads all events that the lock has. The caller saves the facility file.</summary>
    /// <param name="visit">The lock.</param>
    /// <param name="key">A key with the right ReadEvents.</param>
    /// <param name="stop">Interrupts.</param>
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
            if (pull.IsStuck)
                Alerts.Add($"The lock was asked for the events from {from} and sent earlier ones. The reading ended there. Keep the lock " +
                    $"for the office.");
            if (pull.IsDone)
                (door.SeenHead, door.SeenBootCount) = (Math.Max(door.SeenHead, batch.Head), Math.Max(door.SeenBootCount, batch.BootCount));
        }
        return events;
    }

    /// <summary>Tells the lock with a notice that the events are stored.</summary>
    /// <returns>The last event that is stored.</returns>
    public async Task<uint> ReleaseAsync(Terminal terminal, Visit visit, CancellationToken stop)
    {
        ledger.ReleaseEvents();
        IssuedNotice[] notices = ledger.MakeNotices(terminal.Now, _secrets);
        // Saved before the lock gets the notice, so that no number is used twice.
        door.WriteLedger(ledger);
        store.Save();
        LockSecrets secrets = FacilitySecrets.SecretsOf(store.Facility, door, visit.Identity.Generation);
        foreach (IssuedNotice notice in notices)
        {
            PhoneAnswer answer = await visit.AskAsync(Command.Deliver, null, notice.Content, secrets.NoticeSecret, stop)
                .ConfigureAwait(false);
            DeliveryResult result = ledger.TakeReceipt(new DeliveryReceipt(answer.ChallengeFrame, answer.Request, answer.Reply), _secrets);
            if (result is DeliveryResult.RolledBack or DeliveryResult.AheadOfLedger or DeliveryResult.Refused)
                Alerts.Add($"Notice {notice.Number}: {result}. Check the lock, and check that the facility file is the newest copy.");
        }
        door.WriteLedger(ledger);
        store.Save();
        return ledger.Trail.StoredThrough;
    }

    private SealedBatch Checked(BatchIntake intake, uint from)
    {
        if (intake.Batch == null)
            throw new ToolException(ExitCode.Refused, $"The events from {from} on were not sealed by this lock ({intake.Status}). The " +
                $"trail may have been altered. Keep the lock for the office.");
        if (intake.IsAlert)
            Alerts.Add($"Events from {intake.Batch.First}: {intake.Status}. The trail is not as it should be. Keep the lock for the " +
                $"office.");
        if (intake.GapCount > 0)
            Alerts.Add($"Events {intake.GapFirst} to {intake.GapFirst + intake.GapCount - 1} are missing.");
        return intake.Batch;
    }

    /// <summary>
    /// Compares a trail with the numbers of earlier readings. Events that were read without --store are not in the ledger.
    /// </summary>
    private void CompareWithSeen(BatchIntake intake, SealedBatch batch)
    {
        bool isLower = batch.Head < door.SeenHead || batch.BootCount < door.SeenBootCount;
        if (isLower && !intake.IsAlert)
            Alerts.Add($"The lock reports {batch.Head} events and {batch.BootCount} starts, but it reported {door.SeenHead} and " +
                $"{door.SeenBootCount} before. It is another lock, or it lost its memory. Keep it for the office.");
    }

    private void Take(SealedBatch batch, BatchIntake intake, List<NumberedEvent> events)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            AuditEvent audit = new();
            bool isCorrupt = !audit.TryRead(batch.Events, i * AuditEvent.Size);
            uint number = batch.First + (uint)i;
            if (isCorrupt || intake.IsCorrupt(i))
                Alerts.Add($"Event {number} is damaged: its check value is wrong.");
            events.Add(new NumberedEvent(number, audit, isCorrupt));
        }
    }
}
