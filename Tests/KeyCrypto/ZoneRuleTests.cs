using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>Offsets and changes of a zone, and the strict reading of its bytes.</summary>
[TestClass]
public sealed class ZoneRuleTests
{
    [TestMethod]
    public void A_new_rule_is_UTC()
    {
        ZoneRule rule = new ZoneRule();
        Assert.AreEqual(0, rule.OffsetMinutes(0), "2020");
        Assert.AreEqual(0, rule.OffsetMinutes(uint.MaxValue), "2156");
        Assert.IsFalse(rule.TryNextChange(0, out uint change, out int after), "no change");
        Assert.AreEqual(0u, change, "change");
        Assert.AreEqual(0, after, "offset");
    }

    [TestMethod]
    public void A_fixed_zone_never_changes()
    {
        ZoneRule rule = AccessSamples.Zone(AccessSamples.Fixed(330));
        Assert.AreEqual(330, rule.OffsetMinutes(AccessSamples.Utc(2026, 7, 1, 0, 0)), "Kolkata");
        Assert.IsFalse(rule.TryNextChange(AccessSamples.Utc(2026, 7, 1, 0, 0), out uint _, out int after), "no change");
        Assert.AreEqual(330, after, "offset");
    }

    [TestMethod]
    public void The_northern_hemisphere_changes_in_March_and_October()
    {
        ZoneRule rule = AccessSamples.Zone(AccessSamples.Berlin());
        CheckChange(rule, 60, 120, AccessSamples.Utc(2026, 3, 29, 1, 0));
        CheckChange(rule, 120, 60, AccessSamples.Utc(2026, 10, 25, 1, 0));
        CheckChange(rule, 60, 120, AccessSamples.Utc(2027, 3, 28, 1, 0));
    }

    [TestMethod]
    public void The_southern_hemisphere_has_daylight_over_New_Year()
    {
        ZoneRule sydney = AccessSamples.Zone(600, 660, 10, 1, 6, 120, 4, 1, 6, 180);
        Assert.AreEqual(660, sydney.OffsetMinutes(AccessSamples.Utc(2026, 1, 1, 0, 0)), "January");
        CheckChange(sydney, 660, 600, AccessSamples.Utc(2026, 4, 4, 16, 0));
        CheckChange(sydney, 600, 660, AccessSamples.Utc(2026, 10, 3, 16, 0));
        Assert.AreEqual(660, sydney.OffsetMinutes(AccessSamples.Utc(2026, 12, 31, 23, 59)), "December");
    }

    [TestMethod]
    public void Lord_Howe_changes_by_half_an_hour()
    {
        ZoneRule rule = AccessSamples.Zone(630, 660, 10, 1, 6, 120, 4, 1, 6, 120);
        CheckChange(rule, 660, 630, AccessSamples.Utc(2026, 4, 4, 15, 0));
        CheckChange(rule, 630, 660, AccessSamples.Utc(2026, 10, 3, 15, 30));
    }

    [TestMethod]
    public void Nuuk_changes_on_the_evening_before()
    {
        ZoneRule rule = AccessSamples.Zone(-120, -60, 3, 5, 6, -60, 10, 5, 6, 0);
        CheckChange(rule, -120, -60, AccessSamples.Utc(2026, 3, 29, 1, 0));
        CheckChange(rule, -60, -120, AccessSamples.Utc(2026, 10, 25, 1, 0));
    }

    [TestMethod]
    public void Jerusalem_changes_on_the_Friday_behind_the_fourth_Thursday()
    {
        ZoneRule rule = AccessSamples.Zone(120, 180, 3, 4, 3, 1560, 10, 5, 6, 120);
        CheckChange(rule, 120, 180, AccessSamples.Utc(2026, 3, 27, 0, 0));
        CheckChange(rule, 180, 120, AccessSamples.Utc(2026, 10, 24, 23, 0));
    }

    [TestMethod]
    public void Dublins_daylight_offset_is_less_than_standard()
    {
        ZoneRule rule = AccessSamples.Zone(60, 0, 10, 5, 6, 120, 3, 5, 6, 60);
        CheckChange(rule, 0, 60, AccessSamples.Utc(2026, 3, 29, 1, 0));
        CheckChange(rule, 60, 0, AccessSamples.Utc(2026, 10, 25, 1, 0));
    }

    [TestMethod]
    public void A_change_on_New_Years_day_comes_where_the_local_year_begins()
    {
        // 2027-01-01 is a Friday; at UTC+14 it begins on 2026-12-31T10:00Z.
        ZoneRule east = AccessSamples.Zone(780, 840, 7, 1, 6, 0, 1, 1, 4, 0);
        CheckChange(east, 840, 780, AccessSamples.Utc(2026, 12, 31, 10, 0));
        Assert.AreEqual(780, east.OffsetMinutes(AccessSamples.Utc(2027, 1, 1, 12, 0)), "in the new year everywhere");
        // The last Thursday of 2026 is its last day; its end comes at UTC-11 on 2027-01-01T11:00Z.
        ZoneRule west = AccessSamples.Zone(-660, -600, 12, 5, 3, 1440, 6, 1, 6, 0);
        CheckChange(west, -660, -600, AccessSamples.Utc(2027, 1, 1, 11, 0));
    }

