using LockFirmware.FacilityTests.Bench;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The tenant's app in a Chromium profile of its own: one person's phone.</summary>
internal sealed class AppPhone : IAsyncDisposable
{
    /// <summary>The width of the phone, pixels of the page.</summary>
    public const int Width = 390;

    private const int Height = 780;

    // The browser reports every refusal of the facility and every request without signal as an error; the app tells them itself.
    private static readonly string[] Usual = ["Failed to load resource", "Service Worker registration blocked"];

    private readonly List<string> _complaints = [];
    private readonly List<string> _airSent = [];
    private readonly List<string> _calls = [];
    private readonly List<string> _timeline = [];

    private AppPhone(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Usual.Any(usual => message.Text.StartsWith(usual, StringComparison.Ordinal)))
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
        {
            if (!socket.Url.Contains("/demo/air", StringComparison.Ordinal))
                return;
            _airSent.Add(frame.Text ?? "");
            _timeline.Add(frame.Text ?? "");
        };
        page.Request += (_, request) =>
        {
            if (!new Uri(request.Url).AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
                return;
            _calls.Add(new Uri(request.Url).AbsolutePath);
            _timeline.Add(new Uri(request.Url).AbsolutePath);
        };
    }

    /// <summary>The profile.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The operations that were sent to locks, oldest first, such as "read" and the characteristic.</summary>
    public IReadOnlyList<string> AirSent => [.. _airSent];

    /// <summary>The calls of the facility, oldest first.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>Both together, in their order.</summary>
    public IReadOnlyList<string> Timeline => [.. _timeline];

    /// <summary>Opens the app.</summary>
    /// <param name="stage">The facility.</param>
    /// <param name="path">What is opened, such as "/app#code=...".</param>
    /// <param name="language">The language of the browser.</param>
    /// <param name="withWorker">Whether the browser may keep the app on the phone.</param>
    /// <param name="script">What runs in every page before its own scripts; null for nothing.</param>
    public static Task<AppPhone> OpenAsync(PhoneStage stage, string path = "/app", string language = "en-GB", bool withWorker = false,
        string? script = null) => OpenAsync(stage.Bench.Address, path, language, withWorker, script);

    /// <summary>Opens the app of a facility at an address.</summary>
    /// <param name="facility">The address of the facility.</param>
    /// <param name="path">What is opened.</param>
    /// <param name="language">The language of the browser.</param>
    /// <param name="withWorker">Whether the browser may keep the app on the phone.</param>
    /// <param name="script">What runs in every page before its own scripts; null for nothing.</param>
    public static async Task<AppPhone> OpenAsync(Uri facility, string path, string language = "en-GB", bool withWorker = false,
        string? script = null)
    {
        IBrowser browser = await Chromium.GetAsync();
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = facility.ToString(),
            ViewportSize = new ViewportSize { Width = Width, Height = Height },
            Locale = language,
            // The app shows the time of the site, wherever the phone believes to be.
            TimezoneId = "Pacific/Auckland",
            ReducedMotion = ReducedMotion.Reduce,
            // A finger, as on a phone: a browser treats it otherwise than a mouse.
            HasTouch = true,
            ServiceWorkers = withWorker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(Chromium.TimeoutMs);
        if (script != null)
            await context.AddInitScriptAsync(script);
        AppPhone phone = new(context, await context.NewPageAsync());
        await phone.GoAsync(path);
        return phone;
    }

    /// <summary>Opens an address and waits until the app has started, or fails at once where a script fails before.</summary>
    public async Task GoAsync(string path)
    {
        TaskCompletionSource<string> broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Break(object? sender, string error) => broken.TrySetResult(error);
        Page.PageError += Break;
        await Page.GotoAsync(path);
        Task ready = Page.Locator("html[data-ready]").WaitForAsync(
            new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        if (await Task.WhenAny(ready, broken.Task) != ready)
            Assert.Fail($"The app does not start: {await broken.Task}");
        Page.PageError -= Break;
        await ready;
    }

    /// <summary>A phone on which a user has signed in by the office's link.</summary>
    public static async Task<AppPhone> SignedInAsync(PhoneStage stage, long userId, bool withWorker = false, string? script = null)
    {
        AppPhone phone =
            await OpenAsync(stage, $"/app#code={await stage.CodeAsync(userId)}", withWorker: withWorker, script: script);
        await phone.TapAsync("Sign in");
        await phone.SeeAsync("Signed in as");
        return phone;
    }

    /// <summary>Opens the app in one more tab of the same phone. It ends with this one.</summary>
    public async Task<AppPhone> OpenTabAsync()
    {
        AppPhone tab = new(Context, await Context.NewPageAsync());
        await tab.GoAsync("/app");
        return tab;
    }

    /// <summary>Opens one of the views, such as "#/keys", and waits until it is the one that is shown.</summary>
    public async Task ViewAsync(string address)
    {
        await Page.EvaluateAsync("to => { location.hash = to; }", address);
        await Page.Locator($"main[data-view='{address}'] h1").WaitForAsync();
    }

    /// <summary>Taps a button.</summary>
    public async Task TapAsync(string name)
    {
        try
        {
            await Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = false }).First.TapAsync();
        }
        catch (TimeoutException)
        {
            string shown = await Page.Locator("body").InnerTextAsync();
            Assert.Fail($"There is no button \"{name}\" in: {shown}; {string.Join("; ", _complaints)}");
        }
    }

    /// <summary>Follows a link.</summary>
    public Task FollowAsync(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).TapAsync();

    /// <summary>Expects a text.</summary>
    public Task SeeAsync(string text) => Assertions.Expect(Page.Locator(".phone")).ToContainTextAsync(text);

    /// <summary>Taps a door of the list, and returns what the app says: the result, a line break, and the advice.</summary>
    public async Task<string> OpenDoorAsync(string name)
    {
        if (!await Page.Locator("ul.doors").IsVisibleAsync())
            await FollowAsync("Doors");
        await TapAsync($"Open {name}");
        await Page.Locator(".result.good, .result.bad").WaitForAsync();
        return await Page.Locator(".result").InnerTextAsync() + "\n" + await Page.Locator(".advice").InnerTextAsync();
    }

    /// <summary>Waits until everything that follows a visit has ended.</summary>
    public Task RestAsync() => Page.EvaluateAsync("() => globalThis.app.busy");

    /// <summary>Lets no call reach the facility, as where there is no signal. The radio works.</summary>
    public Task LoseSignalAsync() => Page.RouteAsync("**/api/**", route => route.AbortAsync("internetdisconnected"));

    /// <summary>Ends what <see cref="LoseSignalAsync"/> began.</summary>
    public Task FindSignalAsync() => Page.UnrouteAsync("**/api/**");

    /// <summary>Forgets the errors that the browser has reported, where a test has caused them.</summary>
    public void ForgetComplaints() => _complaints.Clear();

    /// <summary>Forgets what was sent so far.</summary>
    public void ForgetSent()
    {
        _airSent.Clear();
        _calls.Clear();
        _timeline.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        Assert.IsEmpty(_complaints, string.Join('\n', _complaints));
    }
}
