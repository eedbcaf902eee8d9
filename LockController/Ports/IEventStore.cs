namespace LockFirmware.LockController.Ports;

/// <summary>Where the audit trail is kept: records of 16 bytes, numbered from 1 without gaps. Used by the lock's thread only.</summary>
public interface IEventStore
{
    /// <summary>Whether a later firmware has left something here that this one does not know. Then nothing may be written.</summary>
    bool IsTooNew { get; }

    /// <summary>Whether another record fits; otherwise the oldest must go first.</summary>
    bool HasRoom { get; }

    /// <summary>Sequence number of the oldest record; <see cref="Head"/> + 1 when there is none.</summary>
    uint Oldest { get; }

    /// <summary>Sequence number of the newest record; 0 before the first.</summary>
    uint Head { get; }

    /// <summary>Adds a record; there must be room.</summary>
    /// <param name="record">16 bytes.</param>
    /// <returns>False when it was not written.</returns>
    bool Append(byte[] record);

    /// <summary>Copies records.</summary>
    /// <param name="first">Sequence number of the first, from <see cref="Oldest"/>.</param>
    /// <param name="target">Receives 16 bytes each.</param>
    /// <param name="offset">Where the first one goes.</param>
    /// <param name="countMax">At most so many.</param>
    /// <returns>How many were copied.</returns>
    int Read(uint first, byte[] target, int offset, int countMax);

    /// <summary>Gives up some of the oldest records, as many as the store can free at once.</summary>
    /// <returns>How many; 0 when none could be freed.</returns>
    int DropOldest();

    /// <summary>Does the slower part of the work that <see cref="Append"/> left, when there is time.</summary>
    void Compact();
}
