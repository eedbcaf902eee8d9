using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Access;

/// <summary>Characters that the database cannot store: the pages refuse them before the database does.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class PlainTextTests
{
    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Control_characters_are_refused_in_words_and_line_breaks_and_accents_are_text(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        Browser door = new(bench.Anonymous());
        await door.OpenAsync("/account/sign-in");
        await door.SubmitAsync("form", ("login", "kay\0"), ("password", FacilityBench.Password));
        Assert.AreEqual(HttpStatusCode.BadRequest, door.Status);
        Browser browser = await bench.SignInAsync(Permissions.All);
        foreach (string path
            in new[] { "/Activity?user=%00a", "/Activity/Office?kind=%00", "/Users?q=%00", "/Units?q=a%1b", "/Activity?from=%7f",
                "/Entries?%00=1" })
        {
            await browser.OpenAsync(path);
            Assert.AreEqual(HttpStatusCode.BadRequest, browser.Status, path);
            StringAssert.Contains(browser.Text, "Nothing was changed", path);
        }
        await browser.OpenAsync("/Activity?user=M%C3%BCller%0D%0A%09Vale");
        Assert.AreEqual(HttpStatusCode.OK, browser.Status);
        await browser.OpenAsync("/Staff/Members");
        await browser.SubmitAsync("main form", ("name", "Robin\0Vale"), ("login", "robin"));
        Assert.AreEqual(HttpStatusCode.BadRequest, browser.Status);
        Assert.AreEqual(1, await bench.InDbAsync(db => db.Staff.CountAsync(member => member.PasswordHash != "")));
    }
}
