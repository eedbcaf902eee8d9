namespace LockFirmware.LockController.Ports;

/// <summary>Stores the audit trail: records of 16 bytes, numbered from 1 without gaps. Only the lock's thread uses it.</summary>
public interface IEventStore
{
    /// <summary>Whether the store holds data of a later firmware that this one cannot read. Nothing may be written then.</summary>
    bool IsTooNew { get; }

    /// <summary>Whether another record fits. If not, <see cref="DropOldest"/> must make room first.</summary>
    bool HasRoom { get; }

    /// <summary>
    /// Sequence number of the oldest record; <see cref="Head"/> + 1 when there is none; 1 while there may be records that cannot be read.
    /// </summary>
    uint Oldest { get; }

    /// <summary>Sequence number of the newest record; 0 before the first.</summary>
    uint Head { get; }

    /// <summary>Adds a record; <see cref="HasRoom"/> must be true.</summary>
    /// <param name="record">16 bytes.</param>
    /// <returns>False when it was not written.</returns>
    bool Append(byte[] record);

    /// <summary>Copies records.</summary>
    /// <param name="first">Sequence number of the first, from <see cref="Oldest"/>.</param>
    /// <param name="target">Receives 16 bytes for each record.</param>
    /// <param name="offset">Where the first record goes.</param>
    /// <param name="countMax">The highest number of records.</param>
    /// <returns>The number of records copied; fewer where one cannot be read now.</returns>
    int Read(uint first, byte[] target, int offset, int countMax);

    /// <summary>Deletes the oldest records, as many as the store can free at once.</summary>
    /// <returns>The number of records deleted; 0 when none could be.</returns>
    int DropOldest();

    /// <summary>Moves appended records to their final place. It is slow, so <see cref="Append"/> leaves it for later.</summary>
    void Compact();
}
