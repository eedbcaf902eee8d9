using System;

namespace LockFirmware.KeyCrypto;

/// <summary>
/// The hours at which a key admits, read in place from the bytes of a grant or share (docs/protocol.md, 3.1).
/// Layout of an entry, 5 bytes: days u8 | start u16 | end u16, little-endian; 1..8 entries.
/// </summary>
/// <remarks>
/// Nothing is copied, so the bytes must not change while this object is in use. A window lasts <c>[start, end)</c> on each of its days;
/// where <c>end &lt;= start</c> it ends on the next day.
/// </remarks>
public sealed class AccessWindows
{
    /// <summary>The most windows a set can have.</summary>
    public const int CountMax = 8;

    /// <summary>Bytes of one window.</summary>
    public const int EntrySize = 5;

    /// <summary>The bit of <see cref="Days"/> that stands for the facility's holidays; bit 0 Monday .. bit 6 Sunday.</summary>
    public const int HolidayBit = 0x80;

    /// <summary>The latest start, in minutes of the day.</summary>
    public const int StartMax = 1439;

    /// <summary>The latest end, in minutes of the day: midnight.</summary>
    public const int EndMax = 1440;

    private byte[]? _source;
    private int _offset;
    private int _count;

    /// <summary>The number of windows, 1..8; 0 before the first successful reading and after a failed one.</summary>
    public int Count => _count;

    /// <summary>Reads windows from bytes that somebody else owns.</summary>
    /// <param name="source">Holds the entries; kept, not copied.</param>
    /// <param name="offset">Where the first entry begins.</param>
    /// <param name="count">The number of entries.</param>
    /// <returns>
    /// False when the count is not 1..8, the range is not inside the source, or an entry has no days, a start above
    /// 1439 or an end above 1440. The object then has no windows and admits nothing.
    /// </returns>
    public bool TryRead(byte[] source, int offset, int count)
    {
        _count = 0;
        _source = null;
        if (count < 1 || count > CountMax || offset < 0 || offset > source.Length - (count * EntrySize))
            return false;
        for (int at = offset; at < offset + (count * EntrySize); at += EntrySize)
        {
            int start = source[at + 1] | (source[at + 2] << 8);
            int end = source[at + 3] | (source[at + 4] << 8);
            if (source[at] == 0 || start > StartMax || end > EndMax)
                return false;
        }
        _source = source;
        _offset = offset;
        _count = count;
        return true;
    }

    /// <summary>The days on which a window begins: bit 0 Monday .. bit 6 Sunday, bit 7 holidays; never 0.</summary>
    /// <param name="index">0..<see cref="Count"/>-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index names no window.</exception>
    public int Days(int index) => _source![At(index)];

    /// <summary>The first minute of a window, of the local day, 0..1439.</summary>
    /// <param name="index">0..<see cref="Count"/>-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index names no window.</exception>
    public int Start(int index) => Bytes.ReadU16(_source!, At(index) + 1);

    /// <summary>The minute after the last one of a window, 0..1440; on the next day where it is not above the start.</summary>
    /// <param name="index">0..<see cref="Count"/>-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index names no window.</exception>
    public int End(int index) => Bytes.ReadU16(_source!, At(index) + 3);

    /// <summary>
    /// How long the windows that begin on a day cover a minute, in minutes; 0 when none does. One call for all windows, because calls are
    /// what a lock's interpreter spends most time on.
    /// </summary>
    /// <param name="dayBit">The bit that a window's days must have (<see cref="AccessCalendar.DayBit"/>).</param>
    /// <param name="minute">Minutes since the midnight of that day; on a later day above 1439.</param>
    /// <param name="grace">Minutes added to every window's end.</param>
    internal int CoverOf(int dayBit, int minute, int grace)
    {
        byte[]? source = _source;
        int longest = 0;
        int end = _offset + (_count * EntrySize);
        for (int at = _offset; source != null && at < end; at += EntrySize)
        {
            int from = source[at + 1] | (source[at + 2] << 8);
            if ((source[at] & dayBit) == 0 || minute < from)
                continue;
            int until = source[at + 3] | (source[at + 4] << 8);
            int left = until + grace - minute;
            if (until <= from)
                left += LockTime.MinutesPerDay;
            if (left > longest)
                longest = left;
        }
        return longest;
    }

    /// <summary>Copies the windows' bytes, <see cref="Count"/> x 5.</summary>
    /// <param name="target">Receives them.</param>
    /// <param name="offset">Where they begin.</param>
    public void WriteTo(byte[] target, int offset)
    {
        if (_source != null)
            Array.Copy(_source, _offset, target, offset, _count * EntrySize);
    }

    /// <summary>Writes one window, for the side that issues keys.</summary>
    /// <param name="target">Receives 5 bytes.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="days">1..255: bit 0 Monday .. bit 6 Sunday, bit 7 holidays.</param>
    /// <param name="start">First minute of the local day, 0..1439.</param>
    /// <param name="end">Minute after the last, 0..1440; on the next day where it is not above the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value that every lock would refuse.</exception>
    public static void WriteWindow(byte[] target, int offset, int days, int start, int end)
    {
        if (days < 1 || days > 0xFF)
            throw new ArgumentOutOfRangeException(nameof(days));
        if (start < 0 || start > StartMax)
            throw new ArgumentOutOfRangeException(nameof(start));
        if (end < 0 || end > EndMax)
            throw new ArgumentOutOfRangeException(nameof(end));
        target[offset] = (byte)days;
        Bytes.WriteU16(target, Bytes.WriteU16(target, offset + 1, start), end);
    }

    private int At(int index)
    {
        if (index < 0 || index >= _count)
            throw new ArgumentOutOfRangeException(nameof(index));
        return _offset + (index * EntrySize);
    }
}
