using System.Reflection;
using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Libraries;
using LockFirmware.DeviceCosts.Libraries.Bluetooth;
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

    /// <summary>Tables of the firmware's two assemblies, static fields included.</summary>
    public int OwnTables { get; private init; }

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
    public int Extra { get; private set; }

    /// <summary>Everything.</summary>
    public int Total => LibraryTables + OwnTables + Threads + Frames + Libraries.Bytes + Own.Bytes + Extra;

    /// <summary>What is free of the heap of an ESP32-C3; below zero it does not fit.</summary>
    public int Free => HeapConstants.HeapBytes - Total;

    /// <summary>Objects by the name of their class, with their arrays and strings.</summary>
    public IReadOnlyDictionary<string, HeapShare> Types => _types;

    /// <summary>Objects by what they are, each for itself: "RadioEvent", "Byte[512]", "Object[4]".</summary>
    public IReadOnlyDictionary<string, HeapShare> Objects { get; private init; } = new Dictionary<string, HeapShare>();

    /// <summary>The objects of some classes.</summary>
    public HeapShare Of(params string[] names) =>
        names.Aggregate(default(HeapShare), (sum, name) => sum + _types.GetValueOrDefault(name));

    /// <summary>The same with what something needs on top.</summary>
    internal HeapCount With(int extra)
    {
        HeapCount copy = (HeapCount)MemberwiseClone();
        copy.Extra = extra;
        return copy;
    }

    /// <summary>Counts what a device holds now.</summary>
    /// <param name="device">The device.</param>
    /// <param name="image">Its firmware.</param>
    /// <param name="layout">How objects are stored; that of the device if left out.</param>
    public static HeapCount Take(DeviceLock device, FirmwareImage image, HeapLayout? layout = null)
    {
        HeapWalk walk = new(layout ?? HeapLayout.Device);
        HeapRoots.WalkAll(walk, device.Firmware);
        // One thread may be of the Bluetooth library. Each thread waits in a native method, whose frame is the least that there is. One
        // more runs handlers while a central is connected; it has no frames between them.
        IReadOnlyList<DeviceThread> own = DeviceKernel.Current.Threads;
        int scans = BluetoothEventListener.HasScanThread ? 1 : 0;
        int threads = own.Count + scans;
        int waits = own.Count(thread => thread.WaitsFor != null) + scans;
        HeapCount count = new()
        {
            LibraryTables = HeapConstants.LibraryTables,
            OwnTables = HeapConstants.Tables(image.Tables, image.StaticFields),
            ThreadCount = threads,
            Threads = ((threads + (DeviceKernel.Current.IsConnected ? 1 : 0)) * HeapConstants.Thread) + (waits * HeapConstants.Wait),
            Frames = (int)Meter.FrameBytes + (scans * HeapConstants.WatcherFrame) + (threads * HeapLayout.Frame(0, 0)),
            Objects = walk.Objects,
        };
        Assembly[] firmware = [.. device.Firmware];
        foreach ((Type type, HeapShare share) in walk.Shares)
        {
            count._types[type.Name] = count._types.GetValueOrDefault(type.Name) + share;
            if (firmware.Contains(type.Assembly))
                count.Own += share;
            else
                count.Libraries += share;
        }
        return count;
    }
}
