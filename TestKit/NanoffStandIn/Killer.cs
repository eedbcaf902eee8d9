using System.Text.Json;

namespace LockFirmware.NanoffStandIn;

/// <summary>
/// Kills the program that called this one, once, where a board has the fault "kills its caller before (or after) &lt;step&gt;". It shows
/// what a power cut of the computer leaves behind.
/// </summary>
internal static class Killer
{
    /// <summary>Before the step is done.</summary>
    public static void Before(Dictionary<string, string> options, Computer computer) => KillAt(options, computer, "before");

    /// <summary>When the step is done.</summary>
    public static void After(Dictionary<string, string> options, Computer computer) => KillAt(options, computer, "after");

    private static void KillAt(Dictionary<string, string> options, Computer computer, string when)
    {
        string step = options.ContainsKey("devicedetails") ? "details" : options.ContainsKey("update") ? "firmware" :
            options.ContainsKey("deploy") ? "application" : "files";
        string? port = options.GetValueOrDefault("serialport");
        if (port == null && options.TryGetValue("filedeployment", out string? list))
            port = JsonDocument.Parse(File.ReadAllText(list)).RootElement.GetProperty("serialport").GetString();
        if (port == null || Device.At(port, computer) is not { } device || !device.Forget($"kills its caller {when} {step}"))
            return;
        computer.KillCaller();
    }
}
