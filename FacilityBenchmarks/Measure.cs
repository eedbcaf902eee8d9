using System.CommandLine;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Measures the facility at its largest; docs/facility-performance.md says what the numbers mean.</summary>
internal static class Measure
{
    private static Task<int> Main(string[] arguments)
    {
        Option<int> users = new("--users") { Description = "How many users.", DefaultValueFactory = _ => 100_000 };
        Option<int> events = new("--events") { Description = "How many events of locks.", DefaultValueFactory = _ => 10_000_000 };
        Option<string?> postgres = new("--postgres") { Description = "Connection string of an empty PostgreSQL database whose user is a superuser; it is filled and left so. Without it, SQLite in a folder of its own." };
        Option<string?> plans = new("--plans") { Description = "A file that gets the query plan of everything that a measured page asks." };
        RootCommand root = new("Fills a facility's database and measures pages, keys and batches on it. Run it with -c Release.");
        foreach (Option option in new Option[] { users, events, postgres, plans })
            root.Options.Add(option);
        root.SetAction((result, _) => Run.AllAsync(new Size(result.GetValue(users), result.GetValue(events)), result.GetValue(postgres), result.GetValue(plans)));
        return root.Parse(arguments).InvokeAsync();
    }
}
