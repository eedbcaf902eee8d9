
namespace LockFirmware.LockController.Ports;

/// <summary>Stores the records that must survive a reboot. Only the lock's thread uses it.</summary>
public interface IRecordStore
{
    /// <summary>Reads a record.</summary>
    /// <returns>The payload in a new array; null when it was never written or is damaged.</returns>
    byte[]? Read(RecordId id);

    /// <summary>The sequence number of a record as it is stored; it rises by one with each change.</summary>
    /// <returns>0 when it was never written; <see cref="RecordIds.UnreadableSequence"/> when it was and cannot be read.</returns>
    uint Sequence(RecordId id);

    /// <summary>Looks at the stored records anew, because reading may have failed before.</summary>
    void Reopen();

    /// <summary>Whether the store holds data of a later firmware that this one cannot read. Nothing may be written then.</summary>
    bool IsTooNew { get; }

    /// <summary>Replaces records: all of them or none, whenever the power is cut.</summary>
    /// <param name="records">
    /// Indexed by <see cref="RecordId"/>, <see cref="RecordIds.Count"/> long; null leaves a record as it is. The arrays are
    /// the store's from then on: they hold secrets, and it wipes them.
    /// </param>
    /// <returns>False when nothing was replaced.</returns>
    bool Replace(byte[]?[] records);
}
