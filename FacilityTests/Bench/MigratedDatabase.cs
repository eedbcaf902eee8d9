using System.Globalization;
using LockFirmware.Facility.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>A database with all tables and no rows. It is migrated once in a run of the tests; each test gets a copy.</summary>
internal static class MigratedDatabase
{
    private const string FileName = "facility.db";

    private static readonly Lazy<byte[]> SqliteFile = new(MakeFile);
    private static readonly Lock Making = new();
    private static string? _server;
    private static string? _name;

    /// <summary>Writes the SQLite file into a facility's folder.</summary>
    public static void CopyTo(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), SqliteFile.Value);

    /// <summary>Its name on a PostgreSQL server.</summary>
    /// <param name="server">A connection string whose user may make databases.</param>
    public static string NameOn(string server)
    {
        lock (Making)
            return _name ??= MakeOn(server);
    }

    /// <summary>Removes it from the server.</summary>
    public static void Drop()
    {
        lock (Making)
        {
            if (_name != null)
                TestDatabase.Run(_server!, $"DROP DATABASE {_name} WITH (FORCE)");
            _name = null;
        }
    }

    private static byte[] MakeFile()
    {
        string folder = Directory.CreateTempSubdirectory("facility-migrated-").FullName;
        Migrate(null, folder);
        // The last connection that closes brings the file of changes into the database's own.
        SqliteConnection.ClearAllPools();
        byte[] file = File.ReadAllBytes(Path.Combine(folder, FileName));
        Directory.Delete(folder, recursive: true);
        return file;
    }

    private static string MakeOn(string server)
    {
        string name = "facility_migrated_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        TestDatabase.Run(server, $"CREATE DATABASE {name}");
        // Nobody may be connected to a database that is copied.
        Migrate(new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString, "");
        _server = server;
        return name;
    }

    private static void Migrate(string? postgres, string folder)
    {
        DbContextOptionsBuilder<FacilityDb> options = new();
        DatabaseSetup.Use(options, postgres, folder);
        using FacilityDb db = new(options.Options);
        DatabaseSetup.MigrateAsync(db).GetAwaiter().GetResult();
    }
}
