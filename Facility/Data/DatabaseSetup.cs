using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>Which database, and its migration at start.</summary>
public static class DatabaseSetup
{
    /// <summary>The setting that names a PostgreSQL database; SQLite in the data folder where it is empty.</summary>
    public const string ConnectionName = "Facility";

    // PostgreSQL's advisory lock under which one process migrates and the others wait.
    private const long MigrationLock = 0x4c46_0001;

    /// <summary>Adds the database.</summary>
    public static void AddDatabase(this IServiceCollection services, IConfiguration configuration, string dataFolder)
    {
        string? postgres = configuration.GetConnectionString(ConnectionName);
        services.AddDbContext<FacilityDb>(options => Use(options, postgres, dataFolder));
    }

    /// <summary>Chooses the database.</summary>
    public static void Use(DbContextOptionsBuilder options, string? postgres, string dataFolder)
    {
        if (string.IsNullOrEmpty(postgres))
            options.UseSqlite($"Data Source={Path.Combine(dataFolder, "facility.db")};Default Timeout=30");
        else
            options.UseNpgsql(postgres);
    }

    /// <summary>Brings the database to the present version; several processes may do so at once.</summary>
    public static async Task MigrateAsync(FacilityDb db)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})");
        }
        try
        {
            // Migrating compares whole models first, which takes longer than everything else of a start.
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
