using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LockFirmware.Facility.Data;

/// <summary>
/// Recognizes failures of the database itself: it cannot be reached, its disk is full, or it cannot be written. Nothing of the change is
/// stored. A later try succeeds only after somebody has corrected the cause.
/// </summary>
public static class DatabaseUnavailable
{
    private const int SqliteReadOnly = 8;
    private const int SqliteInputOutput = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    // Classes of PostgreSQL's codes: connection exceptions, insufficient resources, operator intervention.
    private static readonly string[] PostgresClasses = ["08", "53", "57"];

    /// <summary>Whether an exception is such a failure.</summary>
    public static bool Is(Exception exception)
    {
        for (Exception? at = exception; at != null; at = at.InnerException)
        {
            if (at is SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteInputOutput or SqliteFull or SqliteCannotOpen }
                or NpgsqlException { InnerException: SocketException or IOException or TimeoutException }
                or PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
                return true;
            if (at is PostgresException { SqlState: { } state } && PostgresClasses.Contains(state[..2]))
                return true;
        }
        return false;
    }
}
