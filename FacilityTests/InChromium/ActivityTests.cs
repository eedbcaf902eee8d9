using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The audit trail in a real browser.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ActivityTests
{
    [TestMethod]
    public async Task What_has_not_come_in_stands_as_a_gap_in_its_place_until_a_phone_brings_it()
    {
        FacilityBench bench = new(isReal: true);
        Story story = await Story.TellAsync(bench);
        await using Visitor visitor = await Visitor.OpenAsync(bench);
        await visitor.SignInAsync(Permissions.ViewActivity);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Activity" }).First.ClickAsync();
        ILocator rows = visitor.Page.Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(10);
        ILocator gap = rows.Filter(new() { HasText = "GAP: 3 events not here" });
        await Assertions.Expect(gap).ToContainTextAsync("4-6");
        await Assertions.Expect(rows.Nth(6)).ToContainTextAsync("GAP");

        await story.GateTrail.BringAsync(4, 6);
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(gap).ToHaveCountAsync(0);
        await Assertions.Expect(rows).ToHaveCountAsync(12);
    }

    [TestMethod]
    public async Task Refused_attempts_of_one_user_are_found_with_their_reason()
    {
        FacilityBench bench = new(isReal: true);
        await Story.TellAsync(bench);
        await using Visitor visitor = await Visitor.OpenAsync(bench);
        await visitor.SignInAsync(Permissions.ViewActivity);
        await visitor.GoAsync("/Activity");
        await visitor.Page.GetByLabel("User").FillAsync(Story.Expired);
        await visitor.Page.GetByLabel("What").SelectOptionAsync("refused");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        ILocator rows = visitor.Page.Locator("tbody tr");
        await Assertions.Expect(rows.Filter(new() { HasText = Story.Expired })).ToHaveCountAsync(1);
        await Assertions.Expect(rows.Filter(new() { HasText = Story.Expired })).ToContainTextAsync("expired");
        await Assertions.Expect(rows.Filter(new() { HasText = "Dmitri" })).ToHaveCountAsync(0);
    }

    [TestMethod]
    public async Task Without_the_permission_there_is_neither_link_nor_page()
    {
        FacilityBench bench = new(isReal: true);
        await using Visitor visitor = await Visitor.OpenAsync(bench);
        await visitor.SignInAsync(Permissions.ManageSettings);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Activity" })).ToHaveCountAsync(0);
        await visitor.Page.GotoAsync("/Activity");
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Not permitted");
        Assert.HasCount(1, visitor.TakeComplaints(), "the browser tells the status 403");
    }
}
