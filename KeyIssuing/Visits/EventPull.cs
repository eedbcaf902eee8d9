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

    /// <summary>Whether the lock has no more events to read.</summary>
    public bool IsDone { get; private set; }

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
        From = skipsStored ? intake.NextFrom : batch.First + batch.Count;
        IsDone = batch.Count == 0 || From > batch.Head;
    }
}
