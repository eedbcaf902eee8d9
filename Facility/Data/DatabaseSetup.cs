using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>Chooses the database and migrates it at the start.</summary>
public static class DatabaseSetup
{
    /// <summary>The connection string of a PostgreSQL database. If it is empty, the facility uses SQLite in the data folder.</summary>
    public const string ConnectionName = "Facility";

    // PostgreSQL's advisory lock: the process that holds it migrates, and the others wait.
    private const long MigrationLock = 0x4c46_0001;

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
            options.UseSqlite($"Data Source={Path.Combine(dataFolder, "facility.db")};Default Timeout=30");
        else
            options.UseNpgsql(postgres);
    }

    /// <summary>Migrates the database to the current version. Several processes may call it at the same time.</summary>
    public static async Task MigrateAsync(FacilityDb db)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})");
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
