using System.Collections;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>A run of consecutive event numbers.</summary>
/// <param name="First">The first number, from 1.</param>
/// <param name="Last">The last number, not below <paramref name="First"/>.</param>
public readonly record struct EventRange(uint First, uint Last)
{
    /// <summary>How many numbers the range has.</summary>
    public uint Count => Last - First + 1;

    /// <summary>Whether a number is in the range.</summary>
    internal bool Contains(uint sequence) => First <= sequence && sequence <= Last;
}

/// <summary>
/// A set of event numbers as at most <see cref="CountMax"/> ranges, in ascending order; there is at least one number between two
/// ranges. Bytes: rangeCount u8 | ranges (first u32 | last u32 each).
/// </summary>
public sealed class EventRanges : IReadOnlyList<EventRange>
{
    /// <summary>The largest number of ranges.</summary>
    public const int CountMax = 32;

    private readonly List<EventRange> _ranges = [];

    /// <summary>How many ranges there are, 0 to <see cref="CountMax"/>.</summary>
    public int Count => _ranges.Count;

    /// <summary>A range, by its place in ascending order.</summary>
    public EventRange this[int index] => _ranges[index];

    /// <summary>Whether a number is in the set.</summary>
    public bool Contains(uint sequence) => LastOf(sequence) != 0;

    /// <inheritdoc/>
    public IEnumerator<EventRange> GetEnumerator() => _ranges.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The last number of the range that has a number; 0 when no range has it.</summary>
    internal uint LastOf(uint sequence) => _ranges.Find(range => range.Contains(sequence)).Last;

    /// <summary>The first number of the first range that starts above a number; 0 when none does.</summary>
    internal uint FirstAbove(uint sequence) => _ranges.Find(range => range.First > sequence).First;

    /// <summary>Adds numbers.</summary>
    /// <returns>False when this needs one range more than <see cref="CountMax"/>; nothing is then added.</returns>
    internal bool Add(uint first, uint last)
    {
        int from = _ranges.FindIndex(range => range.Last >= first - 1);
        if (from < 0)
            from = Count;
        int count = _ranges.Skip(from).TakeWhile(range => range.First - 1 <= last).Count();
        if (count == 0 && Count == CountMax)
            return false;
        if (count > 0)
        {
            first = Math.Min(first, _ranges[from].First);
            last = Math.Max(last, _ranges[from + count - 1].Last);
        }
        _ranges.RemoveRange(from, count);
        _ranges.Insert(from, new EventRange(first, last));
        return true;
    }

    /// <summary>Removes numbers.</summary>
    /// <returns>False when this needs one range more than <see cref="CountMax"/>; nothing is then removed.</returns>
    internal bool Remove(uint first, uint last)
    {
        List<EventRange> rest = [];
        foreach (EventRange range in _ranges)
        {
            bool isApart = range.Last < first || range.First > last;
            if (isApart || range.First < first)
                rest.Add(isApart ? range : range with { Last = first - 1 });
            if (!isApart && range.Last > last)
                rest.Add(range with { First = last + 1 });
        }
        if (rest.Count > CountMax)
            return false;
        _ranges.Clear();
        _ranges.AddRange(rest);
        return true;
    }

    /// <summary>Removes the range with the lowest numbers.</summary>
    internal void RemoveLowest() => _ranges.RemoveAt(0);

    /// <summary>Writes the set.</summary>
    internal void WriteTo(FieldWriter target)
    {
        target.U8(Count);
        foreach (EventRange range in _ranges)
        {
            target.U32(range.First);
            target.U32(range.Last);
        }
    }

    /// <summary>Reads the set.</summary>
    /// <param name="source">Is at the set's first byte.</param>
    /// <param name="above">Every number must be above this one.</param>
    /// <param name="last">No number may be above this one.</param>
    /// <returns>False when the ranges are not in ascending order, have no number between them, or are out of bounds.</returns>
    internal bool TryRead(FieldReader source, uint above, uint last)
    {
        _ranges.Clear();
        int count = source.ReadU8();
        if (count > CountMax)
            return false;
        for (int i = 0; i < count; i++)
        {
            EventRange range = new(source.ReadU32(), source.ReadU32());
            bool touches = i > 0 && range.First - 1 <= _ranges[i - 1].Last;
            if (source.IsShort || range.First <= above || touches || range.Last < range.First || range.Last > last)
                return false;
            _ranges.Add(range);
        }
        return !source.IsShort;
    }
}
