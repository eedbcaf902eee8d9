using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LockFirmware.Facility.Data;

/// <summary>Repeats a change when another process or request has changed the same rows in the meantime.</summary>
public static class Conflicts
{
    private const int TryCountMax = 8;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    /// <summary>Runs a change that ends with SaveChanges. Each try starts with an empty change tracker.</summary>
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

    /// <summary>Runs a change that ends with SaveChanges. Each try starts with an empty change tracker.</summary>
    public static Task RetryAsync(FacilityDb db, Func<Task> change) => RetryAsync(db, async () =>
    {
        await change();
        return true;
    });

    /// <summary>
    /// Whether another change was stored first: the row has changed, or a row with the same unique value exists. Two batches of the same
    /// events can also cause the second case, because the database may insert the events before it checks the version of the ledger.
    /// Statements outside SaveChanges throw the database's own exception instead of <see cref="DbUpdateException"/>.
    /// </summary>
    private static bool IsConflict(Exception exception) =>
        exception is DbUpdateConcurrencyException || (exception is DbUpdateException ? exception.InnerException : exception) switch
        {
            SqliteException { SqliteExtendedErrorCode: SqliteConstraintUnique or SqliteConstraintPrimaryKey } => true,
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected } => true,
            _ => false,
        };
}
