using System.CommandLine;
using LockFirmware.Facility.Host;

namespace LockFirmware.FacilityDemo;

/// <summary>The command line of the demo.</summary>
internal static class DemoCommandLine
{
    private const int Unusable = 2;

    private const string Description = """
        The facility's demo: a made-up facility with people in every state, and three virtual locks in this process. It prints how to
        sign in and what to try. Its page is at http://localhost:5080. It deletes its data and makes new data at each start.

        Settings, as --name=value or as environment variables with two underlines for the colon. All settings of the facility count
        (docs/facility.md, Settings), except ConnectionStrings:Facility. The most useful ones:
          urls                       where it listens; http://localhost:5080
          Facility:DataFolder        database and keys; facility-demo-data
          Facility:DemoLockPort      the first of the three ports of its locks, 0 for any free ones; 5091

        Exit codes: 0 ended as asked; 1 it could not; 2 the call or a file cannot be used, nothing was done.
        """;

    /// <summary>Runs the program.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Gets the results.</param>
    /// <param name="error">Gets the error messages.</param>
    /// <returns>0 when it ended as asked, 1 when it could not, 2 when the call or a file cannot be used.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        RootCommand root = new(Description) { PhoneKeys(output, error) };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, stop) => FacilityHost.RunAsync([.. result.UnmatchedTokens], new DemoExtension(), error, stop));
        ParseResult parsed = root.Parse(args);
        int code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return parsed.Errors.Count > 0 ? Unusable : code;
    }

    private static Command PhoneKeys(TextWriter output, TextWriter error)
    {
        Argument<string> file = new("file") { Description = "The answer of POST /api/keys." };
        Command keys =
            new("phone-keys",
                "Writes the keys that a phone was given as key files for lockctl, to try doors by hand: "
                + "FILE.LOCK.key for each lock.") { file };
        keys.SetAction(result =>
        {
            try
            {
                foreach (string line in PhoneKeyFiles.Write(result.GetValue(file)!))
                    output.WriteLine(line);
                return 0;
            }
            catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
            {
                error.WriteLine(exception.Message);
                return Unusable;
            }
        });
        return keys;
    }
}
