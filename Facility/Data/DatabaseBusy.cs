using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LockFirmware.Facility.Data;

/// <summary>
/// Recognizes failures that occur because other requests use the same rows or the database. A later try may succeed.
/// </summary>
public static class DatabaseBusy
{
    private const int SqliteBusy = 5;

    /// <summary>
    /// Whether an exception is such a failure: another change was stored first at every try (<see cref="Conflicts"/>), SQLite's write lock
    /// did not become free in time, or PostgreSQL ended a deadlock.
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
