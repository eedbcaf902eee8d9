using LockFirmware.LockController.Ports;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>An audit trail that raises an event for each record that the firmware writes.</summary>
public sealed class ObservedEvents(IEventStore store) : IEventStore
{
    /// <summary>A record was appended. Arguments: its sequence number and a copy of its bytes. Raised on the lock's thread.</summary>
    public event Action<uint, byte[]>? Appended;

    /// <inheritdoc/>
    public bool IsTooNew => store.IsTooNew;

    /// <inheritdoc/>
    public bool HasRoom => store.HasRoom;

    /// <inheritdoc/>
    public uint Oldest => store.Oldest;

    /// <inheritdoc/>
    public uint Head => store.Head;

    /// <inheritdoc/>
    public bool Append(byte[] record)
    {
        if (!store.Append(record))
            return false;
        Appended?.Invoke(store.Head, (byte[])record.Clone());
        return true;
    }

    /// <inheritdoc/>
    public int Read(uint first, byte[] target, int offset, int countMax) => store.Read(first, target, offset, countMax);

    /// <inheritdoc/>
    public int DropOldest() => store.DropOldest();

    /// <inheritdoc/>
    public void Compact() => store.Compact();
}
