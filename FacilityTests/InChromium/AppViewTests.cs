using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.Phone;
using LockFirmware.TestKit.Repository;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>Every view of the app, in both languages; and what the app must cost at most.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class AppViewTests
{
    private const int SmallWidth = 320;
    private const int KilobytesMax = 60;
    private const int FileLinesMax = 400;
    private const int ColumnsMax = 140;

    private static readonly string[] Addresses = ["#/", "#/keys", "#/history", "#/help", "#/settings", "#/sign-in", "#/share/11"];

    // As EveryPageTests: in the page itself.
    private const string FindBarriers = """
        async () => {
          const found = await axe.run(document, {
            runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
            resultTypes: ['violations'],
          });
          return found.violations.map(barrier =>
            `${barrier.id}, ${barrier.help}: ${barrier.nodes.slice(0, 2).map(node => node.html).join(' ')}`);
        }
        """;

    // The elements that stand out of the window, if it scrolls sideways.
    private const string FindWide = """
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? ''
          : Array.from(document.querySelectorAll('.phone *'), element => [element, element.getBoundingClientRect()])
            .filter(([, at]) => at.left < -1 || at.right > document.documentElement.clientWidth + 1)
            .slice(0, 3).map(([element]) => element.outerHTML.slice(0, 120)).join(' ') || 'beside the app'
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private static PhoneStage? _stage;

    [ClassCleanup]
    public static void End() => _stage?.Dispose();

    [TestMethod]
    public async Task Every_view_is_open_to_everybody_fits_a_small_phone_and_has_its_texts_in_both_languages()
    {
        (PhoneStage stage, long ida) = await StageAsync("Ida Lake", 11);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ida);
        StringAssert.StartsWith(await phone.OpenDoorAsync("Unit 11"), "Open\n");
        await phone.RestAsync();
        List<string> wrong = [];
        foreach ((string language, ColorScheme colors) in new[] { ("es", ColorScheme.Light), ("en", ColorScheme.Dark) })
        {
            await phone.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = colors });
            await phone.ViewAsync("#/settings");
            await phone.Page.Locator("main select").SelectOptionAsync(language);
            await phone.Page.Locator($"html[lang={language}]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await phone.Page.EvaluateAsync(Axe);
            foreach (string address in Addresses)
            {
                await phone.ViewAsync(address);
                wrong.AddRange(await LookAsync(phone, $"{language} {address}"));
            }
            await phone.Page.Locator("main input").First.FillAsync("Iris");
            await phone.Page.Locator("main button.wide").ClickAsync();
            string link = await phone.Page.Locator("input.link-text").InputValueAsync();
            wrong.AddRange(await LookAsync(phone, $"{language} the link of a share"));
            foreach ((string opened, string name) in new[] { (link, "a key for a guest"), (link[..^9], "a link cut off"),
                ("/app#code=AAAAA-BBBBB", "the link of the office") })
            {
                await phone.GoAsync("/app");
                await phone.Page.EvaluateAsync("to => { location.hash = to; }", opened[opened.IndexOf('#')..]);
                await phone.Page.Locator("main[data-view='#/link'] h1").WaitForAsync();
                await phone.Page.EvaluateAsync(Axe);
                wrong.AddRange(await LookAsync(phone, $"{language} {name}"));
            }
            await phone.ViewAsync("#/");
            await phone.Page.Locator(".door-button", new() { HasText = "Unit 11" }).ClickAsync();
            await phone.Page.Locator(".result.good").WaitForAsync();
            wrong.AddRange(await LookAsync(phone, $"{language} an open door"));
            await phone.RestAsync();
        }
        Assert.IsEmpty(wrong, string.Join('\n', wrong));
    }

    [TestMethod]
    public async Task A_keyboard_alone_opens_a_door_and_reaches_everything_and_the_focus_is_seen()
    {
        (PhoneStage stage, long kit) = await StageAsync("Kit Moran", 12);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, kit);
        await phone.ViewAsync("#/");
        await TabToAsync(phone, "Open Unit 12");
        await phone.Page.Keyboard.PressAsync("Enter");
        await phone.Page.Locator(".result.good").WaitForAsync();
        await phone.RestAsync();
        // The view that opens has the focus, so that what follows is the next stop.
        Assert.AreEqual("Unit 12", await phone.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Open again" }).WaitForAsync();
        await TabToAsync(phone, "Open again");
        await TabToAsync(phone, "Settings");
        await phone.Page.Keyboard.PressAsync("Enter");
        await phone.Page.Locator("main[data-view='#/settings']").WaitForAsync();
        await TabToAsync(phone, "Sign out");
        await phone.Page.Keyboard.PressAsync("Space");
        await phone.SeeAsync("Yes, do it");
        Assert.AreEqual("Yes, do it", await phone.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
    }

    [TestMethod]
    public async Task The_door_swings_unless_the_person_wants_no_motion()
    {
        (PhoneStage stage, _) = await StageAsync("Lou", 13);
        await using AppPhone phone = await AppPhone.OpenAsync(stage);
        const string duration = "() => getComputedStyle(document.querySelector('.door-leaf')).transitionDuration";
        Assert.AreEqual("0s", await phone.Page.EvaluateAsync<string>(duration));
        await phone.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.NoPreference });
        Assert.AreEqual("0.5s", await phone.Page.EvaluateAsync<string>(duration));
    }

    /// <summary>Presses Tab until an element has the focus, and expects to see at each stop where it is.</summary>
    private static async Task TabToAsync(AppPhone phone, string name)
    {
        List<string> stops = [];
        while (stops.Count < 40)
        {
            await phone.Page.Keyboard.PressAsync("Tab");
            string[] stop = await phone.Page.EvaluateAsync<string[]>("""
                () => {
                  const at = document.activeElement;
                  return [at.textContent, getComputedStyle(at).outlineStyle, at.tagName];
                }
                """);
            stops.Add(stop[0]);
            Assert.IsTrue(stop[1] != "none" || stop[2] == "BODY", $"nothing shows that {stop[0]} has the focus");
            if (stop[0].StartsWith(name, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"{name} is not reached: {string.Join(", ", stops)}");
    }

    /// <summary>What is wrong with the view that is shown.</summary>
    private static async Task<List<string>> LookAsync(AppPhone phone, string what)
    {
        List<string> wrong = [.. (await phone.Page.EvaluateAsync<string[]>(FindBarriers)).Select(barrier => $"{what}: {barrier}")];
        foreach (int width in new[] { SmallWidth, AppPhone.Width / 2 })
        {
            await phone.Page.SetViewportSizeAsync(width, 600);
            foreach (string direction in new[] { "rtl", "ltr" })
            {
                await phone.Page.EvaluateAsync("to => { document.documentElement.dir = to; }", direction);
                if (await phone.Page.EvaluateAsync<string>(FindWide) is { Length: > 0 } found)
                    wrong.Add($"{what}: scrolls sideways at {width} pixels, {direction}: {found}");
            }
        }
        await phone.Page.SetViewportSizeAsync(AppPhone.Width, 780);
        string text = await phone.Page.Locator(".phone").InnerTextAsync();
        if (NameOfText().Match(text) is { Success: true } name)
            wrong.Add($"{what}: shows \"{name.Value}\", which is the name of a text");
        return wrong;
    }

    private static async Task<(PhoneStage Stage, long UserId)> StageAsync(string name, uint lockId)
    {
        _stage ??= await PhoneStage.StartForBrowsersAsync(Api.ApiCalls.NoLimits);
        long userId = await _stage.AddUserAsync(name, "Mon-Fri 06:00-22:00");
        await _stage.LetAsync(await _stage.AddUnitAsync($"Unit {lockId}", lockId), userId);
        await _stage.LockAsync(lockId);
        await _stage.VisitAsync(lockId);
        return (_stage, userId);
    }

    [TestMethod]
    public async Task The_catalogues_have_the_same_texts_with_the_same_values_and_the_code_names_only_those()
    {
        (PhoneStage stage, _) = await StageAsync("Mia", 14);
        await using AppPhone phone = await AppPhone.OpenAsync(stage);
        string[] wrong = await phone.Page.EvaluateAsync<string[]>("""
            async () => {
              const english = (await import('/app/text/en.js')).default;
              const spanish = (await import('/app/text/es.js')).default;
              const values = text => (text?.match(/\{[a-z-]+\}/g) ?? []).sort().join();
              return [...new Set([...Object.keys(english), ...Object.keys(spanish)])]
                .filter(name => !english[name] || !spanish[name] || values(english[name]) !== values(spanish[name]));
            }
            """);
        Assert.IsEmpty(wrong, string.Join(", ", wrong));
        HashSet<string> known =
            [.. TextName().Matches(RepositoryFiles.Read("Phone/wwwroot/text/en.js")).Select(match => match.Groups[1].Value)];
        Assert.IsGreaterThan(100, known.Count);
        string[] unknown = [.. Modules().SelectMany(module => NamedText().Matches(RepositoryFiles.Read(module))
            .Select(match => match.Groups[1].Value).Where(name => !known.Contains(name)).Select(name => $"{module}: {name}"))];
        Assert.IsEmpty(unknown, string.Join('\n', unknown));
    }

    [TestMethod]
    public async Task The_app_starts_from_the_phone_without_signal_and_opens_a_door()
    {
        (PhoneStage stage, long nora) = await StageAsync("Nora", 15);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, nora, withWorker: true);
        StringAssert.StartsWith(await phone.OpenDoorAsync("Unit 15"), "Open\n");
        await phone.RestAsync();
        await phone.Page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => undefined)");
        await phone.Context.SetOfflineAsync(true);
        await phone.GoAsync("/app");
        await phone.SeeAsync("Open Unit 15");
        await phone.SeeAsync("No signal");
        await phone.Context.SetOfflineAsync(false);
        await phone.LoseSignalAsync();
        phone.ForgetSent();
        StringAssert.StartsWith(await phone.OpenDoorAsync("Unit 15"), "Open\n");
        string[] kept = await phone.Page.EvaluateAsync<string[]>("""
            async () => {
              const cache = await caches.open((await caches.keys())[0]);
              return (await cache.keys()).map(request => new URL(request.url).pathname);
            }
            """);
        Assert.IsTrue(kept.All(path => path.StartsWith("/app/", StringComparison.Ordinal)), string.Join(", ", kept));
        Assert.HasCount(new AppFiles().Paths.Count - 1, kept);
        // The picture of the virtual doors found no connection.
        phone.ForgetComplaints();
    }

    [TestMethod]
    public void What_opens_a_door_has_at_most_60_kilobytes()
    {
        AppFiles files = new();
        int bytes = files.Paths.Sum(path => files.Find(path)!.Brotli.Length);
        Assert.IsLessThan(KilobytesMax * 1024, bytes);
    }

    [TestMethod]
    public void Files_and_lines_are_as_short_as_those_of_the_product()
    {
        foreach (string module in Modules())
        {
            string[] lines = RepositoryFiles.Read(module).Split('\n');
            Assert.IsLessThanOrEqualTo(FileLinesMax, lines.Length, module);
            string? wide = lines.FirstOrDefault(line => line.Length > ColumnsMax);
            Assert.IsNull(wide, $"{module}: {wide}");
        }
    }

    [TestMethod]
    public async Task No_script_from_elsewhere_and_none_made_of_text_runs_in_the_app()
    {
        (PhoneStage stage, _) = await StageAsync("Oda", 16);
        await using AppPhone phone = await AppPhone.OpenAsync(stage);
        string policy = (await phone.Page.GotoAsync("/app"))!.Headers["content-security-policy"];
        string[] rules = ["default-src 'none'", "script-src 'self';", "connect-src 'self';", "require-trusted-types-for 'script'"];
        foreach (string rule in rules)
            StringAssert.Contains(policy, rule);
        Assert.IsFalse(policy.Contains("unsafe", StringComparison.Ordinal), policy);
        string[] stopped = await phone.Page.EvaluateAsync<string[]>("""
            () => {
              const tries = {
                markup: () => { document.body.innerHTML = '<b>x</b>'; },
                script: () => { document.createElement('script').text = 'x'; },
                address: () => { document.createElement('script').src = '/app/app.js'; },
                policy: () => trustedTypes.createPolicy('another', { createHTML: text => text }),
              };
              return Object.keys(tries).filter(name => {
                try { tries[name](); return false; } catch (error) { return error instanceof TypeError; }
              });
            }
            """);
        CollectionAssert.AreEquivalent(new[] { "markup", "script", "address", "policy" }, stopped);
        phone.ForgetComplaints();
    }

    private static IEnumerable<string> Modules() =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf("Phone/wwwroot"), "*.js", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'));

    // A text that is missing shows its name.
    [GeneratedRegex(@"\b(?:app|nav|doors|key|keys|step|door|result|advice|refusal|sign-in|gift|share|history|settings|help|demo|week|error)"
        + @"\.[a-z][a-z-]+")]
    private static partial Regex NameOfText();

    [GeneratedRegex(@"^    '([a-z.-]+)':", RegexOptions.Multiline)]
    private static partial Regex TextName();

    [GeneratedRegex(@"\b(?:t|at|check)\('([a-z.-]+)'")]
    private static partial Regex NamedText();
}
