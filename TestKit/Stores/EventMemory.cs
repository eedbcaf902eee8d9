using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;

namespace LockFirmware.TestKit.Stores;

/// <summary>
/// Keeps the ring of event records in memory. It survives a restart of the lock object, but not a power cut of the board.
/// </summary>
public sealed class EventMemory : IEventStore
{
    private const int DropCount = 64;

    private readonly byte[] _ring;
    private readonly int _capacity;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="capacity">How many records it holds, at least 64.</param>
    public EventMemory(int capacity)
    {
        _capacity = capacity;
        _ring = new byte[capacity * AuditEvent.Size];
        Oldest = 1;
    }

    /// <inheritdoc/>
    public bool IsTooNew => false;

    /// <inheritdoc/>
    public bool HasRoom => Head - Oldest + 1 < (uint)_capacity;

    /// <inheritdoc/>
    public uint Oldest { get; private set; }

    /// <inheritdoc/>
    public uint Head { get; private set; }

    /// <inheritdoc/>
    public bool Append(byte[] record)
    {
        if (!HasRoom)
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
    public int DropOldest()
    {
        Oldest += DropCount;
        return DropCount;
    }

    /// <inheritdoc/>
    public void Compact()
    {
    }

    private int At(uint sequence) => (int)(sequence % (uint)_capacity) * AuditEvent.Size;
}
