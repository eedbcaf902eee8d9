using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>
/// Draws key numbers, none twice. It takes a block of numbers from the facility's row at a time, so that phones do not wait for one
/// another.
/// </summary>
/// <remarks>Safe for all threads. What is left of a block when the process ends is not used.</remarks>
internal sealed class KeyNumbers(IServiceScopeFactory scopes) : IDisposable
{
    private const int BlockSize = 64;
    private const int TryCountMax = 50;

    private readonly SemaphoreSlim _turn = new(1);
    private long _next;
    private long _end;

    /// <summary>Draws numbers in a row.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The first.</returns>
    public async Task<long> DrawAsync(int count)
    {
        await _turn.WaitAsync();
        try
        {
            if (_end - _next < count)
            {
                int size = Math.Max(count, BlockSize);
                _next = await TakeAsync(size);
                _end = _next + size;
            }
            long first = _next;
            _next += count;
            return first;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<long> TakeAsync(int size)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        FacilityDb db = scope.ServiceProvider.GetRequiredService<FacilityDb>();
        for (int tries = 0; tries < TryCountMax; tries++)
        {
            var site = await db.Sites.Select(row => new { row.NextKeyId, row.Version }).SingleAsync();
            if (site.NextKeyId + size > uint.MaxValue)
                throw new InvalidOperationException("The facility has no key numbers left.");
            int taken = await db.Sites.Where(row => row.Version == site.Version && row.NextKeyId == site.NextKeyId)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextKeyId, site.NextKeyId + size)
                    .SetProperty(row => row.Version, site.Version + 1));
            if (taken == 1)
                return site.NextKeyId;
        }
        throw new DbUpdateConcurrencyException("Too many processes are taking key numbers at the same time.");
    }
}
