using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Staff;

/// <summary>Which passwords the staff may choose.</summary>
[TestClass]
public sealed class PasswordRulesTests
{
    private static readonly StaffMember Member = new() { Name = "Wilhelmina Fotheringay", Login = "wilhelmina", Stamp = "" };

    [TestMethod]
    [DataRow("correct horse battery")]
    [DataRow("seven old boats on dry land")]
    [DataRow("Gr7-ftQ9!mzPw")]
    public void A_password_that_is_hard_to_guess_is_taken(string password) =>
        Assert.IsNull(PasswordRules.Complaint(password, Member));

    [TestMethod]
    [DataRow("password1234")]
    [DataRow("P@ssw0rd2026!")]
    [DataRow("Welcome123456")]
    [DataRow("zyxwvutsrqpo")]
    [DataRow("FacilityAdmin1")]
    [DataRow("123456789012")]
    [DataRow("qwertyuiop12")]
    [DataRow("aaaaaaaaaaaaaaaa")]
    [DataRow("abcabcabcabcabc")]
    [DataRow("wilhelmina12")]
    [DataRow("fotheringay1")]
    public void A_common_password_is_refused(string password) =>
        StringAssert.Contains(PasswordRules.Complaint(password, Member), "easy to guess");

    [TestMethod]
    public void A_password_has_a_least_and_a_largest_length()
    {
        Assert.AreEqual("At least 12 characters.", PasswordRules.Complaint("Gr7-ftQ9!mz", Member));
        Assert.AreEqual("At most 128 characters.",
            PasswordRules.Complaint(string.Concat(Enumerable.Repeat("Gr7-ftQ9!mz", 12))[..129], Member));
    }

    [TestMethod]
    public async Task A_common_password_is_not_set_by_a_link_or_by_a_member()
    {
        using FacilityBench bench = new();
        string login = await bench.MakeStaffAsync(Permissions.ManageUnits);
        string code = await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            string made = services.GetRequiredService<StaffAccounts>().Invite(await db.Staff.SingleAsync(row => row.Login == login));
            await db.SaveChangesAsync();
            return made;
        });
        Browser invited = new(bench.Anonymous());
        await invited.OpenAsync($"/account/invitation?code={code}");
        await invited.SubmitAsync("form", ("password", "password1234"), ("again", "password1234"));
        StringAssert.Contains(invited.Text, "easy to guess");

        Browser browser = await bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync("/Staff/Password");
        await browser.SubmitAsync("#password", ("present", FacilityBench.Password), ("password", "password1234"),
            ("again", "password1234"));
        StringAssert.Contains(browser.Text, "easy to guess");
    }
}
