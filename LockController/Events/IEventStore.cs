namespace LockFirmware.LockController.Events;

/// <summary>Where the audit trail is kept: records of 16 bytes, numbered from 1 without gaps. Used by the lock's thread only.</summary>
public interface IEventStore
{
    /// <summary>How many records fit.</summary>
    int Capacity { get; }

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

    /// <summary>Gives up the oldest records.</summary>
    /// <param name="count">At least 1, at most what there is.</param>
    void DropOldest(int count);
}
