using System.Globalization;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>Sharing a key, being a guest, signing out, and deleting everything, in the app. The tests share one facility.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AppSharingTests
{
    private static PhoneStage? _stage;
    private static uint _lastLock = 200;

    [ClassCleanup]
    public static void End() => _stage?.Dispose();

    [TestMethod]
    public async Task A_key_is_shared_without_signal_opens_for_the_guest_and_is_revoked_by_the_holder()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Gia Holt");
        await using AppPhone holder = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await holder.OpenDoorAsync(door), "Open\n");
        await holder.RestAsync();
        await holder.LoseSignalAsync();
        (string link, DateTime until) = await ShareAsync(holder, "Iris Moss");
        StringAssert.Contains(link, "/app#key=");
        await holder.FollowAsync("My keys");
        await holder.SeeAsync($"Iris Moss, until {until:dddd HH:mm}");
        await holder.SeeAsync("The office does not know of it yet.");

        await using AppPhone guest = await AppPhone.OpenAsync(stage, link);
        await guest.SeeAsync($"Gia Holt shares a key to {door} with you.");
        Assert.IsFalse(guest.Page.Url.Contains("key", StringComparison.Ordinal), "the link stays in the history of the browser");
        await guest.LoseSignalAsync();
        await guest.TapAsync("Keep this key");
        StringAssert.StartsWith(await guest.OpenDoorAsync(door), "Open\n");
        await guest.RestAsync();
        await guest.GoAsync("/app");
        await guest.GoAsync(link);
        await guest.SeeAsync("You have this key already.");

        await holder.FindSignalAsync();
        await holder.Page.EvaluateAsync("() => globalThis.app.arrive()");
        Assert.AreEqual("Iris Moss", await stage.Bench.InDbAsync(db =>
            db.Shares.Where(share => share.Key!.UserId == userId).Select(share => share.GuestName).SingleAsync()));
        await holder.Page.EvaluateAsync("() => globalThis.app.arrive()");
        await holder.FollowAsync("Doors");
        await holder.FollowAsync("My keys");
        await holder.TapAsync("Revoke Iris Moss");
        await holder.SeeAsync("Iris Moss is revoked.");

        // The holder's own phone brings the lock the news.
        await holder.Page.EvaluateAsync("() => globalThis.app.arrive()");
        StringAssert.StartsWith(await holder.OpenDoorAsync(door), "Open\n");
        await holder.RestAsync();
        await guest.FollowAsync("Not now");
        StringAssert.StartsWith(await guest.OpenDoorAsync(door), "This key was revoked\nAsk Gia Holt.");
    }

    [TestMethod]
    public async Task A_link_goes_to_the_apps_of_the_phone_and_where_the_browser_refuses_it_is_selected()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Pia Lund");
        await using AppPhone holder = await AppPhone.SignedInAsync(stage, userId, script: """
            globalThis.sent = [];
            globalThis.refusal = '';
            const give = what => {
              if (globalThis.refusal)
                return Promise.reject(new DOMException('', globalThis.refusal));
              globalThis.sent.push(what);
              return Promise.resolve();
            };
            navigator.share = what => give(`${what.text} ${what.url}`);
            navigator.clipboard.writeText = give;
            """);
        StringAssert.StartsWith(await holder.OpenDoorAsync(door), "Open\n");
        await holder.RestAsync();
        (string link, _) = await ShareAsync(holder, "Ole");
        await holder.TapAsync("Send the link");
        await holder.TapAsync("Copy the link");
        await holder.SeeAsync("Copied.");
        string[] sent = [$"Pia Lund shares a key to {door} with you. Open this link on your phone: {link}", link];
        CollectionAssert.AreEqual(sent, await holder.Page.EvaluateAsync<string[]>("() => sent"));

        await holder.Page.EvaluateAsync("() => { refusal = 'AbortError'; }");
        await holder.TapAsync("Send the link");
        await holder.SeeAsync("Copied.");
        foreach (string way in new[] { "Send the link", "Copy the link" })
        {
            // Some browsers leave the focus where it was when a button is tapped.
            await holder.Page.EvaluateAsync("""
                way => {
                  refusal = 'NotAllowedError';
                  const shown = document.querySelector('input.link-text');
                  shown.focus();
                  shown.setSelectionRange(0, 0);
                  shown.parentElement.querySelector('[role=status]').textContent = '';
                  [...document.querySelectorAll('button')].find(one => one.textContent === way).click();
                }
                """, way);
            await holder.SeeAsync("The link is selected now: copy it yourself.");
            Assert.AreEqual(link, await holder.Page.EvaluateAsync<string>(
                "() => { const at = document.activeElement; return at.value.slice(at.selectionStart, at.selectionEnd); }"), way);
        }
    }

    [TestMethod]
    public async Task A_link_opened_twice_is_one_key_and_a_stolen_link_ends_with_the_guest_that_it_was_made_for()
    {
        (PhoneStage stage, long userId, string door, VirtualLock atDoor) = await AddAsync("Nia Frost");
        await using AppPhone holder = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await holder.OpenDoorAsync(door), "Open\n");
        await holder.RestAsync();
        (string link, _) = await ShareAsync(holder, "Oli");
        await holder.SeeAsync("whoever has it can open the door");
        await holder.RestAsync();
        await using AppPhone guest = await AppPhone.OpenAsync(stage, link);
        await guest.TapAsync("Keep this key");
        await guest.SeeAsync($"Open {door}");
        await guest.GoAsync("/app");
        await guest.GoAsync(link);
        await guest.SeeAsync("You have this key already.");
        await guest.TapAsync("Keep this key");
        await guest.SeeAsync($"Open {door}");
        Assert.AreEqual(1, await StoredAsync(guest, "keys"));
        await using AppPhone thief = await AppPhone.OpenAsync(stage, link);
        await thief.SeeAsync("Whoever has the link can open the door");
        await thief.TapAsync("Keep this key");
        StringAssert.StartsWith(await thief.OpenDoorAsync(door), "Open\n");
        await thief.RestAsync();

        // The office has told the holder's phone of the share as soon as it knew of it.
        await holder.ViewAsync("#/keys");
        await holder.TapAsync("Revoke Oli");
        await holder.SeeAsync("Oli is revoked.");
        await stage.VisitAsync(stage.Doors.Single(one => one.Lock == atDoor).LockId);
        foreach (AppPhone phone in new[] { thief, guest })
            StringAssert.StartsWith(await phone.OpenDoorAsync(door), "This key was revoked\nAsk Nia Frost.");
        StringAssert.StartsWith(await holder.OpenDoorAsync(door), "Open\n");
        await holder.RestAsync();
    }

    [TestMethod]
    public async Task A_link_that_was_cut_off_or_changed_gives_no_key()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Hal Reed");
        await using AppPhone holder = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await holder.OpenDoorAsync(door), "Open\n");
        await holder.RestAsync();
        (string link, _) = await ShareAsync(holder, "Ivo");
        await using AppPhone guest = await AppPhone.OpenAsync(stage, link[..^9]);
        await guest.SeeAsync("This link is not complete.");
        await guest.GoAsync("/app");
        await guest.GoAsync("/app#key=bm90IGEga2V5");
        await guest.SeeAsync("This link is not complete.");
    }

    [TestMethod]
    public async Task Signing_out_deletes_the_own_keys_and_signing_in_again_works_with_a_typed_code()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Jon Field");
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.FollowAsync("Settings");
        await phone.TapAsync("Sign out");
        await phone.TapAsync("Yes, do it");
        await phone.SeeAsync("You have no key yet.");
        Assert.AreEqual(0, await StoredAsync(phone, "keys"));
        Assert.IsTrue(await stage.Bench.InDbAsync(db => db.Keys.Where(key => key.UserId == userId)
            .AllAsync(key => key.State == LockFirmware.Facility.Data.KeyState.Revoked)));
        await phone.FollowAsync("Sign in with a code");
        await phone.Page.GetByLabel("Code of the office").FillAsync("AAAAA-BBBBB");
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("This code was used, has expired, or is mistyped.");
        await phone.Page.GetByLabel("Code of the office").FillAsync(await stage.CodeAsync(userId));
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("Signed in as Jon Field.");
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();

        await phone.FollowAsync("Settings");
        await phone.TapAsync("Delete everything on this phone");
        await phone.TapAsync("Yes, do it");
        await phone.SeeAsync("You have no key yet.");
        foreach (string store in new[] { "keys", "shares", "values", "waiting", "history" })
            Assert.AreEqual(0, await StoredAsync(phone, store), store);
    }

    [TestMethod]
    public async Task No_script_can_read_the_secret_of_a_key_that_the_phone_keeps()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Kim Lowe");
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        string told = await phone.Page.EvaluateAsync<string>("""
            async () => {
              const { readKeys } = await import('/app/keyring/store.js');
              const keys = await readKeys();
              const tries = await Promise.all(keys.flatMap(key => ['raw', 'jwk'].map(format =>
                crypto.subtle.exportKey(format, key.secret).then(() => 'given out', error => error.name))));
              return `${keys.length} ${[...new Set(tries)].join()}`;
            }
            """);
        Assert.AreEqual("2 InvalidAccessError", told);
        // Nor does it lie about in another place: the phone was sent it as base64.
        string[] sent = [.. (await stage.Bench.InDbAsync(db => db.Keys.Where(key => key.UserId == userId).ToListAsync()))
            .Select(key => Convert.ToBase64String(key.Grant))];
        string kept = await phone.Page.EvaluateAsync<string>("""
            async () => {
              const database = await new Promise(resolve => {
                const opening = indexedDB.open('keys');
                opening.onsuccess = () => resolve(opening.result);
              });
              const all = store => new Promise(resolve => {
                const asked = database.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => resolve(asked.result);
              });
              const text = JSON.stringify(await Promise.all(['shares', 'values', 'waiting', 'history'].map(all)));
              database.close();
              return text;
            }
            """);
        StringAssert.Contains(kept, "Kim Lowe");
        Assert.IsFalse(kept.Contains("secret", StringComparison.OrdinalIgnoreCase), kept);
        foreach (string grant in sent)
            Assert.IsFalse(kept.Contains(grant, StringComparison.Ordinal), kept);
    }

    [TestMethod]
    public async Task Two_tabs_at_one_door_open_it_and_neither_fails()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Lea Marsh");
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        AppPhone tab = await phone.OpenTabAsync();
        string[] told = await Task.WhenAll(phone.OpenDoorAsync(door), tab.OpenDoorAsync(door));
        Assert.Contains("Open", told.Select(text => text.Split('\n')[0]));
        foreach (string text in told)
            Assert.Contains(text.Split('\n')[0], new[] { "Open", "Somebody else is at this lock" });
        await phone.RestAsync();
        await tab.RestAsync();
        StringAssert.StartsWith(await tab.OpenDoorAsync(door), "Open\n");
        await tab.RestAsync();
    }

    [TestMethod]
    public async Task A_phone_whose_browser_has_removed_the_keys_says_so_and_signs_in_again()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Max Nye");
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
        await phone.Page.EvaluateAsync("""
            () => new Promise((resolve, reject) => {
              const deleting = indexedDB.deleteDatabase('keys');
              deleting.onsuccess = () => resolve();
              deleting.onerror = reject;
            })
            """);
        await phone.GoAsync("/app");
        await phone.SeeAsync("You have no key yet. Sign in with a code of the office");
        await phone.GoAsync($"/app#code={await stage.CodeAsync(userId)}");
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("Signed in as Max Nye.");
        StringAssert.StartsWith(await phone.OpenDoorAsync(door), "Open\n");
        await phone.RestAsync();
    }

    [TestMethod]
    public async Task The_hours_of_a_share_are_shown_as_the_lock_keeps_them_within_those_of_the_key()
    {
        (PhoneStage stage, long userId, string door, _) = await AddAsync("Ina Ward", "Mon-Fri 09:00-17:00");
        await using AppPhone holder = await AppPhone.SignedInAsync(stage, userId);
        StringAssert.StartsWith(await holder.OpenDoorAsync(door), "Open\n");
        await holder.RestAsync();
        await holder.FollowAsync("My keys");
        await holder.FollowAsync("Share this key");
        await holder.Page.Locator("main select").SelectOptionAsync("Every day, 08:00 to 18:00");
        await holder.SeeAsync("Mo Tu We Th Fr 09:00–17:00");
        await holder.Page.GetByLabel("Who is it for?").FillAsync("Jon");
        await holder.TapAsync("Make the link");
        string link = await holder.Page.Locator("input.link-text").InputValueAsync();
        await using AppPhone guest = await AppPhone.OpenAsync(stage, link);
        ILocator week = guest.Page.Locator("svg.week");
        await Assertions.Expect(week).ToHaveAttributeAsync("aria-label", "Access hours: Mo Tu We Th Fr 09:00–17:00");
        Assert.AreEqual(5, await guest.Page.Locator("svg.week .week-span").CountAsync());
        await guest.TapAsync("Keep this key");
        await guest.FollowAsync("My keys");
        await Assertions.Expect(week).ToHaveAttributeAsync("aria-label", "Access hours: Mo Tu We Th Fr 09:00–17:00");
    }

    private static async Task<(string Link, DateTime Until)> ShareAsync(AppPhone phone, string guest)
    {
        await phone.FollowAsync("My keys");
        await phone.FollowAsync("Share this key");
        await phone.Page.GetByLabel("Who is it for?").FillAsync(guest);
        DateTime until = DateTime.Parse(await phone.Page.GetByLabel("Until, in the time of the site").InputValueAsync(),
            CultureInfo.InvariantCulture);
        await phone.TapAsync("Make the link");
        return (await phone.Page.Locator("input.link-text").InputValueAsync(), until);
    }

    private static Task<int> StoredAsync(AppPhone phone, string store) => phone.Page.EvaluateAsync<int>("""
        store => new Promise((resolve, reject) => {
          const opening = indexedDB.open('keys');
          opening.onerror = reject;
          opening.onsuccess = () => {
            const count = opening.result.transaction(store).objectStore(store).count();
            count.onsuccess = () => { opening.result.close(); resolve(count.result); };
          };
        })
        """, store);

    private static async Task<(PhoneStage Stage, long UserId, string Door, VirtualLock Lock)> AddAsync(string name, string hours = "always")
    {
        _stage ??= await PhoneStage.StartForBrowsersAsync(Api.ApiCalls.NoLimits);
        uint lockId = ++_lastLock;
        long userId = await _stage.AddUserAsync(name, hours);
        await _stage.LetAsync(await _stage.AddUnitAsync($"Unit {lockId}", lockId), userId);
        VirtualLock started = await _stage.LockAsync(lockId);
        await _stage.VisitAsync(lockId);
        return (_stage, userId, $"Unit {lockId}", started);
    }
}
