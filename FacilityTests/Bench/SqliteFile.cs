using Microsoft.Data.Sqlite;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>The file of an SQLite database.</summary>
internal static class SqliteFile
{
    /// <summary>Copies a database over another one, as "sqlite3 from .backup to" does. Programs may have both open.</summary>
    public static void Copy(string from, string to)
    {
        using SqliteConnection source = new($"Data Source={from}");
        using SqliteConnection target = new($"Data Source={to}");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
