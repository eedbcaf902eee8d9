using LockFirmware.TestKit.Run;
using Microsoft.Playwright;

namespace LockFirmware.FacilityTests.InChromium;

/// <summary>The one Chromium of a test run, without a window; each test gets a profile of its own in it.</summary>
internal static class Chromium
{
    /// <summary>The variable that names another Chromium than Debian's.</summary>
    public const string PathVariable = "FACILITY_TEST_CHROMIUM";

    /// <summary>
    /// How long a browser may take for one step, milliseconds. A step that works ends as soon as it has; the bound is wide because other
    /// tests run on the same cores.
    /// </summary>
    public const int TimeoutMs = 60_000;

    /// <summary>Half the work of the whole browser, and all of it but Bluetooth.</summary>
    private const string Shell = "/usr/bin/chromium-headless-shell";

    private const string Whole = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
    ];

    // Over Bluetooth the browser uses the computer's first adapter.
    private static string[] AirArguments => AirAdapters.AreNamed ? ["--enable-features=WebBluetooth"] : [];

    private static string Executable => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named
        : !AirAdapters.AreNamed && File.Exists(Shell) ? Shell : Whole;

    private static readonly SemaphoreSlim Starting = new(1);
    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    /// <summary>The browser, started when it is first asked for; where there is none the test is inconclusive.</summary>
    internal static async Task<IBrowser> GetAsync()
    {
        string path = Executable;
        if (!File.Exists(path))
            Assert.Inconclusive(
                $"There is no Chromium at {path}. Install Debian's package chromium-headless-shell or chromium, or name one by the "
                + $"variable {PathVariable}.");
        await Starting.WaitAsync();
        try
        {
            Assertions.SetDefaultExpectTimeout(TimeoutMs);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = path, Args = [.. Arguments, .. AirArguments] });
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <summary>Ends the browser.</summary>
    public static async Task EndAsync()
    {
        if (_browser != null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
