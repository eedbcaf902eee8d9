using System.CommandLine;

namespace LockFirmware.Facility;

/// <summary>What the facility's program understands.</summary>
internal static class CommandLine
{
    /// <summary>Runs the program.</summary>
    /// <returns>0 when it ended as asked, 1 when it could not, 2 when the call was wrong.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        Option<bool> demo = new("--demo")
        {
            Description = "Start the demo: a made-up facility in a database of its own, made anew at each start, with three virtual locks in this process.",
        };
        RootCommand root = new("The facility of offline keys: portal, security check, gateway. Page at http://localhost:5080 unless --urls says otherwise; settings as in docs/facility.md.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        root.Options.Add(demo);
        root.SetAction((result, stop) => FacilityHost.RunAsync([.. result.UnmatchedTokens], result.GetValue(demo), stop));
        ParseResult parsed = root.Parse(args);
        return parsed.Errors.Count > 0 ? await parsed.InvokeAsync() * 2 : await parsed.InvokeAsync();
    }
}
