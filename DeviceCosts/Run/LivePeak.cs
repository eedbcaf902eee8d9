namespace LockFirmware.DeviceCosts.Run;

/// <summary>
/// The most that stacks and living objects take together. Like the interpreter, it keeps what an argument or a variable of a method on the
/// stack refers to: the firmware is compiled so that the runtime of the PC does the same. The collector runs only where a new maximum is
/// possible.
/// </summary>
internal sealed class LivePeak
{
    private readonly List<(WeakReference Item, int Bytes)> _items = [];
    private long _bytes;

    /// <summary>The most so far: frames, and the objects allocated since this was made.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The frames at that moment.</summary>
    internal long FramesThen { get; private set; }

    /// <summary>An object was allocated.</summary>
    internal void Add(object made, int bytes)
    {
        _items.Add((new WeakReference(made), bytes));
        _bytes += bytes;
    }

    /// <summary>Looks whether this is the worst moment.</summary>
    internal void Look(long frames)
    {
        if (frames + _bytes <= Bytes)
            return;
        GC.Collect();
        _items.RemoveAll(one => !one.Item.IsAlive);
        _bytes = _items.Sum(one => (long)one.Bytes);
        if (frames + _bytes <= Bytes)
            return;
        Bytes = frames + _bytes;
        FramesThen = frames;
    }
}
