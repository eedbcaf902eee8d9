using Deque.AxeCore.Commons;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>Rules for every page that a member with all permissions can open.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class EveryPageTests
{
    private const int KindCountMin = 8;

    // Runs axe in the page itself. The package's own call opens a second page for each run, which takes two seconds.
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

    private const string FindContrast = """
        async () => {
          const found = await axe.run(document, { runOnly: ['color-contrast'], resultTypes: ['violations'] });
          return found.violations.map(barrier =>
            `${barrier.id}: ${barrier.nodes.slice(0, 2).map(node => node.html).join(' ')}`);
        }
        """;

    /// <summary>The kinds of pages that are looked at in the dark and on paper too; all use the same styles.</summary>
    private static readonly string[] LookedAt = ["/Activity", "/Users/#", "/Units/Details?id=#", "/Entries/Details/#"];

    private static Task<Seen>? _seen;

    [TestMethod]
    public async Task No_page_scrolls_sideways_on_a_phone()
    {
        Seen seen = await SeenAsync();
        Assert.IsGreaterThanOrEqualTo(KindCountMin, seen.Texts.Count, string.Join('\n', seen.Texts.Keys));
        Assert.IsEmpty(seen.TooWide, string.Join('\n', seen.TooWide));
    }

    /// <summary>Names of fields, contrast, order of headings, and other rules of accessibility that a program can check.</summary>
    [TestMethod]
    public async Task The_accessibility_checker_finds_nothing_on_any_page()
    {
        Seen seen = await SeenAsync();
        Assert.IsEmpty(seen.Barriers, string.Join('\n', seen.Barriers));
    }

    [TestMethod]
    public async Task Every_page_reads_the_same_without_JavaScript()
    {
        Dictionary<string, string> with = (await SeenAsync()).Texts;
        Dictionary<string, string> without = [];
        await using Visitor visitor = await OpenAsync(withScript: false);
        await Walk.ThroughAsync(visitor, async kind => without.Add(kind, await TextAsync(visitor, kind)));
        CollectionAssert.AreEquivalent(with.Keys, without.Keys);
        foreach ((string kind, string text) in with)
            Assert.AreEqual(text, without[kind], kind);
    }

    /// <summary>What one walk through all pages found. The tests share it.</summary>
    /// <param name="Texts">The text of each kind of page.</param>
    /// <param name="TooWide">Kinds that are wider than a phone.</param>
    /// <param name="Barriers">Barriers, each with its kind of page.</param>
    private sealed record Seen(Dictionary<string, string> Texts, List<string> TooWide, List<string> Barriers);

    private static Task<Seen> SeenAsync() => _seen ??= SeeAsync();

    private static async Task<Seen> SeeAsync()
    {
        await using Visitor visitor = await OpenAsync();
        Seen seen = new([], [], []);
        string axe = new BundledAxeScriptProvider().GetScript();
        await Walk.ThroughAsync(visitor, async kind =>
        {
            seen.Texts.Add(kind, await TextAsync(visitor, kind));
            await visitor.Page.EvaluateAsync(axe);
            string[] found = await visitor.Page.EvaluateAsync<string[]>(FindBarriers);
            seen.Barriers.AddRange(found.Select(barrier => $"{kind}: {barrier}"));
            if (LookedAt.Contains(kind))
                seen.Barriers.AddRange(await OtherMediaAsync(visitor, kind));
            await visitor.Page.SetViewportSizeAsync(Visitor.PhoneWidth, Visitor.Height);
            if (await visitor.IsTooWideAsync())
                seen.TooWide.Add(kind);
            await visitor.Page.SetViewportSizeAsync(Visitor.Width, Visitor.Height);
        });
        return seen;
    }

    /// <summary>Looks at a page in the dark, and on paper printed by somebody whose screen is dark.</summary>
    private static async Task<List<string>> OtherMediaAsync(Visitor visitor, string kind)
    {
        List<string> barriers = [];
        foreach (Media media in new[] { Media.Screen, Media.Print })
        {
            await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark, Media = media });
            string[] found = await visitor.Page.EvaluateAsync<string[]>(FindContrast);
            barriers.AddRange(found.Select(barrier => $"{kind}, dark {media}: {barrier}"));
            if (media == Media.Print && await visitor.Page.Locator("form:visible").CountAsync() > 0)
                barriers.Add($"{kind}: a form is printed");
        }
        await visitor.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light, Media = Media.Screen });
        return barriers;
    }

    private static async Task<string> TextAsync(Visitor visitor, string kind)
    {
        string text = await visitor.Page.Locator("main").InnerTextAsync();
        Assert.IsGreaterThan(20, text.Length, kind);
        return text;
    }

    private static async Task<Visitor> OpenAsync(bool withScript = true)
    {
        FacilityBench bench = new(isReal: true);
        await Story.TellAsync(bench);
        Visitor visitor = await Visitor.OpenAsync(bench, withScript: withScript);
        await visitor.SignInAsync(Permissions.All);
        return visitor;
    }
}
