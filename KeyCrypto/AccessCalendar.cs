namespace LockFirmware.KeyCrypto;

/// <summary>What the lock's configuration says about time: zone, holidays, exit grace (docs/protocol.md, 3.1).</summary>
/// <remarks>Belongs to the lock's thread. A new one is UTC without holidays and without grace.</remarks>
public sealed class AccessCalendar
{
    /// <summary>The most holidays a configuration can carry.</summary>
    public const int HolidayCountMax = 16;

    /// <summary>Bytes of one holiday on the wire: u16 day number, little-endian.</summary>
    public const int HolidaySize = 2;

    /// <summary>The longest exit grace, in minutes.</summary>
    public const int ExitGraceMinutesMax = 720;

    /// <summary>The facility's zone rule.</summary>
    public readonly ZoneRule Zone = new ZoneRule();

    private readonly ushort[] _holidays = new ushort[HolidayCountMax];

    /// <summary>The number of holidays, 0..16.</summary>
    public int HolidayCount { get; private set; }

    /// <summary>Minutes added to every window's end, 0..720; 0 for a lock that is not marked as an exit.</summary>
    public int ExitGraceMinutes { get; private set; }

    /// <summary>Sets the exit grace.</summary>
    /// <param name="minutes">0..720; 0 for a lock that is not an exit.</param>
    /// <returns>False when out of range; the grace is then unchanged.</returns>
    public bool TrySetExitGrace(int minutes)
    {
        if (minutes < 0 || minutes > ExitGraceMinutesMax)
            return false;
        ExitGraceMinutes = minutes;
        return true;
    }

    /// <summary>Reads the holidays from their bytes, in any order.</summary>
    /// <param name="source">u16 local day numbers since 2020-01-01, little-endian; copied.</param>
    /// <param name="offset">Where the first one begins.</param>
    /// <param name="count">How many, 0..16.</param>
    /// <returns>False when the count or the range is wrong; the holidays are then unchanged.</returns>
    public bool TryReadHolidays(byte[] source, int offset, int count)
    {
        if (count < 0 || count > HolidayCountMax || offset < 0 || offset > source.Length - (count * HolidaySize))
            return false;
        for (int i = 0; i < count; i++)
            _holidays[i] = Bytes.ReadU16(source, offset + (i * HolidaySize));
        HolidayCount = count;
        return true;
    }

    /// <summary>Writes the holidays' bytes, <see cref="HolidayCount"/> x 2, in the order they were read.</summary>
    /// <param name="target">Receives them.</param>
    /// <param name="offset">Where they begin.</param>
    public void WriteHolidays(byte[] target, int offset)
    {
        for (int i = 0; i < HolidayCount; i++)
            Bytes.WriteU16(target, offset + (i * HolidaySize), _holidays[i]);
    }

    /// <summary>
    /// The bit that a window's days must have for a local day: the bit of the weekday, or on a holiday the bit of the holidays only.
    /// </summary>
    /// <param name="dayNumber">Local date as days since 2020-01-01; may be slightly negative.</param>
    public int DayBit(int dayNumber)
    {
        ushort[] holidays = _holidays;
        int count = HolidayCount;
        for (int i = 0; i < count; i++)
        {
            if (holidays[i] == dayNumber)
                return AccessWindows.HolidayBit;
        }
        return 1 << LockTime.Weekday(dayNumber);
    }
}
