using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LockFirmware.Facility.Data;

/// <summary>
/// Failures that only say that others are at the same rows or at the database: the same again a moment later may succeed.
/// </summary>
public static class DatabaseBusy
{
    private const int SqliteBusy = 5;

    /// <summary>
    /// Whether it is one: others were faster at every try (<see cref="Conflicts"/>), SQLite's write lock was not free in time, or
    /// PostgreSQL
    /// has broken a deadlock.
    /// </summary>
    public static bool Is(Exception exception)
    {
        for (Exception? at = exception; at != null; at = at.InnerException)
        {
            if (at is DbUpdateConcurrencyException or SqliteException { SqliteErrorCode: SqliteBusy }
                or PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable })
                return true;
        }
        return false;
    }
}
