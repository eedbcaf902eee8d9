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

    private const string IsTooWide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth";

    [TestMethod]
    public async Task Every_view_is_open_to_everybody_fits_a_small_phone_and_has_its_texts_in_both_languages()
    {
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync();
        long ida = await stage.AddUserAsync("Ida Lake", "Mon-Fri 06:00-22:00");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 11", 11), ida);
        await stage.LockAsync(11);
        await stage.VisitAsync(11);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ida);
        StringAssert.StartsWith(await phone.OpenDoorAsync("Unit 11"), "Open\n");
        await phone.RestAsync();
        string axe = new BundledAxeScriptProvider().GetScript();
        List<string> wrong = [];
        foreach (string language in new[] { "es", "en" })
        {
            await phone.ViewAsync("#/settings");
            await phone.Page.Locator("main select").SelectOptionAsync(language);
            await phone.Page.Locator($"html[lang={language}]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await phone.Page.EvaluateAsync(axe);
            foreach (string address in Addresses)
            {
                await phone.ViewAsync(address);
                string[] barriers = await phone.Page.EvaluateAsync<string[]>(FindBarriers);
                wrong.AddRange(barriers.Select(barrier => $"{language} {address}: {barrier}"));
                await phone.Page.SetViewportSizeAsync(SmallWidth, 600);
                if (await phone.Page.EvaluateAsync<bool>(IsTooWide))
                    wrong.Add($"{language} {address}: scrolls sideways at {SmallWidth} pixels");
                await phone.Page.SetViewportSizeAsync(AppPhone.Width, 780);
                string text = await phone.Page.Locator(".phone").InnerTextAsync();
                if (NameOfText().Match(text) is { Success: true } name)
                    wrong.Add($"{language} {address}: shows \"{name.Value}\", which is the name of a text");
            }
        }
        Assert.IsEmpty(wrong, string.Join('\n', wrong));
    }

    [TestMethod]
    public async Task The_catalogues_have_the_same_texts_with_the_same_values_and_the_code_names_only_those()
    {
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync();
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
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync();
        long ida = await stage.AddUserAsync("Ida Lake");
        await stage.LetAsync(await stage.AddUnitAsync("Unit 11", 11), ida);
        await stage.LockAsync(11);
        await stage.VisitAsync(11);
        await using AppPhone phone = await AppPhone.SignedInAsync(stage, ida, withWorker: true);
        StringAssert.StartsWith(await phone.OpenDoorAsync("Unit 11"), "Open\n");
        await phone.RestAsync();
        await phone.Page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => undefined)");
        await phone.Context.SetOfflineAsync(true);
        await phone.GoAsync("/app");
        await phone.SeeAsync("Open Unit 11");
        await phone.SeeAsync("No signal");
        await phone.Context.SetOfflineAsync(false);
        await phone.LoseSignalAsync();
        phone.ForgetSent();
        StringAssert.StartsWith(await phone.OpenDoorAsync("Unit 11"), "Open\n");
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
        using PhoneStage stage = await PhoneStage.StartForBrowsersAsync();
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
