using BenchmarkDotNet.Attributes;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Storage;
using LockFirmware.TestKit.Budget;
using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.Benchmarks;

/// <summary>
/// The start of a lock whose event ring, revocation table and list of holidays are full. Its files are on the PC's disk or in the
/// flash model.
/// </summary>
public class BootBenchmarks
{
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
        EventCount = FullLock.Fill(_disk, Facility.SetupSecret);
        FullLock.Fill(_flash, Facility.SetupSecret);
        TrailSize = EventCount * AuditEvent.Size;
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
}
