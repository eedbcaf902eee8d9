using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LockFirmware.Facility.Data;

/// <summary>Runs a change anew when another process or request has changed the same rows meanwhile.</summary>
public static class Conflicts
{
    private const int TryCountMax = 8;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    /// <summary>Runs a change that ends with SaveChanges; each try starts with nothing tracked.</summary>
    public static async Task<T> RetryAsync<T>(FacilityDb db, Func<Task<T>> change)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await change();
            }
            catch (Exception exception) when (tries < TryCountMax && IsConflict(exception))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Runs a change that ends with SaveChanges; each try starts with nothing tracked.</summary>
    public static Task RetryAsync(FacilityDb db, Func<Task> change) => RetryAsync(db, async () =>
    {
        await change();
        return true;
    });

    /// <summary>
    /// Whether somebody else was faster: the row has changed, or one that must be unique is there already. The second comes of events too:
    /// the database may look at them before it looks at the ledger that both went on from. A statement that is no SaveChanges throws what
    /// the database says as it is.
    /// </summary>
    private static bool IsConflict(Exception exception) =>
        exception is DbUpdateConcurrencyException || (exception is DbUpdateException ? exception.InnerException : exception) switch
        {
            SqliteException { SqliteExtendedErrorCode: SqliteConstraintUnique or SqliteConstraintPrimaryKey } => true,
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected } => true,
            _ => false,
        };
}
