using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>A manager finds a user's Offline Key Expiration.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class UsersTests
{
    [TestMethod]
    public async Task The_way_to_a_user_whose_key_has_expired()
    {
        await using Visitor visitor = await OpenAsync(Permissions.ManageUsers);
        await visitor.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Users" }).ClickAsync();
        ILocator rows = visitor.Page.Locator("#results tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(6);
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("Expired");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("Expired");
        await Assertions.Expect(rows.Nth(2)).Not.ToContainTextAsync("Expired");

        // There is no button. The list changes while the user types.
        await visitor.Page.GetByLabel("Search").PressSequentiallyAsync("oka");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(visitor.Page).ToHaveURLAsync(new Regex(@"q=oka"));
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = Story.Expired }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Story.Expired);
        await Assertions.Expect(visitor.Page.Locator("dt", new() { HasText = "Offline Key Expiration" })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("#offline-key-expiration")).ToHaveTextAsync("Expired since Fri 28 Aug 2026 14:00");
        ILocator steps = visitor.Page.Locator(".steps li");
        await Assertions.Expect(steps).ToHaveCountAsync(3);
        await Assertions.Expect(steps.Nth(0)).ToContainTextAsync("Open an entry");
        await Assertions.Expect(steps.Nth(1)).ToContainTextAsync("signs out");
        await Assertions.Expect(steps.Nth(2)).ToContainTextAsync("Wi-Fi");
    }

    [TestMethod]
    public async Task The_way_to_a_user_whose_key_is_active()
    {
        await using Visitor visitor = await OpenAsync(Permissions.ManageUsers);
        await visitor.GoAsync("/Users");
        await visitor.Page.GetByLabel("Search").PressSequentiallyAsync("a-11");
        await Assertions.Expect(visitor.Page.Locator("#results tbody tr")).ToHaveCountAsync(1);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = Story.Active }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#offline-key-expiration")).ToHaveTextAsync("Mon 7 Sep 2026 14:00");
        await Assertions.Expect(visitor.Page.Locator(".steps")).ToHaveCountAsync(0);

        visitor.Bench.Time.Advance(TimeSpan.FromDays(5));
        await visitor.SignInAsync(Permissions.ManageUsers);
        await visitor.GoAsync(
            $"/Users/{await visitor.Bench.InDbAsync(db => Task.FromResult(db.Users.Single(user => user.Name == Story.Active).Id))}");
        await Assertions.Expect(visitor.Page.Locator("#offline-key-expiration")).ToHaveTextAsync("Expired since Mon 7 Sep 2026 14:00");
    }

    [TestMethod]
    public async Task Whoever_may_not_manage_users_sees_none_of_it()
    {
        await using Visitor visitor = await OpenAsync(Permissions.All & ~Permissions.ManageUsers);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Users" })).ToHaveCountAsync(0);
        foreach (string path in new[] { "/Users", "/Users/1", "/Users/Edit" })
        {
            await visitor.Page.GotoAsync(path);
            await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Not permitted");
            await Assertions.Expect(visitor.Page.Locator("main")).Not.ToContainTextAsync(Story.Active);
        }
        Assert.HasCount(3, visitor.TakeComplaints(), "the browser tells the status 403 of each");
    }

    /// <summary>Only Tab, letters and Enter. The focus is visible at every step.</summary>
    [TestMethod]
    public async Task A_user_is_found_and_opened_with_the_keyboard_alone()
    {
        FacilityBench bench = new(isReal: true);
        await Story.TellAsync(bench);
        string login = await bench.MakeStaffAsync(Permissions.ManageUsers);
        await using Visitor visitor = await Visitor.OpenAsync(bench);
        await visitor.Page.GotoAsync("/");
        // The field for the login has the focus when the page opens.
        await Assertions.Expect(visitor.Page.GetByLabel("Login")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync(login);
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.TypeAsync(FacilityBench.Password);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Welcome");

        await visitor.Page.Keyboard.PressAsync("Tab");
        Assert.AreEqual("Skip to content", await visitor.FocusedAsync(), "the first stop leads past the menu");
        await visitor.TabToAsync("Users");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Users");
        await visitor.TabToAsync("Search");
        await visitor.Page.Keyboard.TypeAsync("hartley");
        await Assertions.Expect(visitor.Page.Locator("#results tbody tr")).ToHaveCountAsync(1);
        await visitor.TabToAsync(Story.Active);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.Locator("#offline-key-expiration")).ToContainTextAsync("2026");
    }

    private static async Task<Visitor> OpenAsync(Permissions permissions)
    {
        FacilityBench bench = new(isReal: true);
        await Story.TellAsync(bench);
        Visitor visitor = await Visitor.OpenAsync(bench);
        await visitor.SignInAsync(permissions);
        return visitor;
    }
}
