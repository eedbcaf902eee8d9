using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Schedules;
using LockFirmware.Facility.UseCases.Units;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.FacilityTests.Keys;

namespace LockFirmware.FacilityTests.Units;

/// <summary>The portal's pages and changes on PostgreSQL, in a database of their own.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class OnPostgresTests
{
    [TestMethod]
    public async Task Users_units_and_hours_work_on_PostgreSQL_too()
    {
        using TestDatabase database = new(DatabaseKind.Postgres);
        using Scene scene = await Scene.BeginAsync(database.Postgres);
        await WalkAsync(scene);
    }

    private static async Task WalkAsync(Scene scene)
    {
        long ada = await scene.UserAsync("Ada Byron", "A-1");
        long ben = await scene.UserAsync("Ben Cole");
        await scene.IssueAsync(ada, Scene.Gate);
        Browser browser = await scene.Bench.SignInAsync(Permissions.All);
        foreach (string filter in new[] { "All", "Expired", "Active", "NoKey", "Delinquent" })
            await ShowsAsync(browser, $"/Users?q=b&filter={filter}&after=0-0",
                filter switch { "All" => "Ada Byron Ben Cole", "Active" => "Ada Byron", "NoKey" => "Ben Cole", _ => "" });
        await ShowsAsync(browser, "/Users?q=a-1%20byr", "Ada Byron");
        await ShowsAsync(browser, "/Users?q=%F0%9F%94%91", "");
        foreach (string path
            in new[] { $"/Users/{ada}", $"/Users/Edit?id={ada}", "/Units?filter=Vacant&q=a&after=A", "/Units/Edit",
                $"/Units/Details?id={scene.Units["A-2"]}&q=ben", "/Schedules" })
        {
            await browser.OpenAsync(path);
            Assert.AreEqual(System.Net.HttpStatusCode.OK, browser.Status, path);
        }
        await DoneAsync(scene.DoAsync<ScheduleChanges>(changes => changes.SaveAsync(1, "Days", "Mon 06:00-22:00", doKeysRunOut: false)));
        Assert.AreEqual(User.NoKey, (await scene.RowAsync(ada)).KeyNotAfter);
        await DoneAsync(scene.DoAsync<LeaseService>(letting => letting.TransferAsync(scene.Units["A-1"], scene.Units["A-2"])));
        await DoneAsync(scene.DoAsync<LeaseService>(letting => letting.LetAsync(scene.Units["A-1"], ben)));
        await DoneAsync(scene.DoAsync<AccountChanges>(accounts => accounts.SetPaymentAsync(ben, true)));
        await DoneAsync(scene.DoAsync<LeaseService>(letting => letting.MoveOutAsync(scene.Units["A-1"])));
        await DoneAsync(scene.DoAsync<UserRecords>(records => records.EraseAsync(ben)));
        CollectionAssert.AreEqual(new[] { "Tenancy 4", "Overlock 1" },
            (await scene.NoticesAsync(Scene.LockA1)).Order(StringComparer.Ordinal).Reverse().ToArray());
    }

    private static async Task ShowsAsync(Browser browser, string path, string names)
    {
        await browser.OpenAsync(path);
        Assert.AreEqual(System.Net.HttpStatusCode.OK, browser.Status, path);
        Assert.AreEqual(names,
            string.Join(' ', browser.Page.QuerySelectorAll("tbody td[data-label=Name]").Select(cell => cell.TextContent)), path);
    }

    private static async Task DoneAsync(Task<ChangeAnswer> change)
    {
        ChangeAnswer answer = await change;
        Assert.IsTrue(answer.IsDone, answer.Words);
    }
}
