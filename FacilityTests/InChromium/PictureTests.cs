using System.Globalization;
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

    [TestMethod]
    public async Task The_app_has_its_picture_taken()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrEmpty(folder))
            Assert.Inconclusive($"No pictures are asked for: {FolderVariable} names no folder.");
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync();
        await stage.ChangeAsync(async db => db.Sites.Single().Name = "North Yard Storage");
        long ida = await stage.AddUserAsync("Ida Lake", "Mon-Fri 06:00-22:00");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 12", 12), ida);
        await stage.LockAsync(12);
        await stage.VisitAsync(12);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ida);
        await phone.OpenDoorAsync("Unit 12");
        await phone.RestAsync();
        await phone.FollowAsync("Doors");
        await phone.SeeAsync("Open Unit 12");
        await TakeAppAsync(phone, folder, "app-doors");
        await phone.FollowAsync("My keys");
        await phone.SeeAsync("Share this key");
        await TakeAppAsync(phone, folder, "app-keys");
        await phone.FollowAsync("Share this key");
        await phone.Page.GetByLabel("Who is it for?").FillAsync("Iris");
        await TakeAppAsync(phone, folder, "app-share");
        await phone.TapAsync("Make the link");
        string link = await phone.Page.Locator("input.link-text").InputValueAsync();
        // The guest's phone has the facility's time; the browser's own is months ahead of it.
        long ahead = (long)(DateTimeOffset.UtcNow - stage.Bench.Time.GetUtcNow()).TotalMilliseconds;
        string clock =
            string.Create(CultureInfo.InvariantCulture, $"{{ const now = Date.now.bind(Date); Date.now = () => now() - {ahead}; }}");
        await using (AppPhone guest = await AppPhone.OpenAsync(stage, link, script: clock))
        {
            await guest.SeeAsync("Keep this key");
            await TakeAppAsync(guest, folder, "app-guest");
        }
        await phone.FollowAsync("Doors");
        await phone.OpenDoorAsync("Unit 12");
        await TakeAppAsync(phone, folder, "app-open");
        await phone.Page.SetViewportSizeAsync(Width, 800);
        await phone.TapAsync("Push the door");
        await Assertions.Expect(phone.Page.Locator("#beside")).ToContainTextAsync("The door is open");
        await phone.Page.EvaluateAsync("() => scrollTo(0, 0)");
        await TakeAppAsync(phone, folder, "app-demo");
    }

    // The window alone: the menu of the app stands at its lower edge.
    private static Task TakeAppAsync(AppPhone phone, string folder, string name) => phone.Page.ScreenshotAsync(
        new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), Caret = ScreenshotCaret.Hide });

    private static async Task TakeAsync(Visitor visitor, string folder, string name)
    {
        await visitor.Page.Mouse.MoveAsync(0, 0);
        await visitor.Page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true, Caret = ScreenshotCaret.Hide });
    }
}
