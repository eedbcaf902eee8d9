using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Phone;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>One event of a trail with its sequence number.</summary>
internal sealed record TrailEvent(uint Sequence, AuditEvent Event);

/// <summary>The audit trail of a lock, as the gateway has pulled and checked it.</summary>
/// <param name="Site">The lock.</param>
/// <param name="Events">Its events, oldest first.</param>
/// <param name="Head">The newest sequence number that the lock told of.</param>
/// <param name="BatchCount">How many sealed batches it took.</param>
/// <param name="Differences">What is wrong with it; empty when nothing is.</param>
internal sealed record LockTrail(LockSite Site, IReadOnlyList<TrailEvent> Events, uint Head, int BatchCount, IReadOnlyList<string> Differences);

/// <summary>Pulls the trail of a lock over its radio, opens it and checks it, as the gateway would (docs/protocol.md, 7).</summary>
internal static class AuditReader
{
    private const int FromSize = 4;

    /// <summary>Reads everything up to the head.</summary>
    /// <param name="facility">Issues the key for it.</param>
    /// <param name="site">The lock.</param>
    /// <param name="provisioned">When the lock was provisioned, seconds since 2020-01-01T00:00:00Z.</param>
    public static LockTrail Read(FacilityFile facility, LockSite site, uint provisioned)
    {
        List<TrailEvent> events = [];
        List<string> differences = [];
        uint head = uint.MaxValue;
        int batches = 0;
        VirtualPhone? phone = VirtualPhone.Connect(site.Board.Air);
        if (phone == null)
            differences.Add($"{site.Entry.Name}: the lock cannot be reached, its trail is unread.");
        PhoneKey key = Issuer.ServiceKey(facility, site.Entry, provisioned);
        while (phone != null && differences.Count == 0 && events.Count < head)
        {
            SealedBatch? batch = Pull(phone, site, key, (uint)events.Count + 1, differences);
            if (batch == null)
                break;
            head = batch.Head;
            batches++;
            Take(batch, site, events, differences);
        }
        phone?.Leave();
        return new LockTrail(site, events, head, batches, differences);
    }

    private static SealedBatch? Pull(VirtualPhone phone, LockSite site, PhoneKey key, uint from, List<string> differences)
    {
        byte[] body = new byte[FromSize];
        Bytes.WriteU32(body, 0, from);
        PhoneAnswer? answer = phone.Ask(Command.ReadEvents, key, body);
        SealedBatch batch = new();
        string? fault = null;
        if (answer is not { Status: Status.Ok, IsProven: true })
            fault = $"ReadEvents from {from} was answered {answer?.Status.ToString() ?? "with nothing"}";
        else if (!batch.TryOpen(site.Secrets, answer.Body))
            fault = $"the batch from {from} is not sealed by this lock";
        else if (batch.Generation != site.Entry.Generation)
            fault = $"the batch from {from} is of generation {batch.Generation}";
        else if (batch.First != from)
            fault = $"events {from} to {batch.First - 1} are missing";
        else if (batch.Count == 0 && batch.Head >= from)
            fault = $"the lock tells of {batch.Head} events and gives none from {from}";
        if (fault == null)
            return batch;
        differences.Add($"{site.Entry.Name}: {fault}.");
        return null;
    }

    private static void Take(SealedBatch batch, LockSite site, List<TrailEvent> events, List<string> differences)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            AuditEvent audit = new();
            uint sequence = batch.First + (uint)i;
            if (!audit.TryRead(batch.Events, i * AuditEvent.Size))
                differences.Add($"{site.Entry.Name}: event {sequence} is rotten, its check value does not fit.");
            events.Add(new TrailEvent(sequence, audit));
        }
    }
}
