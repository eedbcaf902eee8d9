using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// A bounded set of sequence numbers as ranges, in order, none touching another. Bytes: rangeCount u8 | ranges
/// (first u32 | last u32 each).
/// </summary>
public sealed class EventRanges
{
    /// <summary>How many ranges it holds.</summary>
    public const int CountMax = 32;

    private const int RangeSize = 8;

    private readonly uint[] _firsts = new uint[CountMax];
    private readonly uint[] _lasts = new uint[CountMax];

    /// <summary>How many ranges there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of this set.</summary>
    public int Size => 1 + (Count * RangeSize);

    /// <summary>The first number of a range.</summary>
    /// <param name="index">0..<see cref="Count"/> - 1.</param>
    public uint First(int index) => _firsts[index];

    /// <summary>The last number of a range.</summary>
    /// <param name="index">0..<see cref="Count"/> - 1.</param>
    public uint Last(int index) => _lasts[index];

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(uint sequence) => LastOf(sequence) != 0;

    /// <summary>The last number of the range that holds a number; 0 when none does.</summary>
    public uint LastOf(uint sequence)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_firsts[i] <= sequence && sequence <= _lasts[i])
                return _lasts[i];
        }
        return 0;
    }

    /// <summary>The first number of the first range that starts behind a number; 0 when none does.</summary>
    public uint FirstBehind(uint sequence)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_firsts[i] > sequence)
                return _firsts[i];
        }
        return 0;
    }

    /// <summary>Adds numbers.</summary>
    /// <param name="first">From 1.</param>
    /// <param name="last">At least <paramref name="first"/>.</param>
    /// <returns>False when another range would be needed and none is left; nothing is then added.</returns>
    public bool Add(uint first, uint last)
    {
        int from = 0;
        while (from < Count && _lasts[from] < first - 1)
            from++;
        int behind = from;
        while (behind < Count && _firsts[behind] - 1 <= last)
        {
            first = first < _firsts[behind] ? first : _firsts[behind];
            last = last > _lasts[behind] ? last : _lasts[behind];
            behind++;
        }
        if (behind == from && Count == CountMax)
            return false;
        MoveTail(behind, from + 1);
        _firsts[from] = first;
        _lasts[from] = last;
        return true;
    }

    /// <summary>Takes numbers out.</summary>
    /// <returns>False when a range would have to be split and none is left; nothing is then taken out.</returns>
    public bool Remove(uint first, uint last)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_lasts[i] < first || _firsts[i] > last)
                continue;
            bool keepsLow = _firsts[i] < first;
            bool keepsHigh = _lasts[i] > last;
            if (keepsLow && keepsHigh)
                return Split(i, first, last);
            if (keepsLow)
                _lasts[i] = first - 1;
            else if (keepsHigh)
                _firsts[i] = last + 1;
            else
                MoveTail(i + 1, i);
        }
        return true;
    }

    /// <summary>Forgets the lowest range.</summary>
    public void RemoveFirst() => MoveTail(1, 0);

    /// <summary>Writes the set and returns the offset behind it.</summary>
    internal int WriteTo(byte[] target, int offset)
    {
        target[offset++] = (byte)Count;
        for (int i = 0; i < Count; i++)
            offset = Bytes.WriteU32(target, Bytes.WriteU32(target, offset, _firsts[i]), _lasts[i]);
        return offset;
    }

    /// <summary>Reads the set.</summary>
    /// <param name="source">Stands at its first byte.</param>
    /// <param name="behind">Every number must be above it.</param>
    /// <param name="last">No number may be above it.</param>
    /// <returns>False when the ranges are not in order, touch, or leave the bounds.</returns>
    internal bool TryRead(FieldReader source, uint behind, uint last)
    {
        int count = source.ReadU8();
        Count = 0;
        if (count > CountMax)
            return false;
        for (int i = 0; i < count; i++)
        {
            _firsts[i] = source.ReadU32();
            _lasts[i] = source.ReadU32();
            bool touches = i > 0 && _firsts[i] - 1 <= _lasts[i - 1];
            if (source.IsShort || _firsts[i] <= behind || touches || _lasts[i] < _firsts[i] || _lasts[i] > last)
                return false;
        }
        Count = count;
        return !source.IsShort;
    }

    private bool Split(int index, uint first, uint last)
    {
        if (Count == CountMax)
            return false;
        MoveTail(index, index + 1);
        _lasts[index] = first - 1;
        _firsts[index + 1] = last + 1;
        return true;
    }

    /// <summary>Moves the ranges from one place on to another; what lay between is gone, or doubled where they move up.</summary>
    private void MoveTail(int from, int to)
    {
        Array.Copy(_firsts, from, _firsts, to, Count - from);
        Array.Copy(_lasts, from, _lasts, to, Count - from);
        Count += to - from;
    }
}
