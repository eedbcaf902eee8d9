using System.Reflection;
using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Heap;

/// <summary>What the heap of the device holds at a moment.</summary>
public sealed class HeapCount
{
    private readonly Dictionary<string, HeapShare> _types = [];

    private HeapCount()
    {
    }

    /// <summary>Tables of the libraries' assemblies.</summary>
    public int LibraryTables { get; private init; }

    /// <summary>Tables of the firmware's two assemblies.</summary>
    public int OwnTables { get; private init; }

    /// <summary>Static fields of the firmware.</summary>
    public int StaticFields { get; private init; }

    /// <summary>Native threads.</summary>
    public int Threads { get; private init; }

    /// <summary>How many there are.</summary>
    public int ThreadCount { get; private init; }

    /// <summary>Stack frames of all threads.</summary>
    public int Frames { get; private init; }

    /// <summary>Objects of the libraries.</summary>
    public HeapShare Libraries { get; private set; }

    /// <summary>Objects of the firmware.</summary>
    public HeapShare Own { get; private set; }

    /// <summary>What an exchange needs on top, at the worst moment.</summary>
    public int Extra { get; private init; }

    /// <summary>Everything.</summary>
    public int Total => LibraryTables + OwnTables + StaticFields + Threads + Frames + Libraries.Bytes + Own.Bytes + Extra;

    /// <summary>What is free of the heap of an ESP32-C3; below zero it does not fit.</summary>
    public int Free => HeapConstants.HeapBytes - Total;

    /// <summary>Objects by the name of their class, with their arrays and strings.</summary>
    public IReadOnlyDictionary<string, HeapShare> Types => _types;

    /// <summary>The objects of some classes.</summary>
    public HeapShare Of(params string[] names) =>
        names.Aggregate(default(HeapShare), (sum, name) => sum + _types.GetValueOrDefault(name));

    /// <summary>Counts what a device holds now.</summary>
    /// <param name="device">The device.</param>
    /// <param name="image">Its firmware.</param>
    /// <param name="extra">What an exchange needs on top.</param>
    /// <param name="layout">How objects are stored; that of the device if left out.</param>
    public static HeapCount Take(DeviceLock device, FirmwareImage image, int extra = 0, HeapLayout? layout = null)
    {
        HeapWalk walk = new(layout ?? HeapLayout.Device);
        HeapRoots.WalkAll(walk, device.Firmware);
        // One thread is of the Bluetooth library, which waits for scans in a method of one frame. Each thread waits in a native method,
        // whose frame is the least that there is.
        int threads = DeviceKernel.Current.Threads.Count + 1;
        HeapCount count = new()
        {
            LibraryTables = HeapConstants.LibraryTables,
            OwnTables = image.Tables.Sum(assembly => assembly.RamBytes),
            StaticFields = image.StaticFields * HeapLayout.BlockBytes,
            ThreadCount = threads,
            Threads = threads * HeapConstants.Thread,
            Frames = (int)Meter.FrameBytes + ((threads + 1) * HeapLayout.Frame(0, 0)),
            Extra = extra,
        };
        Assembly[] own = [.. device.Firmware];
        foreach ((Type type, HeapShare share) in walk.Shares)
        {
            count._types[type.Name] = count._types.GetValueOrDefault(type.Name) + share;
            if (own.Contains(type.Assembly))
                count.Own += share;
            else
                count.Libraries += share;
        }
        return count;
    }
}
