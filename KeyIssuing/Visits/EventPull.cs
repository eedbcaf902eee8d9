using System.Buffers.Binary;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.KeyIssuing.Visits;

/// <summary>
/// The order in which the batches of a lock are read (docs/protocol.md, 7). The caller asks the lock with <see cref="Body"/>, takes the
/// batch into the lock's ledger and calls <see cref="Took"/>, until <see cref="IsDone"/>.
/// </summary>
/// <param name="from">The first event to read.</param>
/// <param name="skipsStored">Whether events that the ledger has need not be read again.</param>
public sealed class EventPull(uint from, bool skipsStored)
{
    /// <summary>The next event to read.</summary>
    public uint From { get; private set; } = from;

    /// <summary>Whether there is nothing more to read: the lock has no more events, or <see cref="IsStuck"/>.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// Whether the last batch ended before the event that was asked for. A lock never sends such a batch by itself; reading on could
    /// last for ever.
    /// </summary>
    public bool IsStuck { get; private set; }

    /// <summary>The body of the next ReadEvents: first event u32.</summary>
    public byte[] Body()
    {
        byte[] body = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(body, From);
        return body;
    }

    /// <summary>Goes on to the events after a batch.</summary>
    /// <param name="intake">The result of taking the batch into the ledger; its batch was opened.</param>
    public void Took(BatchIntake intake)
    {
        if (intake.Batch is not { } batch)
            throw new ArgumentException("The batch was not opened.", nameof(intake));
        uint next = skipsStored ? intake.NextFrom : batch.First + batch.Count;
        IsStuck = batch.Count > 0 && next <= From;
        IsDone = batch.Count == 0 || IsStuck || next > batch.Head;
        From = Math.Max(From, next);
    }
}
