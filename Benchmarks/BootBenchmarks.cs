using BenchmarkDotNet.Attributes;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Storage;
using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.Benchmarks;

/// <summary>The start of a lock that has everything full: events, revocations, holidays. Its files are on the PC's disk, or in the flash model.</summary>
public class BootBenchmarks
{
    private const int HolidayCount = AccessCalendar.HolidayCountMax;

    private readonly BenchBoard _board = new();
    private readonly DiskFiles _disk = new();
    private readonly LittleFlash _flash = new();

    internal DiskFiles Disk => _disk;

    /// <summary>Events that the lock has when it starts.</summary>
    internal uint EventCount { get; private set; }

    /// <summary>Bytes of these events.</summary>
    internal long TrailSize { get; private set; }

    [GlobalSetup]
    public void Fill()
    {
        Fill(_disk);
        Fill(_flash);
    }

    [GlobalCleanup]
    public void CleanUp() => _disk.Dispose();

    [Benchmark(Description = "Boot, files on the PC's disk")]
    public LockEngine BootFromDisk() => Boot(_disk);

    [Benchmark(Description = "Boot, files in the flash model")]
    public LockEngine BootFromModel()
    {
        _flash.Remount();
        return Boot(_flash);
    }

    private LockEngine Boot(IFileStore files) =>
        new(new LockParts(new SlottedRecords(files), new EventRing(files), _board, _board, _board, Facility.SetupSecret), 0);

    private void Fill(IFileStore files)
    {
        LockMemory memory = new(new SlottedRecords(files), Facility.SetupSecret);
        memory.Identity.Take(1, 2, 3, new byte[Hmac.HashSize]);
        memory.State.HighestGeneration = 3;
        LockConfiguration configuration = new();
        configuration.Calendar.TryReadHolidays(new byte[HolidayCount * AccessCalendar.HolidaySize], 0, HolidayCount);
        memory.Configure(configuration);
        for (uint key = 1; key <= RevocationTable.CountMax; key++)
            memory.Revocations.Add(NoticeItemKind.RevokeKey, key, 0, key, uint.MaxValue, 0);
        EventRing ring = new(files);
        byte[] record = new byte[AuditEvent.Size];
        while (ring.HasRoom)
        {
            new AuditEvent { Kind = EventKind.AccessGranted, Detail = ring.Head }.WriteTo(record, 0);
            ring.Append(record);
            ring.Settle();
        }
        memory.State.Synced = ring.Head;
        if (!memory.SaveAll())
            throw new InvalidOperationException("The memory could not be written.");
        EventCount = ring.Head - ring.Oldest + 1;
        TrailSize = EventCount * AuditEvent.Size;
    }
}
