using System.CommandLine;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Measures the facility at its full size. docs/facility-performance.md explains the numbers.</summary>
internal static class Measure
{
    private const int UsersMin = 1000;
    private const int EventsMin = 10_000;

    private const string Description = """
        Fills a facility's database and measures pages, keys and batches on it. The tables go to standard output, ready for
        docs/facility-performance.md; what it is doing goes to standard error. Run it with -c Release.

          dotnet run --project FacilityBenchmarks -c Release
          dotnet run --project FacilityBenchmarks -c Release -- --recreate --postgres "Host=...;Username=...;Password=...;Database=bench_facility"

        Exit codes: 0 measured; 1 a page did not show what it must; 2 the call or the database cannot be used, nothing was changed.
        """;

    private static Task<int> Main(string[] arguments) => RunAsync(arguments, Console.Out, Console.Error);

    /// <summary>Runs the tool.</summary>
    internal static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        Option<int> users = new("--users") { Description = "How many users, 1000 at least.", DefaultValueFactory = _ => 100_000 };
        Option<int> events =
            new("--events") { Description = "How many events of locks, 10,000 at least.", DefaultValueFactory = _ => 10_000_000 };
        Option<string?> postgres =
            new("--postgres")
            {
                Description =
                "Connection string of an empty PostgreSQL database whose user is a superuser; it is filled and left so. Without it, "
                + "SQLite in a folder of its own, which is deleted afterwards."
            };
        Option<bool> recreate =
            new("--recreate")
            {
                Description =
                "Drop the PostgreSQL database first where there is one, and make it. Only for names that begin with \"bench_\"."
            };
        Option<string?> plans = new("--plans") { Description = "A file that gets the query plan of everything that a measured page asks." };
        Option<int> repetitions = new("--repetitions") { Description = "How often each page is measured.", DefaultValueFactory = _ => 21 };
        AtLeast(users, UsersMin);
        AtLeast(events, EventsMin);
        AtLeast(repetitions, 1);
        RootCommand root = new(Description);
        foreach (Option option in new Option[] { users, events, repetitions, postgres, recreate, plans })
            root.Options.Add(option);
        root.SetAction(async (result, _) =>
        {
            Size size = new(result.GetValue(users), result.GetValue(events)) { Repetitions = result.GetValue(repetitions) };
            if (await EmptyDatabase.PrepareAsync(result.GetValue(postgres), result.GetValue(recreate)) is { } complaint)
            {
                error.WriteLine(complaint);
                return 2;
            }
            try
            {
                await Run.AllAsync(size, result.GetValue(postgres), result.GetValue(plans), output, error);
                return 0;
            }
            catch (UnexpectedAnswerException exception)
            {
                error.WriteLine(exception.Message);
                return 1;
            }
        });
        ParseResult parsed = root.Parse(arguments);
        return parsed.Errors.Count > 0
            ? ComplainAsync(parsed, output, error)
            : parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    private static async Task<int> ComplainAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return 2;
    }

    private static void AtLeast(Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < least)
            result.AddError($"{option.Name} is {least} at least.");
    });
}

/// <summary>The program gave another answer than the one to be measured.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);
