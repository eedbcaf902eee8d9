using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>What a board keeps without power: the firmware's own files, on a model of the chip's internal storage.</summary>
public sealed class VirtualFlash
{
    /// <summary>Power has never come.</summary>
    public VirtualFlash()
    {
        Records = new SlottedRecords(Files);
        Events = new EventRing(Files);
    }

    /// <summary>
    /// A record was appended to the audit trail: its sequence number and a copy of its bytes. Called on the lock's thread.
    /// </summary>
    public event Action<uint, byte[]>? EventAppended;

    /// <summary>The files.</summary>
    public LittleFlash Files { get; } = new();

    /// <summary>The lock's records, as read at the last boot.</summary>
    public IRecordStore Records { get; private set; }

    /// <summary>The audit trail, as read at the last boot.</summary>
    public IEventStore Events { get; private set; }

    /// <summary>A board boots: everything is read from the files again.</summary>
    internal void Mount()
    {
        Files.Remount();
        Records = new SlottedRecords(Files);
        ObservedEvents events = new(new EventRing(Files));
        events.Appended += (sequence, record) => EventAppended?.Invoke(sequence, record);
        Events = events;
    }
}
