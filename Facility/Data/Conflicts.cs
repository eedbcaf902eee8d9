using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Polly;
using Polly.Retry;

namespace LockFirmware.Facility.Data;

/// <summary>Repeats a change when another process or request has changed the same rows in the meantime.</summary>
public static class Conflicts
{
    private const int TryCountMax = 8;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    private static readonly ResiliencePropertyKey<FacilityDb> Database = new("database");

    // Without a wait: the next try reads what the faster change has stored.
    private static readonly ResiliencePipeline Retry = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = TryCountMax - 1,
            Delay = TimeSpan.Zero,
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsConflict),
            OnRetry = failed =>
            {
                failed.Context.Properties.GetValue(Database, null!).ChangeTracker.Clear();
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    /// <summary>Runs a change that ends with SaveChanges. Each further try starts with an empty change tracker.</summary>
    public static async Task<T> RetryAsync<T>(FacilityDb db, Func<Task<T>> change)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get();
        try
        {
            context.Properties.Set(Database, db);
            return await Retry.ExecuteAsync(async _ => await change(), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Runs a change that ends with SaveChanges. Each further try starts with an empty change tracker.</summary>
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
