using System.Text.RegularExpressions;
using LockFirmware.FacilityTests.Demo;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The links to the app that the demo prints, opened as a newcomer does.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class AppDemoTests
{
    [TestMethod]
    public async Task Each_printed_link_is_a_person_who_opens_a_door_and_the_virtual_door_beside_the_app_opens()
    {
        using FacilityDemoTests.DemoBench demo = new(isBehindPort: true);
        string[] links = [.. Link().Matches(demo.Said).Select(match => match.Value[FacilityDemoTests.DemoBench.Printed.Length..])];
        Assert.HasCount(4, links);
        Uri address = new(demo.Address);
        await using (AppPhone tenant = await AppPhone.OpenAsync(address, links[0]))
        {
            await tenant.TapAsync("Sign in");
            await tenant.SeeAsync("Signed in as Ada Moreno");
            StringAssert.StartsWith(await tenant.OpenDoorAsync("Unit 12"), "Open\n");
            ILocator beside = tenant.Page.Locator("#beside");
            // Whoever opens a door stands at it.
            await Assertions.Expect(beside.Locator("select option:checked")).ToHaveTextAsync("Unit 12");
            await Assertions.Expect(beside).ToContainTextAsync("the latch unlocked");
            await tenant.TapAsync("Push the door");
            await Assertions.Expect(beside).ToContainTextAsync("The door is open");
            await tenant.TapAsync("Close the door");
            await Assertions.Expect(beside).ToContainTextAsync("The door is closed");
            await tenant.RestAsync();
            await tenant.ViewAsync("#/keys");
            await tenant.SeeAsync("Revoke Iris");
            await tenant.SeeAsync("Revoke Milo");
            await tenant.ViewAsync("#/");
            await beside.Locator("select").SelectOptionAsync("Unit 14");
            await tenant.TapAsync("Open the door I stand at");
            await tenant.SeeAsync("You have no key to this door");
            await tenant.RestAsync();
        }
        await using (AppPhone guest = await AppPhone.OpenAsync(address, links[1]))
        {
            await guest.SeeAsync("Ada Moreno shares a key to Unit 12 with you.");
            await guest.TapAsync("Keep this key");
            StringAssert.StartsWith(await guest.OpenDoorAsync("Unit 12"), "Open\n");
            await guest.RestAsync();
        }
        await using (AppPhone visitor = await AppPhone.OpenAsync(address, links[2]))
        {
            await visitor.TapAsync("Keep this key");
            StringAssert.StartsWith(await visitor.OpenDoorAsync("Unit 12"), "Open\n");
            await visitor.RestAsync();
        }
        await using AppPhone expired = await AppPhone.OpenAsync(address, links[3]);
        await expired.SeeAsync("By the clock of this phone, this key has expired.");
        await expired.TapAsync("Keep this key");
        await expired.TapAsync("Sign in");
        await expired.SeeAsync("Signed in as Ben Okafor");
        await expired.SeeAsync("Expired: fetch a new key");
        expired.ForgetSent();
        StringAssert.StartsWith(await expired.OpenDoorAsync("Exit gate"), "Open\n");
        CollectionAssert.IsSubsetOf(new[] { "/api/here", "/api/keys" }, expired.Calls.ToArray());
        await expired.RestAsync();
    }

    [GeneratedRegex(@"http://demo\.example/app#\S+")]
    private static partial Regex Link();
}
