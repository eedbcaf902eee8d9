using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>A person with a real browser, and a facility that listens on a port. The test fails if the browser reports an error.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>The width of a small phone, in pixels of the page.</summary>
    public const int PhoneWidth = 360;

    /// <summary>The width of a desktop window, in pixels of the page.</summary>
    public const int Width = 1200;

    /// <summary>The height of every window, in pixels of the page.</summary>
    public const int Height = 800;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly bool _endsBench;

    private Visitor(FacilityBench bench, IBrowserContext context, IPage page, bool endsBench)
    {
        Bench = bench;
        _endsBench = endsBench;
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
    }

    /// <summary>The facility.</summary>
    public FacilityBench Bench { get; }

    /// <summary>The page shown.</summary>
    public IPage Page { get; }

    /// <summary>Opens a browser for a facility.</summary>
    /// <param name="bench">A facility that listens on a port.</param>
    /// <param name="width">The width of the page, pixels.</param>
    /// <param name="withScript">Whether the browser runs JavaScript.</param>
    /// <param name="endsBench">Whether the facility ends with the visitor.</param>
    public static async Task<Visitor> OpenAsync(FacilityBench bench, int width = Width, bool withScript = true, bool endsBench = true)
    {
        IBrowser browser = await Chromium.GetAsync();
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = bench.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = Height },
            JavaScriptEnabled = withScript,
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Chromium.TimeoutMs);
        return new Visitor(bench, context, await context.NewPageAsync(), endsBench);
    }

    /// <summary>Signs in as somebody with these permissions.</summary>
    public async Task SignInAsync(Permissions permissions)
    {
        string login = await Bench.MakeStaffAsync(permissions);
        await Page.GotoAsync("/account/sign-in");
        await Page.GetByLabel("Login").FillAsync(login);
        await Page.GetByLabel("Password").FillAsync(FacilityBench.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("Sign in");
    }

    /// <summary>Opens a page and expects it to be there.</summary>
    public async Task GoAsync(string path)
    {
        IResponse? response = await Page.GotoAsync(path);
        Assert.IsTrue(response!.Ok, $"{path}: {response.Status}");
    }

    /// <summary>The element that has the focus: its label, its name or its text.</summary>
    public Task<string> FocusedAsync() => Page.EvaluateAsync<string>("""
        () => {
          const at = document.activeElement;
          const label = at.labels?.[0]?.firstChild?.textContent ?? at.getAttribute('aria-label') ?? at.textContent;
          return label.trim();
        }
        """);

    /// <summary>Presses Tab until an element has the focus, and expects the focus to be visible at each step.</summary>
    public async Task TabToAsync(string name)
    {
        const int stopCountMax = 40;
        List<string> stops = [];
        while (stops.Count < stopCountMax)
        {
            await Page.Keyboard.PressAsync("Tab");
            stops.Add(await FocusedAsync());
            bool isShown =
                await Page.EvaluateAsync<bool>(
                    "() => getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement === document.body");
            Assert.IsTrue(isShown, $"nothing shows that \"{stops[^1]}\" has the focus");
            if (stops[^1] == name)
                return;
        }
        Assert.Fail($"{name} is not reached: {string.Join(", ", stops)}");
    }

    /// <summary>Whether the page is wider than the window, so that it scrolls sideways.</summary>
    public Task<bool> IsTooWideAsync() =>
        Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>Returns the errors that the browser has reported so far, and clears them.</summary>
    public string[] TakeComplaints()
    {
        string[] complaints = [.. _complaints];
        _complaints.Clear();
        return complaints;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        if (_endsBench)
            Bench.Dispose();
        Assert.IsEmpty(_complaints, string.Join("\n", _complaints));
    }
}
