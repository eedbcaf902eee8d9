using System;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Events;

/// <summary>A ring of records in working memory: it outlives the lock object, not the power of the board.</summary>
public sealed class EventMemory : IEventStore
{
    private readonly byte[] _ring;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="capacity">Records, at least 64.</param>
    public EventMemory(int capacity)
    {
        Capacity = capacity;
        _ring = new byte[capacity * AuditEvent.Size];
        Oldest = 1;
    }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public uint Oldest { get; private set; }

    /// <inheritdoc/>
    public uint Head { get; private set; }

    /// <inheritdoc/>
    public bool Append(byte[] record)
    {
        if (Head - Oldest + 1 >= (uint)Capacity)
            return false;
        Head++;
        Array.Copy(record, 0, _ring, At(Head), AuditEvent.Size);
        return true;
    }

    /// <inheritdoc/>
    public int Read(uint first, byte[] target, int offset, int countMax)
    {
        int count = 0;
        for (uint sequence = first; count < countMax && sequence >= Oldest && sequence <= Head; sequence++)
        {
            Array.Copy(_ring, At(sequence), target, offset + (count * AuditEvent.Size), AuditEvent.Size);
            count++;
        }
        return count;
    }

    /// <inheritdoc/>
    public void DropOldest(int count) => Oldest += (uint)count;

    private int At(uint sequence) => (int)(sequence % (uint)Capacity) * AuditEvent.Size;
}
