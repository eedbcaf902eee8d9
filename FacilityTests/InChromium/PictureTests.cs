using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>
/// Takes the pictures of docs/pictures anew, where a variable asks for it: FACILITY_PICTURES=docs/pictures, as a full path.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class PictureTests
{
    private const string FolderVariable = "FACILITY_PICTURES";
    private const int Width = 1000;

    [TestMethod]
    public async Task The_main_pages_have_their_picture_taken()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrEmpty(folder))
            Assert.Inconclusive($"No pictures are asked for: {FolderVariable} names no folder.");
        FacilityBench bench = new(isReal: true);
        Story story = await Story.TellAsync(bench);
        await using Visitor visitor = await Visitor.OpenAsync(bench, Width);
        await visitor.Page.GotoAsync("/account/sign-in");
        await TakeAsync(visitor, folder, "sign-in");
        await visitor.SignInAsync(Permissions.All);
        long unit = await bench.InDbAsync(db => Task.FromResult(db.Units.Single(row => row.Name == "A-13").Id));
        foreach ((string path, string name) in new[]
        {
            ("/", "welcome"),
            ("/Users", "users"),
            ($"/Users/{await story.UserAsync(Story.Expired)}", "user-expired"),
            ("/Units", "units"),
            ($"/Units/Details?id={unit}", "unit"),
            ("/Schedules", "hours"),
            ("/Entries", "entries"),
            ($"/Entries/Details/{Story.Gate}", "entry"),
            ("/Activity", "activity"),
            ("/Settings", "settings"),
        })
        {
            await visitor.GoAsync(path);
            await TakeAsync(visitor, folder, name);
        }
        await visitor.Page.SetViewportSizeAsync(Visitor.PhoneWidth, 740);
        foreach ((string path, string name) in new[] { ("/Users", "users-phone"),
            ($"/Users/{await story.UserAsync(Story.Active)}", "user-phone"), ("/Activity", "activity-phone") })
        {
            await visitor.GoAsync(path);
            await TakeAsync(visitor, folder, name);
        }
    }

    private static async Task TakeAsync(Visitor visitor, string folder, string name)
    {
        await visitor.Page.Mouse.MoveAsync(0, 0);
        await visitor.Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true, Caret = ScreenshotCaret.Hide });
    }
}
