using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.UseCases.Staff;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>The facility's program in this process. Requests reach it as from a browser, but without a network.</summary>
internal sealed class BenchHost : IDisposable
{
    private readonly WebApplicationFactory<global::Program> _factory;
    private readonly string _folder = Directory.CreateTempSubdirectory("facility-bench-").FullName;

    public BenchHost(string? postgres)
    {
        _factory = new WebApplicationFactory<global::Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("Facility:DataFolder", _folder).UseSetting("Facility:Gateway", "off");
            if (postgres != null)
                host.UseSetting("ConnectionStrings:Facility", postgres);
            host.ConfigureLogging(logging => logging.ClearProviders());
            host.ConfigureServices(services => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(Plans))
                .Replace(ServiceDescriptor.Singleton(new Announcer(TextWriter.Null))));
        });
        _ = _factory.Server;
    }

    /// <summary>Records the database queries of pages.</summary>
    public PlanCatcher Plans { get; } = new();

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>A client without a sign-in.</summary>
    public HttpClient Client() => _factory.CreateClient();

    /// <summary>How many bytes the SQLite file has; 0 on PostgreSQL.</summary>
    public long FileSize => new DirectoryInfo(_folder).GetFiles("facility.db*").Sum(file => file.Length);

    /// <summary>Works in a scope of its own, as a request does.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using AsyncServiceScope scope = _factory.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Works on the database.</summary>
    public Task<T> InDbAsync<T>(Func<FacilityDb, Task<T>> work) =>
        InScopeAsync(services => work(services.GetRequiredService<FacilityDb>()));

    /// <summary>A client in which a staff member with all permissions has signed in.</summary>
    public async Task<HttpClient> SignInAsync()
    {
        const string password = "correct horse battery";
        await InScopeAsync(async services =>
        {
            StaffMember member = new() { Name = "Kay Morgan", Login = "kay", Permissions = Permissions.All, Stamp = "1" };
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            db.Staff.Add(member);
            services.GetRequiredService<StaffAccounts>().SetPassword(member, password);
            await db.SaveChangesAsync();
            return true;
        });
        HttpClient client = Client();
        string form = await client.GetStringAsync("/account/sign-in");
        string token = Regex.Match(form, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        HttpResponseMessage answer = await client.PostAsync("/account/sign-in", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["login"] = "kay", ["password"] = password, ["__RequestVerificationToken"] = token }));
        answer.EnsureSuccessStatusCode();
        return client;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _factory.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
