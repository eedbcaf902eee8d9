using System.Data.Common;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.Facility.UseCases.Backup;
using LockFirmware.Facility.UseCases.Import;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyIssuing.FacilityFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Host;

/// <summary>
/// A start, an import, a copy or a restoration is killed at any moment. The next start works, and so does the same command again.
/// </summary>
/// <remarks>
/// A process that is killed leaves the files of the moment between two statements, or within one, which SQLite undoes. So the files are
/// copied before each statement, and the program starts on the copies.
/// </remarks>
[TestClass]
[TestCategory("Slow")]
public sealed class KilledTests
{
    private const int MomentsMax = 14;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly FacilityData File = new()
    {
        Format = FacilityData.FormatName,
        Name = "Silver Creek",
        FacilityId = 4711,
        FacilitySecret = Convert.ToHexString(new byte[32]),
        CreatedAt = 1,
        Zone = "UTC",
        ZoneRule = Convert.ToHexString(LockLink.PosixZone.ToBytes("UTC0")),
        Holidays = ["2026-12-25"],
        NextKeyId = 2000,
        Locks = [],
    };

    private static readonly Dictionary<string, Func<IServiceProvider, string, Task>> Commands = new()
    {
        ["start"] = (services, _) => services.GetRequiredService<FirstStart>().RunAsync(),
        ["import"] = async (services, _) =>
        {
            await services.GetRequiredService<FirstStart>().PrepareAsync();
            await services.GetRequiredService<FacilityImport>().RunAsync(File);
        },
        ["copy"] = async (services, folder) =>
        {
            await services.GetRequiredService<FirstStart>().PrepareAsync();
            await services.GetRequiredService<DatabaseCopy>().MakeAsync(Path.Combine(folder, "copy.db"));
        },
        ["restored"] = async (services, _) =>
        {
            await services.GetRequiredService<FirstStart>().PrepareAsync();
            await services.GetRequiredService<Restoration>().RunAsync(null, () => "");
        },
    };

    [TestMethod]
    [DataRow("start", "nothing")]
    [DataRow("import", "tables")]
    [DataRow("copy", "facility")]
    [DataRow("restored", "facility")]
    public async Task The_next_start_works_whenever_the_last_one_was_killed(string command, string before)
    {
        string root = Directory.CreateTempSubdirectory("facility-killed-").FullName;
        string folder = Directory.CreateDirectory(Path.Combine(root, "data")).FullName;
        if (before != "nothing")
            MigratedDatabase.CopyTo(folder);
        if (before == "facility")
            await RunAsync(folder, "start", null);
        Moments moments = new(folder, root);
        await RunAsync(folder, command, moments);
        SqliteConnection.ClearAllPools();
        Assert.IsGreaterThan(4, moments.Count);
        int step = Math.Max(1, moments.Count / MomentsMax);
        for (int moment = 1; moment <= moments.Count; moment += step)
        {
            string left = moments.FolderOf(moment);
            await RunAsync(left, "start", null).WaitAsync(Patience);
            await RunAsync(left, command, null).WaitAsync(Patience);
            Assert.AreEqual("ok", await IntegrityAsync(left), $"{command}, moment {moment}");
            Assert.AreEqual(command == "copy", System.IO.File.Exists(Path.Combine(left, "copy.db")));
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    private static async Task RunAsync(string folder, string command, Moments? moments)
    {
        await using WebApplication app =
            FacilityHost.Build([$"--Facility:DataFolder={folder}", "--Facility:Gateway=off"], new Watching(moments));
        await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
        if (command == "copy" && System.IO.File.Exists(Path.Combine(folder, "copy.db")))
            return;
        await Commands[command](scope.ServiceProvider, folder);
    }

    private static async Task<string> IntegrityAsync(string folder)
    {
        await using SqliteConnection connection = new($"Data Source={Path.Combine(folder, "facility.db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = new("PRAGMA integrity_check", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Copies the files before each statement.</summary>
    private sealed class Moments(string folder, string root) : DbCommandInterceptor
    {
        public int Count { get; private set; }

        public string FolderOf(int moment) => Path.Combine(root, $"moment {moment}");

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Copy();
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Copy();
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }

        private void Copy()
        {
            string to = FolderOf(++Count);
            foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(to, Path.GetRelativePath(folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                // What a process has mapped into its memory ends with it; the next one makes it again.
                if (!file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith("-migrating", StringComparison.Ordinal))
                    System.IO.File.Copy(file, copy);
            }
        }
    }

    private sealed class Watching(Moments? moments) : IFacilityExtension
    {
        public IReadOnlyCollection<string> SettingNames => [];

        public void Configure(IConfiguration configuration)
        {
        }

        public void AddServices(IServiceCollection services)
        {
            if (moments != null)
                services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(moments));
        }

        public Task PrepareAsync(IServiceProvider services) => Task.CompletedTask;
    }
}