    [TestMethod]
    public void A_minute_may_reach_a_week_into_the_neighbouring_year()
    {
        ZoneRule rule = AccessSamples.Zone(0, 60, 1, 1, 4, -10080, 12, 5, 3, 10080);
        CheckChange(rule, 0, 60, AccessSamples.Utc(2026, 12, 25, 0, 0));
        CheckChange(rule, 60, 0, AccessSamples.Utc(2027, 1, 6, 23, 0));
    }

    [TestMethod]
    public void A_stretch_may_reach_over_a_whole_calendar_years_rules()
    {
        // Both changes of 2026's rules come in January 2027, so that its first instant still follows those of 2025.
        ZoneRule late = AccessSamples.Zone(0, 60, 12, 5, 3, 10080, 12, 5, 3, 4320);
        Assert.AreEqual(60, late.OffsetMinutes(AccessSamples.Utc(2027, 1, 1, 0, 0)), "before both");
        CheckChange(late, 60, 0, AccessSamples.Utc(2027, 1, 2, 23, 0));
        CheckChange(late, 0, 60, AccessSamples.Utc(2027, 1, 7, 0, 0));
        // Both changes of 2027's rules come in December 2026, so that its last instant looks ahead to those of 2028.
        ZoneRule early = AccessSamples.Zone(0, 60, 1, 1, 4, -10080, 1, 1, 4, -4320);
        Assert.IsTrue(early.TryNextChange(AccessSamples.Utc(2026, 12, 31, 0, 0), out uint change, out int after), "2028's");
        Assert.AreEqual(AccessSamples.Utc(2027, 12, 31, 0, 0), change, "the change");
        Assert.AreEqual(60, after, "offset");
    }

    [TestMethod]
    public void Changes_that_leave_the_offset_as_it_is_are_none()
    {
        ZoneRule same = AccessSamples.Zone(60, 60, 3, 5, 6, 120, 10, 5, 6, 180);
        Assert.IsFalse(same.TryNextChange(0, out uint _, out int after), "equal offsets");
        Assert.AreEqual(60, after, "offset");
        ZoneRule together = AccessSamples.Zone(0, 60, 3, 5, 6, 0, 3, 5, 6, 60);
        Assert.AreEqual(0, together.OffsetMinutes(AccessSamples.Utc(2026, 7, 1, 0, 0)), "standard wins a tie");
        Assert.IsFalse(together.TryNextChange(0, out uint _, out int _), "both at one instant");
    }

    [TestMethod]
    public void Behind_the_last_second_there_is_no_change()
    {
        ZoneRule rule = AccessSamples.Zone(AccessSamples.Berlin());
        CheckChange(rule, 120, 60, AccessSamples.Utc(2155, 10, 26, 1, 0));
        Assert.IsFalse(rule.TryNextChange(AccessSamples.Utc(2155, 10, 26, 1, 0), out uint _, out int after), "2156-03-28 is beyond");
        Assert.AreEqual(60, after, "offset");
        Assert.AreEqual(60, rule.OffsetMinutes(uint.MaxValue), "the last second");
        Assert.AreEqual(60, rule.OffsetMinutes(0), "the first second");
    }

    [TestMethod]
    public void Another_rule_in_the_same_object_forgets_the_first()
    {
        ZoneRule rule = AccessSamples.Zone(AccessSamples.Berlin());
        uint summer = AccessSamples.Utc(2026, 7, 1, 0, 0);
        Assert.AreEqual(120, rule.OffsetMinutes(summer), "Berlin");
        Assert.IsTrue(rule.TryRead(AccessSamples.ZoneBytes(600, 660, 10, 1, 6, 120, 4, 1, 6, 180), 0), "Sydney's bytes");
        Assert.AreEqual(600, rule.OffsetMinutes(summer), "Sydney");
        Assert.IsTrue(rule.TryRead(AccessSamples.ZoneBytes(AccessSamples.Fixed(-60)), 0), "a fixed zone's bytes");
        Assert.AreEqual(-60, rule.OffsetMinutes(summer), "fixed");
    }

    [TestMethod]
    public void Bytes_are_written_as_they_were_read()
    {
        byte[] expected = { 0x00, 0x88, 0xFF, 0xC4, 0xFF, 3, 5, 6, 0xC4, 0xFF, 10, 4, 3, 0x18, 0x06 };
        ZoneRule rule = new ZoneRule();
        Assert.IsTrue(rule.TryRead(expected, 1), "reads");
        Assert.AreEqual(-120, rule.StandardOffset, "standardOffset");
        Assert.AreEqual(-60, rule.DaylightOffset, "daylightOffset");
        Assert.AreEqual(-60, rule.ToDaylightMinute, "toDaylight.minute");
        Assert.AreEqual(1560, rule.ToStandardMinute, "toStandard.minute");
        byte[] written = new byte[15];
        rule.WriteTo(written, 1);
        CollectionAssert.AreEqual(expected, written, "bytes");
    }

