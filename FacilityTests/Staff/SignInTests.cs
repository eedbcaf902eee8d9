using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Staff;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Staff;

/// <summary>How the staff get in, and how others do not.</summary>
[TestClass]
public sealed class SignInTests
{
    [TestMethod]
    public async Task Without_a_sign_in_every_page_leads_to_the_door()
    {
        using FacilityBench bench = new();
        Browser browser = new(bench.Anonymous());
        await browser.OpenAsync("/Users");
        Assert.AreEqual("Sign in", browser.Page.Title);
    }

    [TestMethod]
    public async Task The_first_administrator_sets_a_password_by_a_link_that_counts_once()
    {
        using FacilityBench bench = new();
        string code = await bench.InScopeAsync(async services => (await services.GetRequiredService<StaffAccounts>().InviteFirstAsync())!);
        Browser browser = new(bench.Anonymous());
        await browser.OpenAsync($"/Staff/Door/Invitation?code={code}");
        await browser.SubmitAsync("form", ("password", "short"), ("again", "short"));
        StringAssert.Contains(browser.Text, "At least 12 characters");
        await browser.SubmitAsync("form", ("password", "a long enough one"), ("again", "a long enough one"));
        Assert.AreEqual("Welcome", browser.Page.Title);
        StringAssert.Contains(browser.Text, "Staff");

        Browser second = new(bench.Anonymous());
        await second.OpenAsync($"/Staff/Door/Invitation?code={code}");
        StringAssert.Contains(second.Text, "was used, or has ended");
        Assert.IsNull(await bench.InScopeAsync(services => services.GetRequiredService<StaffAccounts>().InviteFirstAsync()));
    }

    [TestMethod]
    public async Task After_five_wrong_passwords_even_the_right_one_waits()
    {
        using FacilityBench bench = new();
        await bench.SignInAsync(Permissions.All);
        string login = await bench.InDbAsync(db => db.Staff.Where(member => member.PasswordHash != "").Select(member => member.Login).SingleAsync());
        Browser browser = new(bench.Anonymous());
        await browser.OpenAsync("/Staff/Door/SignIn");
        for (int i = 0; i < 5; i++)
            await browser.SubmitAsync("form", ("login", login), ("password", "wrong wrong wrong"));
        await browser.SubmitAsync("form", ("login", login), ("password", "correct horse battery"));
        StringAssert.Contains(browser.Text, "Login or password is wrong");
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await browser.SubmitAsync("form", ("login", login), ("password", "correct horse battery"));
        Assert.AreEqual("Welcome", browser.Page.Title);
    }

    [TestMethod]
    public async Task A_member_without_the_permission_is_told_so()
    {
        using FacilityBench bench = new();
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync("/Staff/Door/Denied");
        Assert.AreEqual(HttpStatusCode.Forbidden, browser.Status);
    }
}
