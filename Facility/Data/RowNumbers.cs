using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LockFirmware.Facility.Data;

/// <summary>The numbers that the database gives to new rows: users (the holders of keys), phones, leases, shares and all others.</summary>
public static class RowNumbers
{
    /// <summary>The last number that the database gave to a user, whether the row is still there or not; 0 for none.</summary>
    public static async Task<long> LastUserAsync(FacilityDb db)
    {
        IQueryable<long> last = db.Database.IsSqlite()
            ? db.Database.SqlQuery<long>($"SELECT seq AS \"Value\" FROM sqlite_sequence WHERE name = 'Users'")
            : db.Database.SqlQuery<long>(
                $"SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('\"Users\"', 'Id')::regclass), 0) AS \"Value\"");
        return (await last.ToListAsync()).FirstOrDefault();
    }

    /// <summary>Leaves out numbers in every table, so that no new row gets a number that a lost row may have had.</summary>
    /// <param name="db">The database. Call it in a transaction.</param>
    /// <param name="skipped">How many numbers to leave out at least.</param>
    /// <param name="floor">New numbers are above this one.</param>
    public static async Task SkipAsync(FacilityDb db, long skipped, long floor)
    {
        foreach (IEntityType type in db.Model.GetEntityTypes())
        {
            if (type.FindPrimaryKey()?.Properties is not [{ ValueGenerated: ValueGenerated.OnAdd } id] || id.ClrType != typeof(long))
                continue;
            string table = type.GetTableName()!;
            string column = id.GetColumnName();
            if (db.Database.IsSqlite())
                await SkipSqliteAsync(db, table, skipped, floor);
            else
                await SkipPostgresAsync(db, table, column, skipped, floor);
        }
    }

    // SQLite adds the row of a table with its first number.
    private static async Task SkipSqliteAsync(FacilityDb db, string table, long skipped, long floor)
    {
        int changed = await db.Database.ExecuteSqlAsync(
            $"UPDATE sqlite_sequence SET seq = max(seq + {skipped}, {floor}) WHERE name = {table}");
        if (changed == 0)
            await db.Database.ExecuteSqlAsync($"INSERT INTO sqlite_sequence (name, seq) VALUES ({table}, {floor})");
    }

    private static async Task SkipPostgresAsync(FacilityDb db, string table, string column, long skipped, long floor)
    {
        // A name of a table or column cannot be a parameter; these are the program's own.
        string statement = $"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), "
            + $"GREATEST({{1}}, COALESCE((SELECT MAX(\"{column}\") FROM \"{table}\"), 0) + {{0}}))";
        await db.Database.ExecuteSqlRawAsync(statement, skipped, floor);
    }
}
