namespace LockFirmware.KeyCrypto;

/// <summary>
/// Whether an instant lies in a key's access windows, and when the next one does (docs/protocol.md, 3.1, 4.1 step 9).
/// </summary>
/// <remarks>
/// Only the local wall clock (UTC plus zone offset) counts: a window in the repeated hour admits twice, a window inside the skipped hour
/// never. Changes nothing but what the zone rule remembers; for one thread at a time.
/// </remarks>
public static class AccessHours
{
    /// <summary>How far ahead the next opening is searched, in days.</summary>
    public const int SearchDays = 14;

    private const int NoMinute = int.MaxValue;

    /// <summary>Whether any window admits at an instant.</summary>
    /// <param name="windows">The windows; an empty set admits nothing.</param>
    /// <param name="calendar">Zone, holidays and exit grace of the lock.</param>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    public static bool Admits(AccessWindows windows, AccessCalendar calendar, uint utc) =>
        AdmitsLocal(windows, calendar, LockTime.MinuteOf(utc) + calendar.Zone.OffsetMinutes(utc));

    /// <summary>Whether the holder's windows and, where there is one, the guest's admit at an instant.</summary>
    /// <param name="holder">The grant's windows.</param>
    /// <param name="guest">The share's windows; null where no guest is concerned.</param>
    /// <param name="calendar">Zone, holidays and exit grace of the lock.</param>
    /// <param name="utc">Seconds since 2020-01-01T00:00:00Z.</param>
    public static bool Admits(AccessWindows holder, AccessWindows? guest, AccessCalendar calendar, uint utc) =>
        BothAdmitLocal(holder, guest, calendar, LockTime.MinuteOf(utc) + calendar.Zone.OffsetMinutes(utc));

    /// <summary>The first instant after <paramref name="now"/> at which holder and guest admit, for a reply outside hours.</summary>
    /// <param name="holder">The grant's windows.</param>
    /// <param name="guest">The share's windows; null where no guest is concerned.</param>
    /// <param name="calendar">Zone, holidays and exit grace of the lock.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="notAfter">The earlier of the key's and the share's expiry; an opening lies before it.</param>
    /// <returns>
    /// Seconds since 2020-01-01T00:00:00Z, a whole minute; 0 when none comes within 14 days or before
    /// <paramref name="notAfter"/>, and when they admit now.
    /// </returns>
    public static uint NextOpening(AccessWindows holder, AccessWindows? guest, AccessCalendar calendar, uint now, uint notAfter)
    {
        ZoneRule zone = calendar.Zone;
        int from = LockTime.MinuteOf(now);
        int offset = zone.OffsetMinutes(now);
        if (notAfter <= now || BothAdmitLocal(holder, guest, calendar, from + offset))
            return 0;
        // Windows and zone changes are whole minutes, so an opening is one too, and minutes can be counted.
        int until = LockTime.MinuteOf(notAfter - 1) + 1;
        if (until > from + (SearchDays * LockTime.MinutesPerDay) + 1)
            until = from + (SearchDays * LockTime.MinutesPerDay) + 1;
        uint stretch = now;
        while (true)
        {
            // Up to the next change the offset is constant; the change itself may move the clock into a window.
            bool changes = zone.TryNextChange(stretch, out uint change, out int offsetAfter);
            bool isLast = !changes || LockTime.MinuteOf(change) >= until;
            int end = isLast ? until : LockTime.MinuteOf(change);
            int local = FirstBegin(holder, guest, calendar, from + offset, end + offset);
            if (local != NoMinute)
                return (uint)(local - offset) * LockTime.SecondsPerMinute;
            if (isLast)
                return 0;
            from = end;
            stretch = change;
            offset = offsetAfter;
            if (BothAdmitLocal(holder, guest, calendar, from + offset))
                return change;
        }
    }

