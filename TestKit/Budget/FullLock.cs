using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;

namespace LockFirmware.TestKit.Budget;

/// <summary>The files of a lock whose event ring, revocation table and list of holidays are full.</summary>
public static class FullLock
{
    /// <summary>Writes the files.</summary>
    /// <param name="files">Where they are written.</param>
    /// <param name="setupSecret">The setup secret of the hardware, 32 bytes.</param>
    /// <returns>The number of events in the ring.</returns>
    /// <exception cref="InvalidOperationException">A file could not be written.</exception>
    public static uint Fill(IFileStore files, byte[] setupSecret)
    {
        LockMemory memory = new(new SlottedRecords(files), setupSecret);
        memory.Identity.Take(1, 2, 3, new byte[Hmac.HashSize]);
        memory.State.HighestGeneration = 3;
        return FillUp(files, memory);
    }

    /// <summary>Fills the files of a lock that has an identity.</summary>
    /// <param name="files">Where they are.</param>
    /// <param name="setupSecret">The setup secret of the hardware, 32 bytes.</param>
    /// <returns>The number of events in the ring.</returns>
    /// <exception cref="InvalidOperationException">A file could not be written.</exception>
    public static uint FillUp(IFileStore files, byte[] setupSecret) =>
        FillUp(files, new LockMemory(new SlottedRecords(files), setupSecret));

    private static uint FillUp(IFileStore files, LockMemory memory)
    {
        const int holidays = AccessCalendar.HolidayCountMax;
        LockConfiguration configuration = new();
        configuration.Calendar.TryReadHolidays(new byte[holidays * AccessCalendar.HolidaySize], 0, holidays);
        memory.Configure(configuration);
        for (uint key = 1; key <= RevocationTable.CountMax; key++)
            memory.Revocations.Add(NoticeItemKind.RevokeKey, key, 0, key, uint.MaxValue, 0);
        EventRing ring = new(files);
        byte[] record = new byte[AuditEvent.Size];
        while (ring.HasRoom)
        {
            new AuditEvent { Kind = EventKind.AccessGranted, Detail = ring.Head }.WriteTo(record, 0);
            ring.Append(record);
            ring.Compact();
        }
        memory.State.Synced = ring.Head;
        if (!memory.SaveAll())
            throw new InvalidOperationException("The memory could not be written.");
        return ring.Head - ring.Oldest + 1;
    }
}
