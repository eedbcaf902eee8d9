using System.Globalization;
using System.Net.Http.Headers;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Activity;
using LockFirmware.Facility.UseCases.Staff;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>
/// A facility of its own for one test: the real program on a database in a folder of its own, with a clock that the test drives.
/// </summary>
/// <remarks>
/// The workers do not run by themselves: a test visits locks, and deletes old activity, when it wants to. A worker that looks every hour
/// would look thousands of times when a test lets a year pass.
/// </remarks>
internal sealed class FacilityBench : IDisposable
{
    /// <summary>The password of every member that a bench makes.</summary>
    public const string Password = "correct horse battery";

    /// <summary>Where the passwords of a test come from.</summary>
    public static readonly SignInOrigin Here = new("203.0.113.7", "", []);

    // A hundredth of the program's value, because most tests do not measure how long a guess takes.
    private const int PasswordRounds = 1_000;

    private readonly WebApplicationFactory<Program> _program = new();
    private readonly WebApplicationFactory<Program> _factory;
    private readonly Dictionary<string, string?> _settings;

    /// <param name="postgres">A PostgreSQL database; null for SQLite in the folder, which is already migrated if the folder is new.</param>
    /// <param name="services">Replaces services of the program.</param>
    /// <param name="folder">An existing data folder; null for a new one.</param>
    /// <param name="isReal">Whether it listens on a port of 127.0.0.1, as a real browser needs; see <see cref="Address"/>.</param>
    /// <param name="settings">More settings of the program.</param>
    public FacilityBench(string? postgres = null, Action<IServiceCollection>? services = null, string? folder = null, bool isReal = false,
        params (string Name, string Value)[] settings)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("facility-test-").FullName;
        if (folder == null && postgres == null)
            MigratedDatabase.CopyTo(Folder);
        _settings = new Dictionary<string, string?> { ["Facility:DataFolder"] = Folder, ["Facility:Gateway"] = "off" };
        if (isReal)
            _settings["urls"] = "http://127.0.0.1:0";
        if (postgres != null)
            _settings["ConnectionStrings:Facility"] = postgres;
        foreach ((string name, string value) in settings)
            _settings[name] = value;
        _factory = _program.WithWebHostBuilder(host =>
        {
            foreach ((string name, string? value) in _settings)
                host.UseSetting(name, value);
            host.ConfigureServices(collection =>
            {
                collection.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
                collection.Replace(ServiceDescriptor.Singleton(PageModels.Of));
                collection.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordRounds);
                collection.Remove(collection.Single(service => service.ImplementationType == typeof(RetentionWorker)));
                services?.Invoke(collection);
            });
        });
        if (isReal)
            _factory.UseKestrel(0);
        _factory.StartServer();
    }

    /// <summary>The address at which a real one listens.</summary>
    public Uri Address => _factory.ClientOptions.BaseAddress;

    /// <summary>The facility's data folder.</summary>
    public string Folder { get; }

    /// <summary>The facility's clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 9, 2, 13, 0, 0, TimeSpan.Zero));

    /// <summary>Now, seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Now => _factory.Services.GetRequiredService<FacilityClock>().Now;

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Works in a scope of its own, as a request does.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using AsyncServiceScope scope = _factory.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Works in a scope of its own, as a request does.</summary>
    public Task InScopeAsync(Func<IServiceProvider, Task> work) => InScopeAsync(async services =>
    {
        await work(services);
        return true;
    });

    /// <summary>Works on the database in a scope of its own.</summary>
    public Task<T> InDbAsync<T>(Func<FacilityDb, Task<T>> work) =>
        InScopeAsync(services => work(services.GetRequiredService<FacilityDb>()));

    /// <summary>The ledger of a lock, as it is stored.</summary>
    public Task<LockLedger> LedgerAsync(long entryId) => InDbAsync(async db =>
        LedgerStore.TryRead(await db.Ledgers.SingleAsync(row => row.EntryId == entryId)) ?? throw new AssertFailedException("damaged"));

    /// <summary>The bytes of a lock's ledger.</summary>
    public Task<byte[]> LedgerBytesAsync(long entryId) =>
        InDbAsync(db => db.Ledgers.Where(row => row.EntryId == entryId).Select(row => row.Bytes).SingleAsync());

    /// <summary>Writes bytes over a lock's ledger, as a damaged disk may do.</summary>
    public Task SetLedgerBytesAsync(long entryId, byte[] bytes) => InDbAsync(db => db.Ledgers.Where(row => row.EntryId == entryId)
        .ExecuteUpdateAsync(row => row.SetProperty(ledger => ledger.Bytes, bytes)));

    /// <summary>A browser without a sign-in; it keeps cookies and follows redirects unless told otherwise.</summary>
    public HttpClient Anonymous(bool followsRedirects = true) =>
        _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = followsRedirects, BaseAddress = Address });

    /// <summary>A member of the staff with these permissions and <see cref="Password"/>.</summary>
    /// <returns>The login.</returns>
    public async Task<string> MakeStaffAsync(Permissions permissions, string name = "Kay Morgan")
    {
        string login = "";
        await InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            int count = await db.Staff.CountAsync();
            login = string.Create(CultureInfo.InvariantCulture, $"kay{count}");
            StaffMember member = new() { Name = name, Login = login, Permissions = permissions, Stamp = login };
            db.Staff.Add(member);
            services.GetRequiredService<StaffAccounts>().SetPassword(member, Password);
            await db.SaveChangesAsync();
        });
        return login;
    }

    /// <summary>A browser in which somebody with these permissions has signed in.</summary>
    public async Task<Browser> SignInAsync(Permissions permissions, bool followsRedirects = true)
    {
        string login = await MakeStaffAsync(permissions);
        Browser browser = new(Anonymous(followsRedirects));
        await browser.OpenAsync("/account/sign-in");
        await browser.SubmitAsync("form", ("login", login), ("password", Password));
        return browser;
    }

    /// <summary>A phone's client that shows a bearer token.</summary>
    public HttpClient Phone(string token)
    {
        HttpClient client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        RateLimiterEnd.In(_factory.Services);
        // With it ends the one that was made of it. Left to its finalizer, it would keep the whole facility until a second collection.
        _program.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
