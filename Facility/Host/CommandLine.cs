using System.CommandLine;
using System.Data.Common;
using System.Security.Cryptography;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Import;
using LockFirmware.Facility.UseCases.Jobs;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.KeyIssuing.FacilityFiles;
using Microsoft.Extensions.Options;

namespace LockFirmware.Facility.Host;

/// <summary>The command line of the facility's program.</summary>
internal static class CommandLine
{
    private const int Unusable = 2;

    private const string Description = """
        The facility of offline keys: portal, security check, gateway. Started without a command it runs until it is stopped,
        with its page at http://localhost:5080.

        Settings, as --name=value, as variables of the environment with two underlines for the colon, or in appsettings.json beside
        the program (docs/facility.md, Settings):
          urls                             where it listens; http://localhost:5080
          AllowedHosts                     the names that the portal may be called by; * for all
          ConnectionStrings:Facility       the PostgreSQL database; SQLite in the data folder while empty
          Facility:DataFolder              database and keys; facility-data
          Facility:KeyFolder               the keys that encrypt the facility's secret; keys in the data folder
          Facility:KeyCertificate          PKCS #12 files, with semicolons, under which those keys are encrypted; none
          Facility:KeyCertificatePassword  their password
          Facility:PublicUrl               the portal's address as people see it; the first of urls
          Facility:Proxies                 the reverse proxies that are believed; this machine
          Facility:Gateway                 off: this process visits no locks
          Facility:GatewayIntervalSeconds  from one visit of a lock to the next; 300
          Facility:GatewayPollSeconds      how often the database is asked for what other processes want; 5
          Facility:GatewayParallel         visits at the same time; 4
          Facility:GatewayLeaseSeconds     how long a lock stays with a gateway that gives no sign of life; 120
          Facility:GatewayBackOffSeconds   the longest wait after failed visits; 3600
          Facility:GatewayName             this gateway's name in the portal; the computer's name
          Facility:GatewayListenSeconds    how often it reports which locks it hears over Bluetooth; 300
          Facility:Limits:SignInPerMinute  sign-ins of an address; 10
          Facility:Limits:AnonymousPerMinute  everything else without a sign-in, of an address; 300
          Facility:Limits:KeysPerMinute    requests for keys of a phone; 10
          Facility:Limits:HerePerMinute    challenges of a phone; 30
          Facility:Limits:CarryPerMinute   what a phone carries to and from locks; 60
          Facility:Limits:OtherPerMinute   everything else of a phone; 60

        Exit codes: 0 ended as asked; 1 it could not; 2 the call or a file cannot be used, nothing was done.
        """;

