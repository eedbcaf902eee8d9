using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>Chooses the database and migrates it at the start.</summary>
public static class DatabaseSetup
{
    /// <summary>The connection string of a PostgreSQL database. If it is empty, the facility uses SQLite in the data folder.</summary>
    public const string ConnectionName = "Facility";

    // PostgreSQL's advisory lock: the process that holds it migrates, and the others wait.
    private const long MigrationLock = 0x4c46_0001;

    private const string FileName = "facility.db";
    private const string LockSuffix = "-migrating";
    private const int WaitMs = 200;
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string Waiting =
        "Another process is updating the tables of this database. Waiting for it. If no other process of the facility runs, stop this one "
        + "and tell the developers.";

    /// <summary>Adds the database context to the services.</summary>
    public static void AddDatabase(this IServiceCollection services, IConfiguration configuration, string dataFolder)
    {
        string? postgres = configuration.GetConnectionString(ConnectionName);
        services.AddDbContext<FacilityDb>(options => Use(options, postgres, dataFolder));
    }

    /// <summary>Sets the database provider: PostgreSQL if there is a connection string, otherwise SQLite.</summary>
    public static void Use(DbContextOptionsBuilder options, string? postgres, string dataFolder)
    {
        if (string.IsNullOrEmpty(postgres))
            // A database that is missing is a failure. Only MigrateAsync makes a new one.
            options.UseSqlite($"Data Source={Path.Combine(dataFolder, FileName)};Mode=ReadWrite;Default Timeout=30")
                .AddInterceptors(SecureDelete.Instance);
        else
            options.UseNpgsql(postgres);
    }

    /// <summary>Whether there is a facility in a database. It creates nothing.</summary>
    /// <param name="postgres">The PostgreSQL connection string; empty for SQLite.</param>
    /// <param name="dataFolder">The folder of the SQLite file.</param>
    public static async Task<bool> ExistsAsync(string? postgres, string dataFolder)
    {
        if (string.IsNullOrEmpty(postgres) && !File.Exists(Path.Combine(dataFolder, FileName)))
            return false;
        DbContextOptionsBuilder<FacilityDb> options = new();
        Use(options, postgres, dataFolder);
        await using FacilityDb db = new(options.Options);
        return (await db.Database.GetAppliedMigrationsAsync()).Any();
    }

    /// <summary>
    /// Makes a missing SQLite file, which only its owner can read. It is empty until the first migration. Takes from an existing file the
    /// permissions of others; SQLite gives the files beside it the same.
    /// </summary>
    private static void MakeFile(FacilityDb db)
    {
        string path = PathOf(db);
        if (File.Exists(path))
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnersOnly) != 0)
                File.SetUnixFileMode(path, OwnersOnly);
            return;
        }
        FileStreamOptions ownersOnly = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownersOnly.UnixCreateMode = OwnersOnly;
        new FileStream(path, ownersOnly).Dispose();
    }

    /// <summary>
    /// Migrates the database to the current version if it is older. A missing SQLite file is made. Several processes may call it at the
    /// same time: one migrates, and the others wait and say so.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="say">Receives a sentence when another process is waited for; null for nobody.</param>
    public static async Task MigrateAsync(FacilityDb db, Action<string>? say = null)
    {
        if (db.Database.IsSqlite())
            MakeFile(db);
        // MigrateAsync of the framework takes its own lock even if there is nothing to do, and compares the whole model first.
        if ((await db.Database.GetPendingMigrationsAsync()).Any())
            await (db.Database.IsSqlite() ? MigrateSqliteAsync(db, say) : MigratePostgresAsync(db, say));
        if (db.Database.IsSqlite())
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
    }

    private static async Task MigrateSqliteAsync(FacilityDb db, Action<string>? say)
    {
        // The operating system releases this lock when the process ends, however it ends.
        using FileStream only = await LockFileAsync(PathOf(db) + LockSuffix, say);
        // The framework's lock is a row. A process that was killed leaves it behind, and every later start would wait for ever. Nobody else
        // migrates while this process has the file, so a row that is left is stale.
        await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """);
        if ((await db.Database.GetPendingMigrationsAsync()).Any())
            await db.Database.MigrateAsync();
    }

    private static async Task<FileStream> LockFileAsync(string path, Action<string>? say)
    {
        FileStreamOptions alone = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            alone.UnixCreateMode = OwnersOnly;
        for (bool isTold = false; ; isTold = true)
        {
            try
            {
                return new FileStream(path, alone);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!isTold)
                    say?.Invoke(Waiting);
                await Task.Delay(WaitMs);
            }
        }
    }

    private static async Task MigratePostgresAsync(FacilityDb db, Action<string>? say)
    {
        await db.Database.OpenConnectionAsync();
        try
        {
            // The server releases the lock when the connection ends.
            for (bool isTold = false; !await TryLockAsync(db); isTold = true)
            {
                if (!isTold)
                    say?.Invoke(Waiting);
                await Task.Delay(WaitMs);
            }
            if ((await db.Database.GetPendingMigrationsAsync()).Any())
                await db.Database.MigrateAsync();
        }
        finally
        {
            // A connection that goes back to the pool keeps the lock.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})");
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<bool> TryLockAsync(FacilityDb db) =>
        (await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_lock({MigrationLock}) AS \"Value\"").ToListAsync())[0];

    private static string PathOf(FacilityDb db) => new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
}
