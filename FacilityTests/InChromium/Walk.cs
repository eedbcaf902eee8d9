using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>Opens all pages that links lead to, one of each kind.</summary>
internal static partial class Walk
{
    private const int PageCountMax = 60;

    /// <summary>Opens each page once.</summary>
    /// <param name="visitor">Signed in.</param>
    /// <param name="see">What to do at each page; gets its kind, like /Users/Details?id=#.</param>
    /// <returns>The kinds of pages that were seen.</returns>
    public static async Task<IReadOnlyCollection<string>> ThroughAsync(Visitor visitor, Func<string, Task> see)
    {
        HashSet<string> kinds = ["/"];
        Queue<string> waiting = new(["/"]);
        while (waiting.TryDequeue(out string? path))
        {
            Assert.IsLessThan(PageCountMax, kinds.Count, string.Join('\n', kinds));
            await visitor.GoAsync(path);
            await see(KindOf(path));
            string[] links =
                await visitor.Page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('a[href]'), link => link.href)");
            foreach (string link in links.Where(link => link.StartsWith(visitor.Bench.Address.ToString(), StringComparison.Ordinal)))
            {
                string next = new Uri(link.Split('#')[0]).PathAndQuery;
                if (!IsFile(next) && kinds.Add(KindOf(next)))
                    waiting.Enqueue(next);
            }
        }
        return kinds;
    }

    // Parts that are saved and not shown.
    private static bool IsFile(string path) =>
        path.Contains("handler=Csv", StringComparison.OrdinalIgnoreCase) || path.Contains("/Csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address without its numbers and values.</summary>
    private static string KindOf(string path) => Values().Replace(Numbers().Replace(path, "/#"), "=#");

    [GeneratedRegex(@"/\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"=[^&]*")]
    private static partial Regex Values();
}
