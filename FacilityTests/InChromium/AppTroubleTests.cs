using LockFirmware.Facility.Data;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.Phone;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>
/// What goes wrong with phones and programs, and opens a door all the same: once, and for the right person. The tests share one facility.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AppTroubleTests
{
    // The page reads no reply any more: as a phone whose battery is empty.
    private const string LoseReply = """
        () => {
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (text) {
            if (!String(text).includes('8c1f0005'))
              send.call(this, text);
          };
        }
        """;

    private static PhoneStage? _stage;
    private static uint _lastLock = 300;

    [ClassCleanup]
    public static void End() => _stage?.Dispose();

    [TestMethod]
    public async Task A_phone_that_dies_between_its_request_and_the_reply_has_opened_the_door_once()
    {
        (PhoneStage stage, long userId, uint lockId, VirtualLock atDoor) = await AddAsync("Abe Moss");
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await phone.OpenDoorAsync($"Unit {lockId}"), "Open\n");
        await phone.RestAsync();
        await LockedAsync(phone, lockId);
        await phone.Page.EvaluateAsync(LoseReply);
        await phone.FollowAsync("Doors");
        await phone.TapAsync($"Open Unit {lockId}");
        await Assertions.Expect(phone.Page.Locator("#beside")).ToContainTextAsync("the latch unlocked");
        AppPhone again = await phone.OpenTabAsync();
        await phone.Page.CloseAsync();
        // It locks in time, though nobody has read the reply, and the next visit is an ordinary one.
        await LockedAsync(again, lockId);
        Assert.IsFalse(atDoor.Board.Door.IsReleased);
        StringAssert.StartsWith(await again.OpenDoorAsync($"Unit {lockId}"), "Open\n");
        await again.RestAsync();
        await stage.VisitAsync(lockId);
        Assert.AreEqual(3, await stage.Bench.InDbAsync(db =>
            db.Events.CountAsync(row => row.EntryId == lockId && row.Kind == (int)EventKind.AccessGranted)));
    }

    [TestMethod]
    public async Task Two_phones_at_one_door_take_turns_and_both_get_in()
    {
        (PhoneStage stage, long userId, uint lockId, _) = await AddAsync("Bo Lind");
        string door = $"Unit {lockId}";
        await using AppPhone first = await AppPhone.SignedInAsync(stage, userId);
        await using AppPhone second = await AppPhone.SignedInAsync(stage, userId);
        foreach (AppPhone phone in new[] { first, second })
        {
            StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
            await phone.RestAsync();
        }
        string[] told = await Task.WhenAll(first.OpenDoorAsync(door), second.OpenDoorAsync(door));
        Assert.Contains("Open", told.Select(text => text.Split('\n')[0]));
        foreach (string text in told)
            Assert.Contains(text.Split('\n')[0], new[] { "Open", "Somebody else is at this lock", "The lock is busy" });
        await first.RestAsync();
        await second.RestAsync();
        foreach (AppPhone phone in new[] { first, second })
        {
            StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
            await phone.RestAsync();
        }
        await stage.VisitAsync(lockId);
        int phones = await stage.Bench.InDbAsync(db => db.Events
            .Where(row => row.EntryId == lockId && row.Kind == (int)EventKind.AccessGranted).Select(row => row.KeyId).Distinct()
            .CountAsync());
        Assert.AreEqual(2, phones, "the trail tells the phones apart");
    }

    [TestMethod]
    public async Task A_phone_whose_clock_is_wrong_opens_and_learns_the_time_from_the_lock()
    {
        (PhoneStage stage, long userId, uint lockId, _) = await AddAsync("Cy Ferro");
        string door = $"Unit {lockId}";
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        // The clock of the phone jumps ahead by a month, after it has last heard of the facility.
        await phone.Context.AddInitScriptAsync("""
            {
              const now = Date.now.bind(Date);
              Date.now = () => now() + 30 * 86_400_000;
            }
            """);
        await phone.LoseSignalAsync();
        await phone.GoAsync("/app");
        await phone.SeeAsync("Expired: fetch a new key");
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.ViewAsync("#/");
        await phone.SeeAsync("Active until");
        Assert.IsFalse((await phone.Page.Locator(".phone").InnerTextAsync()).Contains("Expired", StringComparison.Ordinal));
    }

    [TestMethod]
    [DataRow(-1, "Active until 9 Sept 13:00")]
    // A lock may be behind, so it does not contradict a phone that is ahead and whose key is in force. A day of this week has its name.
    [DataRow(1, "Active until Wednesday 13:00")]
    public async Task A_phone_whose_clock_is_a_day_off_opens_and_shows_the_right_end_of_its_key(int days, string end)
    {
        (PhoneStage stage, long userId, uint lockId, _) = await AddAsync("Hal Ortiz");
        string door = $"Unit {lockId}";
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.Context.AddInitScriptAsync($$"""
            {
              const now = Date.now.bind(Date);
              Date.now = () => now() + {{days}} * 86_400_000;
            }
            """);
        await phone.LoseSignalAsync();
        await phone.GoAsync("/app");
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.ViewAsync("#/");
        await phone.SeeAsync(end);
    }

    [TestMethod]
    public async Task A_new_version_waits_until_the_person_asks_for_it_and_the_door_has_locked()
    {
        (PhoneStage stage, long userId, uint lockId, _) = await AddAsync("Di Park");
        string door = $"Unit {lockId}";
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId, withWorker: true);
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.Page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => undefined)");
        await phone.GoAsync("/app");
        await phone.SeeAsync($"Open {door}");
        string old = stage.Files.Version;
        try
        {
            // Another page, and so another version of the files.
            stage.Files = new AppFiles("demo\" data-next=\"");
            await phone.Page.EvaluateAsync("() => navigator.serviceWorker.getRegistration('/app').then(found => found.update())"
                + ".then(() => undefined)");
            await phone.SeeAsync("A new version of the app is ready.");
            StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
            Assert.AreEqual(old, await VersionAsync(phone));
            // Another tab takes the new version while the door of this one is open, and this one calls the facility again and again: in
            // Chromium each call through the old worker would start it anew, and the new one would wait for it.
            await phone.Page.EvaluateAsync("""
                () => {
                  addEventListener('pagehide', () => sessionStorage.setItem('left', document.querySelector('.advice')?.textContent));
                  const calls = setInterval(() => void fetch('/api/me').catch(() => { }), 2);
                  navigator.serviceWorker.addEventListener('controllerchange', () => clearInterval(calls));
                  return navigator.serviceWorker.getRegistration('/app').then(found => found.waiting.postMessage('use'));
                }
                """);
            await phone.Page.Locator($"html[data-ready]:has(meta[name=version][content='{stage.Files.Version}'])")
                .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            Assert.AreEqual("The door locks again.", await phone.Page.EvaluateAsync<string>("() => sessionStorage.getItem('left')"));
            await phone.LoseSignalAsync();
            StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
            await phone.RestAsync();
        }
        finally
        {
            stage.Files = new AppFiles("demo");
        }
        phone.ForgetComplaints();
    }

    [TestMethod]
    public async Task An_app_and_a_facility_of_different_age_say_so_and_the_key_opens()
    {
        (PhoneStage stage, long userId, uint lockId, _) = await AddAsync("Ed Vance");
        string door = $"Unit {lockId}";
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        // A facility that no longer speaks this app's version, as such a one answers.
        await phone.Page.RouteAsync("**/api/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 400,
            ContentType = "application/json",
            Headers = new Dictionary<string, string> { ["Api-Version"] = "2" },
            Body = """{"code":"version-not-supported","reason":"The facility speaks version 2 of its calls."}""",
        }));
        await phone.GoAsync("/app");
        await phone.SeeAsync("This app is older than the facility.");
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.FindSignalAsync();
        // An app of the next version, at the facility as it is.
        await phone.Page.RouteAsync("**/api/**", route => route.ContinueAsync(new RouteContinueOptions
        {
            Headers = new Dictionary<string, string>(route.Request.Headers) { ["api-version"] = "2" },
        }));
        await phone.Page.RouteAsync("**/api.js", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            string next = (await answer.TextAsync()).Replace("const Version = 1;", "const Version = 2;", StringComparison.Ordinal);
            // Not with the tag of the file as it is: the browser would keep this one for it.
            await route.FulfillAsync(new RouteFulfillOptions
            {
                Body = next,
                ContentType = answer.Headers["content-type"],
                Headers = new Dictionary<string, string> { ["Cache-Control"] = "no-store" },
            });
        });
        await phone.GoAsync("/app");
        await phone.SeeAsync("The facility is older than this app");
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.Page.UnrouteAllAsync();
        await phone.GoAsync("/app");
        await phone.Page.Locator("main[data-view='#/']").WaitForAsync();
        await phone.Page.EvaluateAsync("() => app.arrive().then(() => app.refresh())");
        Assert.IsFalse((await phone.Page.Locator(".phone").InnerTextAsync()).Contains("older than", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task A_tap_is_not_lost_when_news_arrive_under_the_finger()
    {
        (PhoneStage stage, long userId, uint lockId, _) = await AddAsync("Flo Reyes");
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        await phone.ViewAsync("#/");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = $"Open Unit {lockId}" }).HoverAsync();
        await phone.Page.Mouse.DownAsync();
        // The list would be drawn anew long before the store has been read so often.
        await phone.Page.EvaluateAsync("""
            async () => {
              void app.refresh();
              for (let i = 0; i < 50; i++)
                await app.isSignedIn();
            }
            """);
        await phone.Page.Mouse.UpAsync();
        await phone.Page.Locator(".result.good").WaitForAsync();
        await phone.RestAsync();
    }

    [TestMethod]
    public async Task What_a_link_has_opened_stays_when_news_arrive()
    {
        (PhoneStage stage, long userId, _, _) = await AddAsync("Gus Hale");
        await using AppPhone phone = await AppPhone.OpenAsync(stage, "/app");
        await phone.GoAsync($"/app#code={await stage.CodeAsync(userId)}");
        await phone.Page.Locator("main[data-view='#/link'] h1").WaitForAsync();
        await phone.Page.EvaluateAsync("() => app.refresh()");
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("Signed in as Gus Hale.");
    }

    /// <summary>Stands at a door, and waits until its latch is locked.</summary>
    private static async Task LockedAsync(AppPhone phone, uint lockId)
    {
        await phone.Page.Locator("#beside select").SelectOptionAsync($"Unit {lockId}");
        await Assertions.Expect(phone.Page.Locator("#beside")).ToContainTextAsync("the latch locked");
    }

    private static Task<string> VersionAsync(AppPhone phone) =>
        phone.Page.EvaluateAsync<string>("() => document.querySelector('meta[name=version]').content");

    private static async Task<(PhoneStage Stage, long UserId, uint LockId, VirtualLock Lock)> AddAsync(string name)
    {
        _stage ??= await PhoneStage.StartForBrowsersAsync(Api.ApiCalls.NoLimits);
        uint lockId = ++_lastLock;
        long userId = await _stage.AddUserAsync(name);
        await _stage.LetAsync(await _stage.AddUnitAsync($"Unit {lockId}", lockId), userId);
        VirtualLock started = await _stage.LockAsync(lockId);
        await _stage.VisitAsync(lockId);
        return (_stage, userId, lockId, started);
    }
}