    [TestMethod]
    public void Every_value_out_of_range_is_refused_and_the_old_rule_stays()
    {
        CheckRefused("standardOffset", -1441, 120, 3, 5, 6, 120, 10, 5, 6, 180);
        CheckRefused("standardOffset", 1441, 120, 3, 5, 6, 120, 10, 5, 6, 180);
        CheckRefused("daylightOffset", 60, -1441, 3, 5, 6, 120, 10, 5, 6, 180);
        CheckRefused("daylightOffset", 60, 1441, 3, 5, 6, 120, 10, 5, 6, 180);
        CheckRefused("toDaylight.month", 60, 120, 13, 5, 6, 120, 10, 5, 6, 180);
        CheckRefused("toDaylight.week", 60, 120, 3, 0, 6, 120, 10, 5, 6, 180);
        CheckRefused("toDaylight.week", 60, 120, 3, 6, 6, 120, 10, 5, 6, 180);
        CheckRefused("toDaylight.weekday", 60, 120, 3, 5, 7, 120, 10, 5, 6, 180);
        CheckRefused("toDaylight.minute", 60, 120, 3, 5, 6, 10081, 10, 5, 6, 180);
        CheckRefused("toDaylight.minute", 60, 120, 3, 5, 6, -10081, 10, 5, 6, 180);
        CheckRefused("toStandard.month", 60, 120, 3, 5, 6, 120, 13, 5, 6, 180);
        CheckRefused("toStandard.week", 60, 120, 3, 5, 6, 120, 10, 0, 6, 180);
        CheckRefused("toStandard.week", 60, 120, 3, 5, 6, 120, 10, 6, 6, 180);
        CheckRefused("toStandard.weekday", 60, 120, 3, 5, 6, 120, 10, 5, 7, 180);
        CheckRefused("toStandard.minute", 60, 120, 3, 5, 6, 120, 10, 5, 6, 10081);
        CheckRefused("toStandard.minute", 60, 120, 3, 5, 6, 120, 10, 5, 6, -10081);
    }

    [TestMethod]
    public void Half_a_rule_without_daylight_is_refused()
    {
        CheckRefused("one change only", 60, 120, 0, 0, 0, 0, 10, 5, 6, 180);
        CheckRefused("the other change only", 60, 120, 3, 5, 6, 120, 0, 0, 0, 0);
        CheckRefused("a month 0 beside a change", 60, 120, 0, 5, 6, 120, 10, 5, 6, 180);
        CheckRefused("a change beside a month 0", 60, 120, 3, 5, 6, 120, 0, 5, 6, 180);
        CheckRefused("offsets differ, no changes", 60, 120, 0, 0, 0, 0, 0, 0, 0, 0);
        CheckRefused("a week without a month", 60, 60, 0, 1, 0, 0, 0, 0, 0, 0);
        CheckRefused("a minute without a month", 60, 60, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    [TestMethod]
    public void A_rule_that_does_not_fit_its_source_is_refused()
    {
        byte[] bytes = AccessSamples.ZoneBytes(AccessSamples.Berlin());
        ZoneRule rule = new ZoneRule();
        Assert.IsFalse(rule.TryRead(bytes, 1), "beyond the end");
        Assert.IsFalse(rule.TryRead(bytes, -1), "before the beginning");
        Assert.IsFalse(rule.TryRead(bytes, int.MaxValue), "far beyond");
        Assert.IsFalse(rule.TryRead(new byte[13], 0), "too short");
        Assert.IsTrue(rule.TryRead(bytes, 0), "exactly");
    }

    private static void CheckChange(ZoneRule rule, int before, int after, uint at)
    {
        Assert.AreEqual(before, rule.OffsetMinutes(at - 1), "the second before");
        Assert.IsTrue(rule.TryNextChange(at - 1, out uint change, out int offset), "a change comes");
        Assert.AreEqual(at, change, "its instant");
        Assert.AreEqual(after, offset, "the offset it brings");
        Assert.AreEqual(after, rule.OffsetMinutes(at), "the second of the change");
        Assert.AreEqual(before, rule.OffsetMinutes(at - 1), "the second before, asked again");
        Assert.IsTrue(!rule.TryNextChange(at, out uint later, out int _) || later > at, "the next one is another");
    }

    private static void CheckRefused(string what, params int[] values)
    {
        byte[] expected = AccessSamples.ZoneBytes(AccessSamples.Berlin());
        ZoneRule rule = AccessSamples.Zone(AccessSamples.Berlin());
        Assert.IsFalse(rule.TryRead(AccessSamples.ZoneBytes(values), 0), what);
        byte[] written = new byte[ZoneRule.Size];
        rule.WriteTo(written, 0);
        CollectionAssert.AreEqual(expected, written, what);
        Assert.AreEqual(120, rule.OffsetMinutes(AccessSamples.Utc(2026, 7, 1, 0, 0)), what);
    }
}
