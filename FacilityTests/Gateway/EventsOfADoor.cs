using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>A month of events at a door, written in the same way as by the lock.</summary>
internal static class EventsOfADoor
{
    private const uint MonthSeconds = 30 * LockTime.SecondsPerDay;

    /// <summary>The time of an event.</summary>
    /// <param name="from">The time of the first one.</param>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="count">How many there are in the month.</param>
    public static uint TimeOf(uint from, int index, int count) => from + (uint)(index * (long)MonthSeconds / count);

    /// <summary>Writes events.</summary>
    /// <returns>The oldest event that is left.</returns>
    public static uint Write(IEventStore store, uint from, int count)
    {
        byte[] record = new byte[AuditEvent.Size];
        for (int i = 0; i < count; i++)
        {
            new AuditEvent
            {
                Time = TimeOf(from, i, count),
                Trust = ClockTrust.Set,
                Kind = EventKind.RequestToExit,
                Detail = 1
            }.WriteTo(record, 0);
            if (!store.HasRoom)
                store.DropOldest();
            Assert.IsTrue(store.Append(record));
            store.Compact();
        }
        return store.Oldest;
    }
}
