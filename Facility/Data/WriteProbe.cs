using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>
/// Finds out for the health check whether the database can be written: it stores the facility's row unchanged. A result is valid for a
/// few seconds, because anybody may ask.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WriteProbe(TimeProvider time) : IDisposable
{
    /// <summary>How long the probe waits for the database, seconds. Whoever asks for the health does not wait for long.</summary>
    internal const int WaitSecondsMax = 2;

    private static readonly TimeSpan Valid = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private long? _probedAt;
    private bool _isWritable;

    /// <summary>Whether the database can be written.</summary>
    /// <param name="db">The database.</param>
    /// <param name="stop">Cancels the wait.</param>
    public async Task<bool> IsWritableAsync(FacilityDb db, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (_probedAt is not { } last || time.GetElapsedTime(last) >= Valid)
            {
                _isWritable = await TryAsync(db, stop);
                _probedAt = time.GetTimestamp();
            }
            return _isWritable;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static async Task<bool> TryAsync(FacilityDb db, CancellationToken stop)
    {
        // SQLite heeds the time of the command, a server that does not answer only the token.
        using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(TimeSpan.FromSeconds(WaitSecondsMax));
        int? before = db.Database.GetCommandTimeout();
        db.Database.SetCommandTimeout(WaitSecondsMax);
        try
        {
            return await db.Sites.ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version), wait.Token) == 1;
        }
        catch (Exception exception) when (exception is DbException || DatabaseUnavailable.Is(exception)
            || (exception is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
        finally
        {
            db.Database.SetCommandTimeout(before);
        }
    }
}
