namespace LockFirmware.KeyCrypto;

/// <summary>
/// How the wall clock of a place differs from UTC, as two offsets and the two yearly changes between them
/// (docs/protocol.md, 3.1). What RFC 8536 (3.3) calls a TZ string with "M" rules.
/// Layout, 14 bytes: standardOffset i16 | daylightOffset i16 | toDaylight { month u8, week u8, weekday u8, minute i16 }
/// | toStandard { month u8, week u8, weekday u8, minute i16 }; integers little-endian.
/// </summary>
/// <remarks>
/// A new object is UTC. Not thread-safe: it remembers the last period of constant offset, which saves about 1,000
/// IL operations on nearly every call. Where both changes fall on the same instant, standard time holds.
/// </remarks>
public sealed class ZoneRule
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 14;

    /// <summary>The largest offset from UTC in either direction, in minutes.</summary>
    public const int OffsetMinutesMax = 1440;

    /// <summary>
    /// The largest distance of a change from the midnight of its day, in minutes: a week (RFC 8536, 3.3.1 allows hours
    /// -167..167).
    /// </summary>
    public const int ChangeMinuteMax = 10080;

    /// <summary>The value of a change's week that means the last one of the month.</summary>
    public const int LastWeek = 5;

    private const int ToDaylightAt = 4;
    private const int ToStandardAt = 9;
    // A change may lie 8 days outside its own year (7 of the rule's minute, 1 of the offset).
    private const int YearsAround = 2;

    // The remembered period: minutes since 2020-01-01T00:00Z, from inclusive, until exclusive.
    private int _from = int.MinValue;
    private int _until = int.MaxValue;
    private bool _isDaylight;
    private bool _nextIsDaylight;

    /// <summary>Minutes to add to UTC outside daylight saving time, -1440..1440.</summary>
    public int StandardOffset { get; private set; }

    /// <summary>Minutes to add to UTC during daylight saving time, -1440..1440; may be less than standard (Ireland).</summary>
    public int DaylightOffset { get; private set; }

    /// <summary>Month of the change to daylight saving time, 1..12; 0 where there is none.</summary>
    public int ToDaylightMonth { get; private set; }

    /// <summary>Week of that change: 1..4 = first .. fourth such weekday of the month, 5 = last; 0 where there is none.</summary>
    public int ToDaylightWeek { get; private set; }

    /// <summary>Weekday of that change: 0 = Monday .. 6 = Sunday.</summary>
    public int ToDaylightWeekday { get; private set; }

    /// <summary>Minute of that change, from 00:00 of its day by the standard clock, -10080..10080.</summary>
    public int ToDaylightMinute { get; private set; }

    /// <summary>Month of the change to standard time, 1..12; 0 where there is none.</summary>
    public int ToStandardMonth { get; private set; }

    /// <summary>Week of that change: 1..4 = first .. fourth such weekday of the month, 5 = last; 0 where there is none.</summary>
    public int ToStandardWeek { get; private set; }

    /// <summary>Weekday of that change: 0 = Monday .. 6 = Sunday.</summary>
    public int ToStandardWeekday { get; private set; }

    /// <summary>Minute of that change, from 00:00 of its day by the daylight clock, -10080..10080.</summary>
    public int ToStandardMinute { get; private set; }

    /// <summary>Reads a rule from its 14 bytes.</summary>
    /// <param name="source">Holds the rule; it is copied.</param>
    /// <param name="offset">Where the rule begins.</param>
    /// <returns>False when a value is out of range or the range lies outside the source; the object is then unchanged.</returns>
    public bool TryRead(byte[] source, int offset)
    {
        if (offset < 0 || offset > source.Length - Size)
            return false;
        int standardOffset = ReadI16(source, offset);
        int daylightOffset = ReadI16(source, offset + 2);
        if (!IsOffset(standardOffset) || !IsOffset(daylightOffset))
            return false;
        bool isFixed = standardOffset == daylightOffset
            && Bytes.AreZero(source, offset + ToDaylightAt, Size - ToDaylightAt);
        if (!isFixed && !(IsChange(source, offset + ToDaylightAt) && IsChange(source, offset + ToStandardAt)))
            return false;
        StandardOffset = standardOffset;
        DaylightOffset = daylightOffset;
        ToDaylightMonth = source[offset + ToDaylightAt];
        ToDaylightWeek = source[offset + ToDaylightAt + 1];
        ToDaylightWeekday = source[offset + ToDaylightAt + 2];
        ToDaylightMinute = ReadI16(source, offset + ToDaylightAt + 3);
        ToStandardMonth = source[offset + ToStandardAt];
        ToStandardWeek = source[offset + ToStandardAt + 1];
        ToStandardWeekday = source[offset + ToStandardAt + 2];
        ToStandardMinute = ReadI16(source, offset + ToStandardAt + 3);
        ForgetStretch();
        return true;
    }

    /// <summary>Writes the rule's 14 bytes.</summary>
    /// <param name="target">Receives them.</param>
    /// <param name="offset">Where they begin.</param>
    public void WriteTo(byte[] target, int offset)
    {
        int at = Bytes.WriteU16(target, offset, StandardOffset);
        at = Bytes.WriteU16(target, at, DaylightOffset);
        at = WriteChange(target, at, ToDaylightMonth, ToDaylightWeek, ToDaylightWeekday, ToDaylightMinute);
        WriteChange(target, at, ToStandardMonth, ToStandardWeek, ToStandardWeekday, ToStandardMinute);
    }

    /// <summary>
    /// Writes a rule's bytes from its values, unchecked, for the side that configures: <see cref="TryRead"/> judges them.
    /// </summary>
    /// <param name="target">Receives 4 bytes, the head of a rule; <see cref="WriteChange"/> appends each change.</param>
    /// <param name="offset">Where the rule begins.</param>
    /// <param name="standardOffset">Minutes, -1440..1440.</param>
    /// <param name="daylightOffset">Minutes, -1440..1440; equal to standard where there is no daylight saving time.</param>
    /// <returns>The offset after the bytes.</returns>
    public static int WriteOffsets(byte[] target, int offset, int standardOffset, int daylightOffset) =>
        Bytes.WriteU16(target, Bytes.WriteU16(target, offset, standardOffset), daylightOffset);

    /// <summary>Writes the 5 bytes of one change, unchecked: to daylight saving time first, then to standard time.</summary>
    /// <param name="target">Receives them.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="month">1..12; 0 (and all else 0) for no daylight saving time.</param>
    /// <param name="week">1..4, or 5 for the last.</param>
    /// <param name="weekday">0 = Monday .. 6 = Sunday.</param>
    /// <param name="minute">-10080..10080, from 00:00 by the clock in force before the change.</param>
    /// <returns>The offset after the bytes.</returns>
    public static int WriteChange(byte[] target, int offset, int month, int week, int weekday, int minute)
    {
        target[offset] = (byte)month;
        target[offset + 1] = (byte)week;
        target[offset + 2] = (byte)weekday;
        return Bytes.WriteU16(target, offset + 3, minute);
    }

    /// <summary>The minutes to add to UTC at an instant, -1440..1440.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    public int OffsetMinutes(uint utc)
    {
        FindStretch(LockTime.MinuteOf(utc));
        return _isDaylight ? DaylightOffset : StandardOffset;
    }

    /// <summary>Finds the first instant after a given one at which the offset becomes another.</summary>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="changeUtc">The first second of the new offset, a whole minute; 0 where there is none.</param>
    /// <param name="offsetAfterMinutes">The offset from then on; the present one where there is no change.</param>
    /// <returns>False where the zone has no daylight saving time or the change lies beyond the last instant of 2156.</returns>
    public bool TryNextChange(uint utc, out uint changeUtc, out int offsetAfterMinutes)
    {
        int offset = OffsetMinutes(utc);
        offsetAfterMinutes = offset;
        changeUtc = 0;
        int last = LockTime.MinuteOf(uint.MaxValue);
        // In some years the two changes may come in the other order; then two of the same kind can follow each other.
        while (_until <= last)
        {
            int change = _until;
            int next = _nextIsDaylight ? DaylightOffset : StandardOffset;
            if (next != offset)
            {
                changeUtc = (uint)change * LockTime.SecondsPerMinute;
                offsetAfterMinutes = next;
                return true;
            }
            FindStretch(change);
        }
        return false;
    }

    private static bool IsOffset(int minutes) => minutes >= -OffsetMinutesMax && minutes <= OffsetMinutesMax;

    private static bool IsChange(byte[] source, int at)
    {
        int minute = ReadI16(source, at + 3);
        return source[at] >= 1 && source[at] <= 12
            && source[at + 1] >= 1 && source[at + 1] <= LastWeek
            && source[at + 2] <= 6
            && minute >= -ChangeMinuteMax && minute <= ChangeMinuteMax;
    }

    private static int ReadI16(byte[] source, int at) => (short)Bytes.ReadU16(source, at);

    private static int ChangeMinute(int year, int month, int week, int weekday, int minute, int offsetBefore)
    {
        int first = LockTime.DayNumber(year, month, 1);
        int days = weekday - LockTime.Weekday(first);
        if (days < 0)
            days += 7;
        days += (week - 1) * 7;
        if (days >= LockTime.DaysInMonth(year, month))
            days -= 7;
        return ((first + days) * LockTime.MinutesPerDay) + minute - offsetBefore;
    }

    private void ForgetStretch()
    {
        // An empty period contains no minute; without daylight saving time one period lasts for ever.
        bool isFixed = StandardOffset == DaylightOffset;
        _from = isFixed ? int.MinValue : int.MaxValue;
        _until = int.MaxValue;
        _isDaylight = false;
        _nextIsDaylight = false;
    }

    private void FindStretch(int minute)
    {
        if (minute >= _from && minute < _until)
            return;
        LockTime.DateOf(minute / LockTime.MinutesPerDay, out int year, out _, out _);
        _from = int.MinValue;
        _until = int.MaxValue;
        for (int i = year - YearsAround; i <= year + YearsAround; i++)
        {
            Consider(minute, true, ChangeMinute(i, ToDaylightMonth, ToDaylightWeek, ToDaylightWeekday, ToDaylightMinute, StandardOffset));
            Consider(minute, false, ChangeMinute(i, ToStandardMonth, ToStandardWeek, ToStandardWeekday, ToStandardMinute, DaylightOffset));
        }
    }

    private void Consider(int minute, bool toDaylight, int change)
    {
        if (change <= minute)
        {
            if (change > _from || (change == _from && !toDaylight))
            {
                _from = change;
                _isDaylight = toDaylight;
            }
        }
        else if (change < _until || (change == _until && !toDaylight))
        {
            _until = change;
            _nextIsDaylight = toDaylight;
        }
    }
}
