using LockFirmware.DeviceCosts.Build;
using LockFirmware.DeviceCosts.Heap;

namespace LockFirmware.DeviceCosts.Run;

/// <summary>
/// What the firmware's instrumented code calls (<see cref="Build.Instrumenter"/>): it counts instructions, calls and allocations, and
/// keeps the stacks of the threads.
/// </summary>
public static class Meter
{
    private static long[] _blocks = [];
    private static long[] _entered = [];
    private static long[] _inclusive = [];
    private static int[] _frameBytes = [];
    private static int[] _instructions = [];

    /// <summary>Objects allocated since the start of the count.</summary>
    internal static long AllocatedObjects { get; private set; }

    /// <summary>Bytes that they take on the device.</summary>
    internal static long AllocatedBytes { get; private set; }

    /// <summary>HMACs computed since the start of the count.</summary>
    internal static long Hmacs { get; set; }

    /// <summary>Bytes of all stacks, now.</summary>
    internal static long FrameBytes { get; private set; }

    /// <summary>Follows what lives; null where nobody asks.</summary>
    internal static LivePeak? Living { get; set; }

    /// <summary>The most that the stacks have taken since the start of the count.</summary>
    internal static long PeakFrameBytes { get; private set; }

    /// <summary>Instructions executed since the start of the count.</summary>
    internal static long Instructions { get; private set; }

    /// <summary>Instructions of each method together with those of the methods that it calls.</summary>
    internal static ReadOnlySpan<long> Inclusive => _inclusive;

    /// <summary>How often each block of instructions was executed.</summary>
    internal static ReadOnlySpan<long> Blocks => _blocks;

    /// <summary>How often each method was entered.</summary>
    internal static ReadOnlySpan<long> Entered => _entered;

    /// <summary>A block of instructions begins.</summary>
    /// <param name="block">Its number.</param>
    public static void Count(int block)
    {
        _blocks[block]++;
        Instructions += _instructions[block];
    }

    /// <summary>A method begins.</summary>
    /// <param name="self">The object whose method it is; null for a static method.</param>
    /// <param name="method">Its number.</param>
    public static void Enter(object? self, int method)
    {
        _entered[method]++;
        DeviceKernel.Current.Running.Stack.Add(new DeviceThread.Call(method, self, Instructions));
        FrameBytes += _frameBytes[method];
        PeakFrameBytes = Math.Max(PeakFrameBytes, FrameBytes);
        Living?.Look(FrameBytes);
    }

    /// <summary>A method returns. An exception ends methods without this; their caller's return finds them.</summary>
    /// <param name="method">Its number.</param>
    public static void Leave(int method)
    {
        List<DeviceThread.Call> stack = DeviceKernel.Current.Running.Stack;
        while (stack.Count > 0)
        {
            DeviceThread.Call last = stack[^1];
            stack.RemoveAt(stack.Count - 1);
            FrameBytes -= _frameBytes[last.Method];
            _inclusive[last.Method] += Instructions - Math.Max(last.Begun, 0);
            if (last.Method == method)
                return;
        }
    }

    /// <summary>An object was allocated.</summary>
    /// <param name="made">The object.</param>
    public static void Allocated(object? made)
    {
        if (made == null)
            return;
        AllocatedObjects++;
        int bytes = HeapLayout.Device.Size(made);
        AllocatedBytes += bytes;
        Living?.Add(made, bytes);
        Living?.Look(FrameBytes);
    }

    /// <summary>An object was allocated by a library.</summary>
    /// <returns>The object.</returns>
    internal static T Note<T>(T made) where T : class
    {
        Allocated(made);
        return made;
    }

    /// <summary>A library calls methods of its own for a moment.</summary>
    internal static void Deep(int frameBytes)
    {
        FrameBytes += frameBytes;
        PeakFrameBytes = Math.Max(PeakFrameBytes, FrameBytes);
        Living?.Look(FrameBytes);
        FrameBytes -= frameBytes;
    }

    /// <summary>Makes room for the counters of a firmware and forgets its stacks.</summary>
    internal static void Prepare(FirmwareImage image)
    {
        _blocks = new long[image.Blocks.Count];
        _instructions = [.. image.Blocks.Select(block => block.Instructions)];
        _entered = new long[image.Methods.Count];
        _inclusive = new long[image.Methods.Count];
        _frameBytes = [.. image.Methods.Select(method => method.FrameBytes)];
        FrameBytes = 0;
        StartCount();
    }

    /// <summary>Starts the count at zero.</summary>
    internal static void StartCount()
    {
        Array.Clear(_blocks);
        Array.Clear(_entered);
        Array.Clear(_inclusive);
        Instructions = 0;
        AllocatedObjects = 0;
        AllocatedBytes = 0;
        Hmacs = 0;
        PeakFrameBytes = FrameBytes;
    }
}