    /// <summary>Runs the program.</summary>
    /// <returns>0 for success, 1 if the database or the port failed, 2 if the arguments, a setting or a file cannot be used.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Runs the program.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives error messages.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Contains("--demo") || args.FirstOrDefault() == "phone-keys")
        {
            error.WriteLine("The demo is a program of its own. Start it with: dotnet run --project FacilityDemo");
            return Unusable;
        }
        RootCommand root =
            new(Description) { Import(output, error), AdminLink(output, error), Copy(output, error), Restored(output, error) };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, stop) => FacilityHost.RunAsync([.. result.UnmatchedTokens], null, error, stop));
        ParseResult parsed = root.Parse(args);
        InvocationConfiguration invocation = new() { Output = output, Error = error };
        int code = await parsed.InvokeAsync(invocation);
        return parsed.Errors.Count > 0 ? Unusable : code;
    }

    private static Command Import(TextWriter output, TextWriter error)
    {
        Argument<string> file = new("file") { Description = "The facility file, or a job file that came back." };
        Command import = new("import", """
            Takes the facility file of lockctl into the database: facility, secret, zone, holidays and locks with their generations.
            A second time it adds what is new and lowers nothing. From then on the portal gives the locks their notices: use
            lockctl for cable, label and provisioning, and import its file after that. A job file that the portal gave out is taken
            back in the same way.
            """) { file };
        import.TreatUnmatchedTokensAsErrors = false;
        import.SetAction((result, _) => ErrorReport.RunAsync(async () =>
        {
            FacilityData data = FacilityImport.Read(result.GetValue(file)!, error);
            await using WebApplication app = FacilityHost.Build([.. result.UnmatchedTokens]);
            return await InScopeAsync(app, async services =>
            {
                foreach (string line in await ImportAsync(services, data))
                    output.WriteLine(line);
            });
        }, error));
        return import;
    }

    private static async Task<IReadOnlyList<string>> ImportAsync(IServiceProvider services, FacilityData data)
    {
        if (data.Job == null)
            return await services.GetRequiredService<FacilityImport>().RunAsync(data);
        ChangeAnswer answer = await services.GetRequiredService<JobFiles>().TakeBackAsync(data);
        return answer.IsDone
            ? [answer.Words]
            : throw new ImportException($"{answer.Words} A job file of lockctl is taken back with \"lockctl job import\"; then import the "
                + "facility's own file.");
    }

    private static Command AdminLink(TextWriter output, TextWriter error)
    {
        Option<string> login = new("--login") { Description = "Whose link; \"admin\" when left out.", DefaultValueFactory = _ => "admin" };
        Command link = new("admin-link", """
            Prints a one-time link with which an administrator who has lost the password sets a new one, within a day. The old
            password counts until then. Where no administrator is left, the member named becomes one.
            """) { login };
        link.TreatUnmatchedTokensAsErrors = false;
        link.SetAction((result, _) => ErrorReport.RunAsync(() => InFacilityAsync([.. result.UnmatchedTokens], async services =>
        {
            string code = await services.GetRequiredService<AdminRescue>().InviteAsync(result.GetValue(login)!);
            output.WriteLine("Open this address within one day to set a password:");
            output.WriteLine($"  {services.GetRequiredService<PortalAddress>().Invitation(code)}");
        }), error));
        return link;
    }

    private static Command Copy(TextWriter output, TextWriter error)
    {
        Argument<FileInfo> file = new("file") { Description = "The new file to write the copy to." };
        Command copy =
            new("copy", "Copies the SQLite database into a file, even while the program runs; one half of a backup (docs/facility.md, "
            + "Backup and restore).") { file };
        copy.TreatUnmatchedTokensAsErrors = false;
        copy.SetAction((result, _) => ErrorReport.RunAsync(() => InFacilityAsync([.. result.UnmatchedTokens], async services =>
        {
            FileInfo made = result.GetValue(file)!;
            await services.GetRequiredService<DatabaseCopy>().MakeAsync(made.FullName);
            output.WriteLine($"The database was copied to {made.FullName}.");
        }), error));
        return copy;
    }

    private static Command Restored(TextWriter output, TextWriter error)
    {
        Option<FileInfo?> secret =
            new("--secret") { Description = "The secret's file, as exported by the portal. Needed if the key folder is lost." };
        Option<FileInfo?> passphrase =
            new("--passphrase-file")
            {
                Description =
                "A file whose first line is the passphrase. Without this option the program asks for it."
            };
        Option<bool> keysOnly = new("--keys-only")
        {
            Description = "The database is no copy, and only the key folder is new: does nothing but open the secret."
        };
        Command restored = new("restored", """
            To be run once after a copy of the database was put back, before the program is started on it: opens the secret anew, leaves
            out all numbers that may have been used since, and ends all sign-ins, passwords, links and codes (docs/facility.md, Backup
            and restore).
            """) { secret, passphrase, keysOnly };
        restored.TreatUnmatchedTokensAsErrors = false;
        restored.SetAction((result, _) => ErrorReport.RunAsync(async () =>
        {
            byte[]? file = result.GetValue(secret) is { } given ? await File.ReadAllBytesAsync(given.FullName) : null;
            string Passphrase() => result.GetValue(passphrase) is { } named
                ? File.ReadLines(named.FullName).FirstOrDefault() ?? ""
                : SecretPrompt.Secret(output, "Passphrase: ");
            await using WebApplication app = await FacilityHost.BuildExistingAsync([.. result.UnmatchedTokens]);
            await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
            foreach (string line in await scope.ServiceProvider.GetRequiredService<Restoration>()
                .RunAsync(file, Passphrase, result.GetValue(keysOnly)))
                output.WriteLine(line);
            return 0;
        }, error));
        return restored;
    }

    /// <summary>Runs a command that works on an existing facility. Without one it refuses and creates nothing.</summary>
    private static async Task<int> InFacilityAsync(string[] args, Func<IServiceProvider, Task> work)
    {
        await using WebApplication app = await FacilityHost.BuildExistingAsync(args);
        return await InScopeAsync(app, work);
    }

    private static async Task<int> InScopeAsync(WebApplication app, Func<IServiceProvider, Task> work)
    {
        await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FirstStart>().PrepareAsync();
        await work(scope.ServiceProvider);
        return 0;
    }
}
