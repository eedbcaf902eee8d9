
namespace LockFirmware.LockController.Ports;

/// <summary>Where a lock keeps what must outlive a reboot. Used by the lock's thread only.</summary>
public interface IRecordStore
{
    /// <summary>Reads a record.</summary>
    /// <returns>Its payload, an array of its own; null when it was never written or is damaged.</returns>
    byte[]? Read(RecordId id);

    /// <summary>Whether a later firmware has left something here that this one does not know. Then nothing may be written.</summary>
    bool IsTooNew { get; }

    /// <summary>Replaces records, all of them or none.</summary>
    /// <param name="records">
    /// Indexed by <see cref="RecordId"/>, <see cref="RecordIds.Count"/> long; null leaves a record as it is. The arrays are
    /// the store's from then on: they hold secrets, and it wipes them.
    /// </param>
    /// <returns>False when nothing was replaced.</returns>
    bool Replace(byte[]?[] records);
}