    /// <summary>Until when holder and guest admit without a break, where they admit now.</summary>
    /// <param name="holder">The grant's windows.</param>
    /// <param name="guest">The share's windows; null where no guest is concerned.</param>
    /// <param name="calendar">Zone, holidays and exit grace of the lock.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="notAfter">The earlier of the key's and the share's expiry.</param>
    /// <returns>
    /// The first second that is not admitted, at most <paramref name="notAfter"/>; 0 when there is none within 14 days, and
    /// when they do not admit now.
    /// </returns>
    public static uint NextClosing(AccessWindows holder, AccessWindows? guest, AccessCalendar calendar, uint now, uint notAfter)
    {
        ZoneRule zone = calendar.Zone;
        int at = LockTime.MinuteOf(now);
        int last = at + (SearchDays * LockTime.MinutesPerDay);
        int offset = zone.OffsetMinutes(now);
        uint stretch = now;
        if (notAfter <= now || !BothAdmitLocal(holder, guest, calendar, at + offset))
            return 0;
        while (at <= last)
        {
            bool changes = zone.TryNextChange(stretch, out uint change, out int offsetAfter);
            int end = changes && LockTime.MinuteOf(change) <= last ? LockTime.MinuteOf(change) : last + 1;
            while (at < end)
            {
                int local = at + offset;
                if (!BothAdmitLocal(holder, guest, calendar, local))
                    return at > LockTime.MinuteOf(notAfter) ? notAfter : Earlier((uint)at * LockTime.SecondsPerMinute, notAfter);
                int cover = EndOfCover(holder, calendar, local);
                int guestCover = guest == null ? cover : EndOfCover(guest, calendar, local);
                at = (guestCover < cover ? guestCover : cover) - offset;
            }
            at = end;
            stretch = change;
            offset = offsetAfter;
        }
        return notAfter - now <= SearchDays * LockTime.SecondsPerDay ? notAfter : 0;
    }

    /// <summary>The first local minute of <c>[from, until)</c> at which a window of either side begins and both admit.</summary>
    private static int FirstBegin(AccessWindows holder, AccessWindows? guest, AccessCalendar calendar, int from, int until)
    {
        int lastDay = LockTime.DayOfMinute(until - 1);
        for (int day = LockTime.DayOfMinute(from); day <= lastDay; day++)
        {
            int first = FirstBeginOfDay(holder, guest, calendar, day, from, until);
            if (guest != null)
            {
                int guestFirst = FirstBeginOfDay(guest, holder, calendar, day, from, until);
                if (guestFirst < first)
                    first = guestFirst;
            }
            if (first != NoMinute)
                return first;
        }
        return NoMinute;
    }

    /// <summary>
    /// The first local minute of <c>[from, until)</c> on one day at which a window of one set begins and the other set admits.
    /// </summary>
    private static int FirstBeginOfDay(AccessWindows beginning, AccessWindows? other, AccessCalendar calendar, int day, int from, int until)
    {
        int dayBit = calendar.DayBit(day);
        int best = NoMinute;
        for (int i = 0; i < beginning.Count; i++)
        {
            if ((beginning.Days(i) & dayBit) == 0)
                continue;
            int minute = (day * LockTime.MinutesPerDay) + beginning.Start(i);
            if (minute >= from && minute < until && minute < best && (other == null || AdmitsLocal(other, calendar, minute)))
                best = minute;
        }
        return best;
    }

    private static bool BothAdmitLocal(AccessWindows holder, AccessWindows? guest, AccessCalendar calendar, int localMinute) =>
        AdmitsLocal(holder, calendar, localMinute) && (guest == null || AdmitsLocal(guest, calendar, localMinute));

    private static uint Earlier(uint a, uint b) => a < b ? a : b;

    private static bool AdmitsLocal(AccessWindows windows, AccessCalendar calendar, int localMinute) =>
        EndOfCover(windows, calendar, localMinute) > localMinute;

    /// <summary>The latest end of the windows that cover a local minute, grace included; the minute itself when none does.</summary>
    private static int EndOfCover(AccessWindows windows, AccessCalendar calendar, int localMinute)
    {
        int day = LockTime.DayOfMinute(localMinute);
        int minute = localMinute - (day * LockTime.MinutesPerDay);
        int grace = calendar.ExitGraceMinutes;
        int left = 0;
        // A window ends at most 1439 + 1440 minutes after the midnight it counts from; only grace reaches a third day.
        int daysBack = grace == 0 ? 1 : 2;
        for (int back = 0; back <= daysBack; back++)
        {
            int cover = windows.CoverOf(calendar.DayBit(day - back), minute, grace);
            if (cover > left)
                left = cover;
            minute += LockTime.MinutesPerDay;
        }
        return localMinute + left;
    }
}
