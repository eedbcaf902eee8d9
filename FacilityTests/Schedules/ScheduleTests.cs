using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Schedules;
using LockFirmware.Facility.Keys;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Schedules;

/// <summary>Access hours: made, changed with what that means for keys, deleted, drawn.</summary>
[TestClass]
public sealed class ScheduleTests
{
    [TestMethod]
    public void Every_slip_is_named_with_its_line()
    {
        IReadOnlyList<string> slips = ScheduleChanges.Slips("Mon-Fri 06:00-22:00\nMoonday 06:00-22:00\nSat 8-12");
        Assert.HasCount(2, slips);
        StringAssert.StartsWith(slips[0], "Line 2: \"Moonday\" is no day");
        StringAssert.StartsWith(slips[1], "Line 3: \"Sat 8-12\" is no window");
        StringAssert.Contains(ScheduleChanges.Slips("\n")[0], "1 to 8");
        StringAssert.Contains(ScheduleChanges.Slips(string.Join('\n', Enumerable.Repeat("always", 9)))[0], "These have 9");
    }

    [TestMethod]
    public async Task Narrower_hours_withdraw_the_keys_that_open_outside_them()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate);
        ChangeAnswer answer = await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon-Fri 06:00-22:00", doKeysRunOut: false));
        Assert.IsTrue(answer.IsDone, answer.Words);
        CollectionAssert.AreEqual(new[] { $"RevokeHolder {ada}" }, await scene.NoticesAsync(Scene.Gate));
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
    }

    [TestMethod]
    public async Task Wider_hours_withdraw_nothing_nor_do_narrower_ones_when_keys_run_out()
    {
        using Scene scene = await Scene.BeginAsync();
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        await scene.IssueAsync(ada, Scene.Gate, "Mon-Fri 06:00-22:00");
        await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon-Sat 06:00-22:00", doKeysRunOut: false));
        await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon 06:00-22:00", doKeysRunOut: true));
        Assert.IsEmpty(await scene.NoticesAsync(Scene.Gate));
        Assert.AreEqual("Mon 06:00-22:00", await scene.Bench.InDbAsync(db => db.Schedules.Select(row => row.Windows).SingleAsync()));
    }

    [TestMethod]
    public async Task Only_unused_hours_are_deleted()
    {
        using Scene scene = await Scene.BeginAsync();
        await scene.UserAsync("Ada Byron");
        await scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(null, "Nights", "Fri 22:00-06:00", doKeysRunOut: false));
        StringAssert.Contains((await scene.DoAsync<ScheduleChanges>(changes => changes.DeleteAsync(1))).Words, "1 users have");
        long nights = await scene.Bench.InDbAsync(db => db.Schedules.Where(row => row.Name == "Nights").Select(row => row.Id).SingleAsync());
        Assert.IsTrue((await scene.DoAsync<ScheduleChanges>(changes => changes.DeleteAsync(nights))).IsDone);
        Assert.AreEqual(1, await scene.Bench.InDbAsync(db => db.Schedules.CountAsync()));
    }

    [TestMethod]
    public async Task The_page_draws_the_week_and_says_it_in_words()
    {
        using Scene scene = await Scene.BeginAsync();
        Browser browser = await scene.Bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync("/Schedules/Edit");
        await browser.SubmitAsync("form.card", ("name", "Nights"), ("windows", "Fri 22:00-06:00\nNoday 01:00-02:00"));
        StringAssert.Contains(browser.Text, "Line 2");
        await browser.SubmitAsync("form.card", ("name", "Nights"), ("windows", "Fri 22:00-06:00"));
        StringAssert.Contains(browser.Text, "\"Nights\" is stored");
        AngleSharp.Dom.IElement picture = browser.Page.QuerySelectorAll("svg.week").Single(svg => svg.TextContent.Contains("Nights"));
        StringAssert.Contains(picture.QuerySelector("desc")!.TextContent, "Friday: 22:00 to 06:00 the next day. Saturday: closed.");
        // 22:00 to midnight on Friday's row, midnight to 06:00 on Saturday's; an hour is 24 wide.
        Assert.AreEqual("48", picture.QuerySelector("rect.open")!.GetAttribute("width"));
        Assert.AreEqual("144", picture.QuerySelector("rect.after")!.GetAttribute("width"));
        Assert.AreEqual(24, int.Parse(picture.QuerySelector("rect.after")!.GetAttribute("y")!) - int.Parse(picture.QuerySelector("rect.open")!.GetAttribute("y")!));
    }
}
