using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>Signing in and out, in a real browser.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class BrowserSignInTests
{
    [TestMethod]
    public async Task Whoever_signs_in_comes_to_the_page_that_was_asked_for()
    {
        await using Visitor visitor = await Visitor.OpenAsync(new FacilityBench(isReal: true));
        string login = await visitor.Bench.MakeStaffAsync(Permissions.ManageUsers);
        await visitor.Page.GotoAsync("/");
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Sign in");
        await visitor.Page.GetByLabel("Login").FillAsync(login);
        await visitor.Page.GetByLabel("Password").FillAsync(FacilityBench.Password);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Welcome");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Sign in");
    }
}
