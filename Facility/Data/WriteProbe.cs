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
        try
        {
            return await db.Sites.ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version), stop) == 1;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
