namespace LockFirmware.DeviceCosts.Run;

/// <summary>
/// The most that stacks and living objects take together. Like the interpreter, it keeps what an argument or a variable of a method on the
/// stack refers to: the firmware is compiled so that the runtime of the PC does the same. The collector runs only where a new maximum is
/// possible.
/// </summary>
internal sealed class LivePeak
{
    private readonly long _known;
    private readonly List<(WeakReference Item, int Bytes)> _items = [];
    private long _bytes;

    /// <summary>Begins.</summary>
    /// <param name="known">A number of bytes that the most is above. It saves the collections below; 0 knows nothing.</param>
    internal LivePeak(long known = 0) => Bytes = _known = Math.Max(known, 0);

    /// <summary>The most so far: frames, and the objects allocated since this was made.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Whether <see cref="Bytes"/> was measured: it is above what was known.</summary>
    internal bool IsMeasured => Bytes > _known;

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
    }
}
