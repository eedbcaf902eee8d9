using LockFirmware.LockController.Events;
using LockFirmware.LockController.Storage;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>What a board keeps without power: the firmware's records and audit trail.</summary>
public sealed class VirtualFlash
{
    /// <summary>How many events the trail holds.</summary>
    public const int EventCount = 10_080;

    /// <summary>The lock's records.</summary>
    public IRecordStore Records { get; init; } = new RecordMemory();

    /// <summary>The audit trail.</summary>
    public IEventStore Events { get; init; } = new EventMemory(EventCount);
}
