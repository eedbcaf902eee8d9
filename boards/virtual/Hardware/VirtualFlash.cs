using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>
/// The flash of a board: the firmware's own files on a model of the chip's internal storage. It keeps its content without power.
/// </summary>
public sealed class VirtualFlash
{
    /// <summary>Makes an empty flash.</summary>
    public VirtualFlash()
    {
        Records = new SlottedRecords(Files);
        Events = new EventRing(Files);
    }

    /// <summary>
    /// A record was appended to the audit trail. Arguments: its sequence number and a copy of its bytes. Raised on the lock's thread.
    /// </summary>
    public event Action<uint, byte[]>? EventAppended;

    /// <summary>The files.</summary>
    public LittleFlash Files { get; } = new();

    /// <summary>The lock's records, read at the last boot.</summary>
    public IRecordStore Records { get; private set; }

    /// <summary>The audit trail, read at the last boot.</summary>
    public IEventStore Events { get; private set; }

    /// <summary>Reads everything from the files again, as a board does when it boots.</summary>
    internal void Mount()
    {
        Files.Remount();
        Records = new SlottedRecords(Files);
        ObservedEvents events = new(new EventRing(Files));
        events.Appended += (sequence, record) => EventAppended?.Invoke(sequence, record);
        Events = events;
    }
}
