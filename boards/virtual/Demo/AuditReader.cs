using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using LockFirmware.KeyIssuing.Visits;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Phone;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>One event of a trail with its sequence number.</summary>
internal sealed record TrailEvent(uint Sequence, AuditEvent Event);

/// <summary>The audit trail of a lock, pulled and checked as a gateway does.</summary>
/// <param name="Site">The lock.</param>
/// <param name="Events">Its events, oldest first.</param>
/// <param name="Head">The newest sequence number that the lock reported.</param>
/// <param name="BatchCount">The number of sealed batches.</param>
/// <param name="Differences">What is wrong with the trail; empty if nothing is.</param>
internal sealed record PulledTrail(LockSite Site, IReadOnlyList<TrailEvent> Events, uint Head, int BatchCount,
    IReadOnlyList<string> Differences);

/// <summary>Pulls the trail of a lock over its radio, opens and checks it, as a gateway does (docs/protocol.md, 7).</summary>
internal static class AuditReader
{
    /// <summary>Reads everything up to the head.</summary>
    /// <param name="facility">Issues the key for it.</param>
    /// <param name="site">The lock.</param>
    /// <param name="provisioned">When the lock was provisioned, seconds since 2020-01-01T00:00:00Z.</param>
    public static PulledTrail Read(FacilityFile facility, LockSite site, uint provisioned)
    {
        List<TrailEvent> events = [];
        List<string> differences = [];
        uint head = uint.MaxValue;
        int batches = 0;
        VirtualPhone? phone = VirtualPhone.Connect(site.Board.Air);
        if (phone == null)
            differences.Add($"{site.Entry.Name}: the lock cannot be reached, its trail is unread.");
        PhoneKey key = Issuer.ServiceKey(facility, site.Entry, provisioned);
        EventTrail trail = new(site.Entry.Generation);
        EventPull pull = new(1, skipsStored: false);
        while (phone != null && differences.Count == 0 && !pull.IsDone)
        {
            PhoneAnswer? answer = phone.Ask(Command.ReadEvents, key, pull.Body());
            BatchIntake? intake = answer is { Status: Status.Ok, IsProven: true }
                ? trail.Take(answer.Body, site.Secrets, isFresh: true)
                : null;
            if (FaultOf(answer, intake, pull.From) is { } fault)
            {
                differences.Add($"{site.Entry.Name}: {fault}.");
                break;
            }
            head = intake!.Batch!.Head;
            batches++;
            Take(intake.Batch, site, events, differences);
            pull.Took(intake);
        }
        phone?.Leave();
        return new PulledTrail(site, events, head, batches, differences);
    }

    /// <summary>What is wrong with the answer to ReadEvents; null when nothing is.</summary>
    private static string? FaultOf(PhoneAnswer? answer, BatchIntake? intake, uint from)
    {
        if (intake == null)
            return $"ReadEvents from {from} was answered {answer?.Status.ToString() ?? "with nothing"}";
        if (intake.Batch is not { } batch || intake.IsAlert)
            return $"the batch from {from} is {intake.Status}";
        if (batch.First != from)
            return $"events {from} to {batch.First - 1} are missing";
        return batch.Count == 0 && batch.Head >= from ? $"the lock has {batch.Head} events and gives none from {from}" : null;
    }

    private static void Take(SealedBatch batch, LockSite site, List<TrailEvent> events, List<string> differences)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            AuditEvent audit = new();
            uint sequence = batch.First + (uint)i;
            if (!audit.TryRead(batch.Events, i * AuditEvent.Size))
                differences.Add($"{site.Entry.Name}: event {sequence} is corrupt: its check value is wrong.");
            events.Add(new TrailEvent(sequence, audit));
        }
    }
}
