extern alias lockctl;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Text.RegularExpressions;
using lockctl::LockFirmware.InstallerTool;
using lockctl::LockFirmware.InstallerTool.Cli;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityDemo;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LockFirmware.FacilityTests.Demo;

/// <summary>The demo after its start: what it prints is true.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed partial class FacilityDemoTests
{
    // A start takes seconds. Tests that open no door and change no key share one.
    private static readonly Lazy<DemoBench> Shared = new(() => new DemoBench());

    [ClassCleanup]
    public static void EndShared()
    {
        if (Shared.IsValueCreated)
            Shared.Value.Dispose();
    }

    [TestMethod]
    public async Task Every_sign_in_works_and_the_doors_tell_what_happened()
    {
        DemoBench demo = Shared.Value;
        using (IServiceScope scope = demo.Services.CreateScope())
        {
            FacilityDb db = scope.ServiceProvider.GetRequiredService<FacilityDb>();
            long now = scope.ServiceProvider.GetRequiredService<FacilityClock>().Now;
            User[] users = await db.Users.ToArrayAsync();
            Assert.IsTrue(users.Single(user => user.Name == "Ada Moreno").KeyNotAfter > now);
            Assert.IsTrue(users.Single(user => user.Name == "Ben Okafor").KeyNotAfter < now);
            Assert.AreEqual(User.NoKey, users.Single(user => user.Name == "Cleo Hart").KeyNotAfter);
            User finn = users.Single(user => user.IsDelinquent);
            Assert.AreEqual(OverlockReason.Payment, (await db.Units.SingleAsync(unit => unit.Lease!.UserId == finn.Id)).Overlock);
            LockEvent[] events = await db.Events.ToArrayAsync();
            Has(events, EventKind.AccessGranted, 101, 0, 12001);
            Has(events, EventKind.AccessGranted, 101, 0, 12012);
            Has(events, EventKind.AccessGranted, 108, 0, 12014);
            Has(events, EventKind.Refused, 102, (int)Status.Expired, 12001);
            Has(events, EventKind.Refused, finn.Id, (int)Status.Revoked, 12001);
            Has(events, EventKind.Refused, 107, RefusalReason.Superseded, 12014);
            Has(events, EventKind.Passage, 101, null, 12012);
            Assert.IsTrue(Array.Exists(events, row => row.Detail == 1 && row.Kind == (int)EventKind.AccessGranted));
            CollectionAssert.AreEquivalent(new[] { "Iris", "Milo" }, await db.Shares.Select(share => share.GuestName).ToArrayAsync());
            Assert.AreEqual(0, await db.Alerts.CountAsync());
        }
        foreach ((string login, bool seesUsers) in new[] { ("kay", true), ("robin", false) })
        {
            Browser browser = new(demo.Client());
            await browser.OpenAsync("/account/sign-in");
            await browser.SubmitAsync("form", ("login", login),
                ("password", Regex.Match(demo.Said, $"login {login}, password (\\S+)").Groups[1].Value));
            Assert.AreEqual("Welcome", browser.Page.Title);
            Assert.AreEqual(seesUsers, browser.Page.QuerySelector("nav a[href='/Users']") != null);
        }
        StringAssert.Matches(demo.Said, CodePattern());
        ILogger keys = demo.Services.GetRequiredService<ILoggerFactory>()
            .CreateLogger("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager");
        Assert.IsFalse(keys.IsEnabled(LogLevel.Warning), "the first line that a newcomer reads is a warning");
        Assert.IsTrue(keys.IsEnabled(LogLevel.Error));
    }

    /// <summary>
    /// Runs shell lines in a shell, against the demo on a real port, and the commands of the two programs in this process.
    /// </summary>
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task Every_printed_command_does_what_the_demo_says()
    {
        using DemoBench demo = new(isBehindPort: true);
        List<string> answers = [];
        List<string> shell = [];
        foreach (string line in demo.Said.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("dotnet run --project Installer -- ", StringComparison.Ordinal))
            {
                answers.Add(await LockctlAsync(line));
            }
            else if (line.StartsWith("dotnet run --project FacilityDemo -- ", StringComparison.Ordinal))
            {
                StringWriter said = new();
                int code = await DemoCommandLine.RunAsync([.. CommandLineParser.SplitCommandLine(line).Skip(5)], said, said);
                answers.Add($"{code} {said}");
            }
            else if (line.StartsWith("TOKEN=", StringComparison.Ordinal))
            {
                shell.Add(line.Replace(DemoBench.Printed, demo.Address));
            }
            else if (line.StartsWith("curl ", StringComparison.Ordinal))
            {
                answers.Add(await ShellAsync([.. shell, line.Replace(DemoBench.Printed, demo.Address)]));
                // The code signs in once: from here on the token is known.
                shell = [$"TOKEN={Regex.Match(answers[^1], "token (\\S+)").Groups[1].Value}"];
            }
        }
        string all = string.Join('\n', answers);
        Assert.AreEqual(7, answers.Count, all);
        StringAssert.Matches(answers[0], new Regex("^0 .*Exit gate"), all);
        StringAssert.Matches(answers[1], new Regex("^[1-9].*expired", RegexOptions.IgnoreCase | RegexOptions.Singleline), all);
        StringAssert.StartsWith(answers[2], "0 ", all);
        StringAssert.Matches(answers[3], new Regex("^0 .*12001.key: Opens Exit gate", RegexOptions.Singleline), all);
        StringAssert.Matches(answers[4], new Regex("^0 .*Exit gate"), all);
        StringAssert.Matches(answers[5], new Regex("^0 .*Ben Okafor"), all);
        StringAssert.Matches(answers[6], new Regex("^0 .*\"status\":\"ok\""), all);
    }

    [TestMethod]
    public void A_file_that_holds_no_keys_is_reported_with_the_facility_s_reason()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{"code":"payment-due","check":"payment","reason":"Rent is owed."}""");
            StringAssert.EndsWith(Assert.ThrowsExactly<InvalidDataException>(() => PhoneKeyFiles.Write(file)).Message, "Rent is owed.");
            File.WriteAllText(file, "<html>");
            StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => PhoneKeyFiles.Write(file)).Message, "POST /api/keys");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public async Task A_tenant_is_found_by_every_word_that_the_office_would_make()
    {
        DemoBench demo = Shared.Value;
        using IServiceScope scope = demo.Services.CreateScope();
        FacilityDb db = scope.ServiceProvider.GetRequiredService<FacilityDb>();
        User ada = await db.Users.Include(user => user.Words).SingleAsync(user => user.Name == "Ada Moreno");
        CollectionAssert.AreEquivalent(UserSearchIndex.Of(ada.Name, ada.Email, ada.Phone, ["Unit 12"]).ToArray(),
            ada.Words.Select(word => word.Word).ToArray());
    }

    [TestMethod]
    public void A_folder_that_is_not_the_demo_s_is_left_alone()
    {
        string folder = Directory.CreateTempSubdirectory("facility-demo-").FullName;
        try
        {
            string precious = Path.Combine(folder, "facility.db");
            File.WriteAllText(precious, "the data of a real facility");
            Assert.ThrowsExactly<InvalidDataException>(() => DemoFolder.MakeAnew(new ConfigurationManager(), folder));
            Assert.AreEqual("the data of a real facility", File.ReadAllText(precious));
            File.Delete(precious);
            DemoFolder.MakeAnew(new ConfigurationManager(), folder);
            File.WriteAllText(precious, "of the demo");
            DemoFolder.MakeAnew(new ConfigurationManager(), folder);
            Assert.IsFalse(File.Exists(precious));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public async Task A_taken_port_is_reported_and_the_demo_that_runs_keeps_its_folder()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        string folder = Directory.CreateTempSubdirectory("facility-demo-").FullName;
        try
        {
            string used = Path.Combine(folder, "facility.db");
            File.WriteAllText(Path.Combine(folder, "demo"), "");
            File.WriteAllText(used, "of the demo that runs");
            foreach ((int code, string complaint, string setting) in new[]
            {
                (2, $"cannot listen on port {port}", $"--Facility:DemoLockPort={port}"),
                // Another program may have one of the ports before.
                (2, "cannot listen on port ", $"--Facility:DemoLockPort={port - 2}"),
                (1, "or choose another port with --urls", $"--urls=http://127.0.0.1:{port}"),
                (1, "or choose another port with --urls", $"--urls=http://localhost:{port}"),
            })
            {
                StringWriter error = new();
                string[] args =
                    [$"--Facility:DataFolder={folder}", setting, .. setting.Contains("urls")
                        ? ["--Facility:DemoLockPort=0"]
                        : new[] { "--urls=http://127.0.0.1:0" }];
                Assert.AreEqual(code, await DemoCommandLine.RunAsync(args, TextWriter.Null, error), setting);
                StringAssert.Contains(error.ToString(), complaint);
                Assert.AreEqual(1, error.ToString().Trim().Split('\n').Length, error.ToString());
                Assert.AreEqual("of the demo that runs", File.ReadAllText(used));
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("Ben's phone signs in once with the code [0-9A-Z]{5}-[0-9A-Z]{5}")]
    private static partial Regex CodePattern();

    private static async Task<string> LockctlAsync(string line)
    {
        while (true)
        {
            StringWriter said = new();
            int code = await Lockctl.RunAsync([.. CommandLineParser.SplitCommandLine(line).Skip(5)],
                new Terminal(said, said, TextReader.Null, false, false), default);
            if (!said.ToString().Contains("(TooSoon)", StringComparison.Ordinal))
                return $"{code} {said}";
            // The lock runs in real time and opens once a second.
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    private static async Task<string> ShellAsync(string[] lines)
    {
        ProcessStartInfo start =
            new("/bin/sh", ["-c", $"set -e\n{string.Join('\n', lines)}\necho; echo token $TOKEN"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            };
        using Process process = Process.Start(start)!;
        Task<string> complaints = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return $"{process.ExitCode} {said}{await complaints}";
    }

    private static void Has(LockEvent[] events, EventKind kind, long userId, int? reason, long entryId) => Assert.IsTrue(
        events.Any(row => row.Kind == (int)kind && row.UserId == userId && row.EntryId == entryId
            && (reason is null or 0 || row.Reason == reason)),
        $"no {kind} of {userId} for {reason} at {entryId}: "
            + string.Join("; ", events.Select(row => $"{(EventKind)row.Kind} {row.UserId} {row.Reason} {row.EntryId}")));

    internal sealed class DemoBench : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("facility-demo-").FullName;
        private readonly StringWriter _said = new();
        private readonly WebApplicationFactory<DemoExtension> _program = new();
        private readonly WebApplicationFactory<DemoExtension> _factory;

        /// <summary>The portal's address as the demo prints it.</summary>
        public const string Printed = "http://demo.example";

        public DemoBench(bool isBehindPort = false)
        {
            _factory = _program.WithWebHostBuilder(host =>
            {
                host.UseSetting("Facility:DataFolder", _folder);
                host.UseSetting("Facility:DemoLockPort", "0");
                host.UseSetting("Facility:Gateway", "off");
                host.UseSetting("Facility:PublicUrl", Printed);
                host.UseSetting("urls", "http://127.0.0.1:0");
                host.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton(new Announcer(_said))));
            });
            if (isBehindPort)
            {
                _factory.UseKestrel(0);
                _factory.StartServer();
            }
            else
            {
                _ = _factory.Server;
            }
        }

        /// <summary>The address at which the portal really listens.</summary>
        public string Address =>
            _factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');

        public string Said => _said.ToString();

        public IServiceProvider Services => _factory.Services;

        public HttpClient Client() => _factory.CreateClient();

        public void Dispose()
        {
            RateLimiterEnd.In(_factory.Services);
            _program.Dispose();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
