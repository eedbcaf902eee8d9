using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
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

    [TestMethod]
    public async Task No_page_has_to_be_moved_sideways_on_a_phone()
    {
        await using Visitor visitor = await OpenAsync(Visitor.PhoneWidth);
        List<string> wide = [];
        IReadOnlyCollection<string> kinds = await Walk.ThroughAsync(visitor, async kind =>
        {
            if (await visitor.IsTooWideAsync())
                wide.Add(kind);
        });
        Assert.IsGreaterThanOrEqualTo(KindCountMin, kinds.Count, string.Join('\n', kinds));
        Assert.IsEmpty(wide, string.Join('\n', wide));
    }

    /// <summary>Names of fields, contrast, order of headings, and other rules of accessibility that a program can check.</summary>
    [TestMethod]
    public async Task No_page_has_a_barrier_that_a_program_finds()
    {
        await using Visitor visitor = await OpenAsync();
        List<string> barriers = [];
        AxeRunOptions options =
            new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } };
        await Walk.ThroughAsync(visitor, async kind =>
        {
            AxeResult found = await visitor.Page.RunAxe(options);
            barriers.AddRange(
                found.Violations.Select(barrier =>
                    $"{kind}: {barrier.Id}, {barrier.Help}: {string.Join(" ", barrier.Nodes.Select(node => node.Html).Take(2))}"));
        });
        visitor.TakeComplaints();
        Assert.IsEmpty(barriers, string.Join('\n', barriers));
    }

    [TestMethod]
    public async Task Every_page_reads_the_same_without_JavaScript()
    {
        Dictionary<string, string> with = await TextsAsync(withScript: true);
        Dictionary<string, string> without = await TextsAsync(withScript: false);
        CollectionAssert.AreEquivalent(with.Keys, without.Keys);
        foreach ((string kind, string text) in with)
            Assert.AreEqual(text, without[kind], kind);
    }

    private static async Task<Dictionary<string, string>> TextsAsync(bool withScript)
    {
        await using Visitor visitor = await OpenAsync(withScript: withScript);
        Dictionary<string, string> texts = [];
        await Walk.ThroughAsync(visitor, async kind =>
        {
            string text = await visitor.Page.Locator("main").InnerTextAsync();
            Assert.IsGreaterThan(20, text.Length, kind);
            texts.Add(kind, text);
        });
        return texts;
    }

    private static async Task<Visitor> OpenAsync(int width = 1200, bool withScript = true)
    {
        FacilityBench bench = new(isReal: true);
        await Story.TellAsync(bench);
        Visitor visitor = await Visitor.OpenAsync(bench, width, withScript);
        await visitor.SignInAsync(Permissions.All);
        return visitor;
    }
}
