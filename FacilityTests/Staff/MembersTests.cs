using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Staff;

/// <summary>The members of the staff and their permissions.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class MembersTests
{
    [TestMethod]
    public async Task An_invited_member_sets_a_password_by_the_link_that_is_shown_once()
    {
        using FacilityBench bench = new();
        Browser administrator = await OpenAsync(bench);
        await administrator.SubmitAsync("main form", ("name", "Robin Vale"), ("login", "Robin"), ("permission", "1"), ("permission", "8"));
        Assert.AreEqual("Robin Vale", administrator.Page.Title);
        string link = administrator.Page.QuerySelector("#link")!.TextContent;
        await administrator.OpenAsync(administrator.Page.Location.PathName + administrator.Page.Location.Search);
        Assert.IsNull(administrator.Page.QuerySelector("#link"));

        Browser robin = new(bench.Anonymous());
        await robin.OpenAsync(new Uri(link).PathAndQuery);
        await robin.SubmitAsync("form", ("password", "a long enough one"), ("again", "a long enough one"));
        CollectionAssert.AreEqual(new[] { "Users", "Activity" },
            robin.Page.QuerySelectorAll("nav[aria-label=Main] a").Select(item => item.TextContent).ToArray());
        CollectionAssert.DoesNotContain(await bench.InDbAsync(db => db.OfficeRecords.Select(row => row.Detail).ToArrayAsync()), link);
    }

    [TestMethod]
    [DataRow("https://portal.example/", "*", "https://portal.example/account/invitation?code=")]
    [DataRow("https://portal.example/", "localhost;portal.example", "https://portal.example/account/invitation?code=")]
    [DataRow("", "localhost", "http://localhost/account/invitation?code=")]
    [DataRow("", "*", "http://localhost:5080/account/invitation?code=")]
    public async Task The_link_leads_where_people_see_the_portal(string publicUrl, string hosts, string start)
    {
        using FacilityBench bench = new(settings: [("Facility:PublicUrl", publicUrl), ("AllowedHosts", hosts)]);
        Browser administrator = await OpenAsync(bench);
        await administrator.SubmitAsync("main form", ("name", "Robin Vale"), ("login", "robin"));
        StringAssert.StartsWith(administrator.Page.QuerySelector("#link")!.TextContent, start);
    }

    [TestMethod]
    public async Task A_login_is_given_once()
    {
        using FacilityBench bench = new();
        Browser administrator = await OpenAsync(bench);
        await administrator.SubmitAsync("main form", ("name", "Robin Vale"), ("login", "robin"));
        await administrator.OpenAsync("/Staff/Members");
        await administrator.SubmitAsync("main form", ("name", "Robin Other"), ("login", "ROBIN"));
        StringAssert.Contains(administrator.Text, "The login \"robin\" is taken");
    }

    [TestMethod]
    public async Task Other_permissions_end_what_the_member_has_signed_in()
    {
        using FacilityBench bench = new();
        Browser administrator = await OpenAsync(bench);
        Browser member = await bench.SignInAsync(Permissions.ViewActivity | Permissions.ManageSettings);
        long id = await IdOfAsync(bench, Permissions.ViewActivity | Permissions.ManageSettings);
        await administrator.OpenAsync($"/Staff/Members/Member?id={id}");
        await administrator.SubmitAsync("#save", ("permission", "8"));
        await member.OpenAsync("/Settings");
        Assert.AreEqual("Sign in", member.Page.Title);
        // The same permissions change nothing.
        member = await bench.SignInAsync(Permissions.ManageUnits);
        await administrator.OpenAsync($"/Staff/Members/Member?id={await IdOfAsync(bench, Permissions.ManageUnits)}");
        await administrator.SubmitAsync("#save", ("permission", "2"), ("name", "Kay M. Morgan"));
        await member.OpenAsync("/");
        Assert.AreEqual("Welcome", member.Page.Title);
    }

    [TestMethod]
    public async Task A_deactivated_member_is_out_at_once_and_comes_back_by_activation()
    {
        using FacilityBench bench = new();
        Browser administrator = await OpenAsync(bench);
        Browser member = await bench.SignInAsync(Permissions.ViewActivity);
        await administrator.OpenAsync($"/Staff/Members/Member?id={await IdOfAsync(bench, Permissions.ViewActivity)}");
        await administrator.SubmitAsync("#deactivate");
        await member.OpenAsync("/Activity");
        Assert.AreEqual("Sign in", member.Page.Title);
        string login =
            await bench.InDbAsync(db => db.Staff.Where(row => row.Permissions == Permissions.ViewActivity).Select(row => row.Login)
                .SingleAsync());
        await member.SubmitAsync("form", ("login", login), ("password", "correct horse battery"));
        StringAssert.Contains(member.Text, "Login or password is wrong");
        await administrator.SubmitAsync("#activate");
        await member.SubmitAsync("form", ("login", login), ("password", "correct horse battery"));
        Assert.AreEqual("Activity", member.Page.Title);
    }

    [TestMethod]
    public async Task The_last_administrator_who_can_sign_in_stays_one()
    {
        using FacilityBench bench = new();
        Browser administrator = await OpenAsync(bench);
        long id = await IdOfAsync(bench, Permissions.Administer);
        foreach ((string form, (string, string)[] fields) in new[] { ("#deactivate", []), ("#save", new[] { ("permission", "8") }) })
        {
            await administrator.OpenAsync($"/Staff/Members/Member?id={id}");
            await administrator.SubmitAsync(form, fields);
            StringAssert.Contains(administrator.Text, "This is the last administrator who can sign in");
        }
        // A member without a password, who was only invited, does not count. A member with a password does.
        await administrator.OpenAsync("/Staff/Members");
        await administrator.SubmitAsync("main form", ("name", "Robin Vale"), ("login", "robin"), ("permission", "32"));
        await administrator.OpenAsync($"/Staff/Members/Member?id={id}");
        await administrator.SubmitAsync("#deactivate");
        StringAssert.Contains(administrator.Text, "This is the last administrator who can sign in");
        await bench.SignInAsync(Permissions.All);
        await administrator.OpenAsync($"/Staff/Members/Member?id={id}");
        await administrator.SubmitAsync("#deactivate");
        Assert.AreEqual("Sign in", administrator.Page.Title);
    }

    [TestMethod]
    public async Task Of_two_administrators_who_remove_one_another_at_once_one_stays()
    {
        using FacilityBench bench = new();
        await bench.SignInAsync(Permissions.Administer);
        await bench.SignInAsync(Permissions.All);
        long first = await IdOfAsync(bench, Permissions.Administer);
        long second =
            await bench.InDbAsync(db => db.Staff.Where(row => row.Permissions == Permissions.All && row.PasswordHash != "")
                .Select(row => row.Id).SingleAsync());
        await bench.InScopeAsync(async one =>
        {
            // This one has read the facility's row and is slow.
            FacilityDb db = one.GetRequiredService<FacilityDb>();
            await db.Sites.SingleAsync();
            await bench.InScopeAsync(async other =>
                Assert.IsNull((await other.GetRequiredService<StaffService>().ActivateAsync(first, false)).Complaint));
            StringAssert.Contains((await one.GetRequiredService<StaffService>().ActivateAsync(second, false)).Complaint,
                "last administrator");
        });
        Assert.IsTrue(await bench.InDbAsync(db => db.Staff.Where(row => row.Id == second).Select(row => row.IsActive).SingleAsync()));
    }

    [TestMethod]
    public async Task Anybody_changes_their_own_password_and_what_else_is_signed_in_ends()
    {
        using FacilityBench bench = new();
        Browser here = await bench.SignInAsync(Permissions.None);
        string login = await bench.InDbAsync(db => db.Staff.Where(row => row.PasswordHash != "").Select(row => row.Login).SingleAsync());
        Browser there = new(bench.Anonymous());
        await there.OpenAsync("/account/sign-in");
        await there.SubmitAsync("form", ("login", login), ("password", "correct horse battery"));
        await here.OpenAsync("/Staff/Password");
        await here.SubmitAsync("#password", ("present", "wrong"), ("password", "another long one"), ("again", "another long one"));
        StringAssert.Contains(here.Text, "The current password is wrong");
        await here.SubmitAsync("#password", ("present", "correct horse battery"), ("password", "another long one"),
            ("again", "another long ore"));
        StringAssert.Contains(here.Text, "The two new passwords differ");
        await here.SubmitAsync("#password", ("present", "correct horse battery"), ("password", "another long one"),
            ("again", "another long one"));
        Assert.AreEqual("Welcome", here.Page.Title);
        await there.OpenAsync("/");
        Assert.AreEqual("Sign in", there.Page.Title);
        await there.SubmitAsync("form", ("login", login), ("password", "another long one"));
        Assert.AreEqual("Welcome", there.Page.Title);
        Assert.AreEqual(HttpStatusCode.OK, there.Status);
    }

    private static Task<long> IdOfAsync(FacilityBench bench, Permissions permissions) =>
        bench.InDbAsync(db => db.Staff.Where(row => row.Permissions == permissions).Select(row => row.Id).SingleAsync());

    private static async Task<Browser> OpenAsync(FacilityBench bench)
    {
        Browser browser = await bench.SignInAsync(Permissions.Administer);
        await browser.OpenAsync("/Staff/Members");
        return browser;
    }
}
