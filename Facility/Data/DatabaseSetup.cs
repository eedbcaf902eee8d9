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
            options.UseSqlite($"Data Source={Path.Combine(dataFolder, FileName)};Mode=ReadWrite;Default Timeout=30");
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

    /// <summary>Makes a missing SQLite file, which only its owner can read. It is empty until the first migration.</summary>
    private static void MakeFile(FacilityDb db)
    {
        string path = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        if (File.Exists(path))
            return;
        FileStreamOptions ownersOnly = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownersOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, ownersOnly).Dispose();
    }

    /// <summary>
    /// Migrates the database to the current version. A missing SQLite file is made. Several processes may call it at the same time.
    /// </summary>
    public static async Task MigrateAsync(FacilityDb db)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})");
        }
        else
        {
            MakeFile(db);
        }
        try
        {
            // MigrateAsync compares the whole model first, which takes longer than the rest of the start.
            if ((await db.Database.GetPendingMigrationsAsync()).Any())
                await db.Database.MigrateAsync();
            if (db.Database.IsSqlite())
                await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL");
        }
        finally
        {
            if (db.Database.IsNpgsql())
            {
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})");
                await db.Database.CloseConnectionAsync();
            }
        }
    }
}
