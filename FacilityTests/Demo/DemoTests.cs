using System.Globalization;
using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Demo;
using LockFirmware.Facility.Site;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LockFirmware.FacilityTests.Demo;

/// <summary>The demo as it comes up: what it says is so.</summary>
[TestClass]
public sealed partial class DemoTests
{
    [TestMethod]
    public async Task Every_sign_in_works_and_the_doors_tell_what_happened()
    {
        using DemoBench demo = new();
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
            Assert.AreEqual(0, await db.Alerts.CountAsync());
        }
        foreach ((string login, bool seesUsers) in new[] { ("kay", true), ("robin", false) })
        {
            Browser browser = new(demo.Client());
            await browser.OpenAsync("/Staff/Door/SignIn");
            await browser.SubmitAsync("form", ("login", login), ("password", Regex.Match(demo.Said, $"login {login}, password (\\S+)").Groups[1].Value));
            Assert.AreEqual("Welcome", browser.Page.Title);
            Assert.AreEqual(seesUsers, browser.Page.QuerySelector("nav a[href='/Users']") != null);
        }
        StringAssert.Matches(demo.Said, CodePattern());
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
    public async Task A_taken_port_is_told()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        string folder = Directory.CreateTempSubdirectory("facility-demo-").FullName;
        try
        {
            StringWriter error = new();
            int code = await LockFirmware.Facility.CommandLine.RunAsync(
                ["--demo", $"--Facility:DataFolder={folder}", string.Create(CultureInfo.InvariantCulture, $"--Facility:DemoLockPort={port}")], TextWriter.Null, error);
            Assert.AreEqual(2, code);
            StringAssert.Contains(error.ToString(), $"cannot listen on port {port}");
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("Ben's phone signs in once with the code [0-9]{10}")]
    private static partial Regex CodePattern();

    private static void Has(LockEvent[] events, EventKind kind, long userId, int? reason, long entryId) => Assert.IsTrue(
        events.Any(row => row.Kind == (int)kind && row.UserId == userId && row.EntryId == entryId && (reason is null or 0 || row.Reason == reason)),
        $"no {kind} of {userId} for {reason} at {entryId}: {string.Join("; ", events.Select(row => $"{(EventKind)row.Kind} {row.UserId} {row.Reason} {row.EntryId}"))}");

    private sealed class DemoBench : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("facility-demo-").FullName;
        private readonly StringWriter _said = new();
        private readonly WebApplicationFactory<Program> _factory;

        public DemoBench()
        {
            _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
            {
                host.UseSetting("demo", "true");
                host.UseSetting("Facility:DataFolder", _folder);
                host.UseSetting("Facility:DemoLockPort", "0");
                host.UseSetting("Facility:Gateway", "off");
                host.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton(new Announcer(_said))));
            });
            _ = _factory.Server;
        }

        public string Said => _said.ToString();

        public IServiceProvider Services => _factory.Services;

        public HttpClient Client() => _factory.CreateClient();

        public void Dispose()
        {
            _factory.Dispose();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
