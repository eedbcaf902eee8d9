using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The next opening in the answer OutsideHours. 2026-06-05 is a Friday.</summary>
[TestClass]
public sealed class NextOpeningTests
{
    private const int MondayNumber = 2350;

    [TestMethod]
    public void The_opening_of_the_same_day_is_found()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Workdays, 480, 540, AccessSamples.Workdays, 360, 420);
        Check(AccessSamples.Utc(2026, 6, 5, 6, 0), windows, null, Utc(), AccessSamples.Utc(2026, 6, 5, 5, 59) + 59);
        AccessWindows inOrder = AccessSamples.Windows(AccessSamples.Workdays, 360, 420, AccessSamples.Workdays, 480, 540);
        Check(AccessSamples.Utc(2026, 6, 5, 6, 0), inOrder, null, Utc(), AccessSamples.Utc(2026, 6, 5, 5, 0));
        Check(AccessSamples.Utc(2026, 6, 5, 8, 0), windows, null, Utc(), AccessSamples.Utc(2026, 6, 5, 7, 0));
    }

    [TestMethod]
    public void The_weekend_and_a_holiday_are_skipped()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Workdays, 360, 1320);
        Check(AccessSamples.Utc(2026, 6, 8, 6, 0), windows, null, Utc(), AccessSamples.Utc(2026, 6, 5, 22, 0));
        Check(AccessSamples.Utc(2026, 6, 9, 6, 0), windows, null, Utc(MondayNumber), AccessSamples.Utc(2026, 6, 5, 22, 0));
    }

    [TestMethod]
    public void An_opening_at_the_expiry_is_none()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Workdays, 360, 1320);
        uint now = AccessSamples.Utc(2026, 6, 5, 5, 0);
        uint opening = AccessSamples.Utc(2026, 6, 5, 6, 0);
        Assert.AreEqual(opening, AccessHours.NextOpening(windows, null, Utc(), now, opening + 1), "valid for one second of it");
        Assert.AreEqual(0u, AccessHours.NextOpening(windows, null, Utc(), now, opening), "expires with it");
        Assert.AreEqual(0u, AccessHours.NextOpening(windows, null, Utc(), now, now), "expires now");
        Assert.AreEqual(0u, AccessHours.NextOpening(windows, null, Utc(), now, 0), "expired for ever");
    }

    [TestMethod]
    public void AnOpeningInFourteenDaysIsFound_ALaterOneIsNot()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Holidays, 360, 1320);
        AccessCalendar calendar = Utc(MondayNumber + 14);
        uint opening = AccessSamples.Utc(2026, 6, 22, 6, 0);
        Check(opening, windows, null, calendar, AccessSamples.Utc(2026, 6, 8, 6, 0));
        Check(0, windows, null, calendar, AccessSamples.Utc(2026, 6, 8, 6, 0) - 1);
        Check(0, windows, null, Utc(), AccessSamples.Utc(2026, 6, 8, 6, 0));
    }

    [TestMethod]
    public void Who_is_admitted_now_needs_no_opening()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Workdays, 360, 1320);
        Check(0, windows, null, Utc(), AccessSamples.Utc(2026, 6, 5, 6, 0));
        Check(0, windows, null, Utc(), AccessSamples.Utc(2026, 6, 5, 21, 59));
    }

    [TestMethod]
    public void Without_windows_there_is_no_opening() =>
        Check(0, new AccessWindows(), null, Utc(), AccessSamples.Utc(2026, 6, 5, 6, 0));

    [TestMethod]
    public void A_guests_opening_is_where_both_admit()
    {
        AccessWindows day = AccessSamples.Windows(AccessSamples.Friday, 480, 720);
        AccessWindows late = AccessSamples.Windows(AccessSamples.Always, 600, 840);
        uint now = AccessSamples.Utc(2026, 6, 5, 7, 0);
        Check(AccessSamples.Utc(2026, 6, 5, 10, 0), day, late, Utc(), now);
        Check(AccessSamples.Utc(2026, 6, 5, 10, 0), late, day, Utc(), now);
        Check(AccessSamples.Utc(2026, 6, 12, 10, 0), late, day, Utc(), AccessSamples.Utc(2026, 6, 5, 12, 0));
        Check(0, AccessSamples.Windows(AccessSamples.Friday, 480, 600), late, Utc(), now);
    }

    [TestMethod]
    public void A_guests_opening_may_lie_in_the_grace_of_the_holder()
    {
        AccessWindows holder = AccessSamples.Windows(AccessSamples.Friday, 480, 600);
        AccessWindows guest = AccessSamples.Windows(AccessSamples.Always, 615, 840);
        AccessCalendar calendar = AccessSamples.Calendar(AccessSamples.Fixed(0), 30);
        Check(AccessSamples.Utc(2026, 6, 5, 10, 15), holder, guest, calendar, AccessSamples.Utc(2026, 6, 5, 7, 0));
    }

    [TestMethod]
    public void A_window_that_starts_in_the_skipped_hour_opens_at_the_change()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Sunday, 130, 240);
        AccessCalendar calendar = Berlin();
        Check(AccessSamples.Utc(2026, 3, 29, 1, 0), windows, null, calendar, AccessSamples.Utc(2026, 3, 27, 12, 0));
        Check(AccessSamples.Utc(2026, 3, 29, 1, 0), windows, null, calendar, AccessSamples.Utc(2026, 3, 29, 0, 59));
    }

    [TestMethod]
    public void A_window_inside_the_skipped_hour_opens_a_week_later() =>
        Check(AccessSamples.Utc(2026, 4, 5, 0, 10), AccessSamples.Windows(AccessSamples.Sunday, 130, 170), null, Berlin(),
            AccessSamples.Utc(2026, 3, 27, 12, 0));

    [TestMethod]
    public void A_window_behind_the_change_opens_by_the_new_clock()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Always, 360, 1320);
        Check(AccessSamples.Utc(2026, 3, 29, 4, 0), windows, null, Berlin(), AccessSamples.Utc(2026, 3, 28, 21, 0));
        Check(AccessSamples.Utc(2026, 10, 25, 5, 0), windows, null, Berlin(), AccessSamples.Utc(2026, 10, 24, 20, 0));
    }

    [TestMethod]
    public void A_window_in_the_repeated_hour_opens_twice()
    {
        AccessWindows windows = AccessSamples.Windows(AccessSamples.Sunday, 130, 150);
        Check(AccessSamples.Utc(2026, 10, 25, 0, 10), windows, null, Berlin(), AccessSamples.Utc(2026, 10, 24, 12, 0));
        Check(AccessSamples.Utc(2026, 10, 25, 1, 10), windows, null, Berlin(), AccessSamples.Utc(2026, 10, 25, 0, 30));
        Check(AccessSamples.Utc(2026, 11, 1, 1, 10), windows, null, Berlin(), AccessSamples.Utc(2026, 10, 25, 1, 30));
    }

    [TestMethod]
    public void A_window_that_ended_in_the_repeated_hour_reopens_at_the_change() =>
        Check(AccessSamples.Utc(2026, 10, 25, 1, 0), AccessSamples.Windows(AccessSamples.Sunday, 60, 170), null, Berlin(),
            AccessSamples.Utc(2026, 10, 25, 0, 50));

    [TestMethod]
    public void A_midnight_that_is_skipped_opens_at_one()
    {
        // In Havana Sunday 2026-03-08 begins at 01:00, which is 05:00Z.
        AccessCalendar calendar = AccessSamples.Calendar(AccessSamples.Havana(), 0);
        Check(AccessSamples.Utc(2026, 3, 8, 5, 0), AccessSamples.Windows(AccessSamples.Sunday, 0, 1440), null, calendar,
            AccessSamples.Utc(2026, 3, 6, 0, 0));
    }

    [TestMethod]
    public void The_search_ends_with_time()
    {
        // 2156-02-07, the last day, is a Saturday and ends at 06:28:15.
        AccessWindows early = AccessSamples.Windows(AccessSamples.Saturday, 388, 1440);
        uint now = LockTime.StartOfDay(LockTime.DayNumberMax) - 60;
        Check(LockTime.StartOfDay(LockTime.DayNumberMax) + (388 * 60), early, null, Utc(), now);
        Check(0, AccessSamples.Windows(AccessSamples.Saturday, 389, 1440), null, Utc(), now);
        Check(0, AccessSamples.Windows(AccessSamples.Monday, 0, 1440), null, Utc(), uint.MaxValue - 1);
    }

    private static AccessCalendar Utc(params int[] holidays) => AccessSamples.Calendar(AccessSamples.Fixed(0), 0, holidays);

    private static AccessCalendar Berlin() => AccessSamples.Calendar(AccessSamples.Berlin(), 0);

    private static void Check(uint expected, AccessWindows holder, AccessWindows? guest, AccessCalendar calendar, uint now)
    {
        Assert.AreEqual(expected, AccessHours.NextOpening(holder, guest, calendar, now, uint.MaxValue), "the next opening");
        if (expected == 0)
            return;
        Assert.IsFalse(AccessHours.Admits(holder, guest, calendar, expected - 1), "not before it");
        Assert.IsTrue(AccessHours.Admits(holder, guest, calendar, expected), "from it on");
    }
}
