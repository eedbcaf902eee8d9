using System.Threading.Channels;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LockFirmware.Facility.Gateway;

/// <summary>Wakes the worker of this process; rung once or often before it looks is the same.</summary>
public sealed class GatewayBell
{
    private readonly Channel<bool> _rung =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something is to be done now.</summary>
    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Waits until it is rung, or for a while.</summary>
    /// <param name="longest">The longest wait.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="stop">Ends it.</param>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        using CancellationTokenSource late = new(longest, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Time to look anyhow.
        }
    }
}

/// <summary>
/// Sees to it that what anybody queues for a lock is delivered at once: the lock becomes due with the same SaveChanges, and the
/// bell is rung after it.
/// </summary>
internal sealed class NoticeRinger(GatewayBell bell, FacilityClock clock) : SaveChangesInterceptor
{
    private bool _hasNews;

    /// <inheritdoc/>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Look(eventData.Context);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        Look(eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Tell();
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result,
        CancellationToken cancellationToken = default)
    {
        Tell();
        return ValueTask.FromResult(result);
    }

    private void Look(DbContext? context)
    {
        _hasNews = false;
        uint now = clock.Now;
        foreach (EntityEntry<Entry> row in context?.ChangeTracker.Entries<Entry>().Where(row => row.State is EntityState.Modified) ?? [])
        {
            // Who has the lock at the moment looks again before it leaves.
            bool isBeingVisited = row.Entity.LeaseUntil > now;
            if (isBeingVisited || !row.Entity.HasOpenItems || !row.Property(entry => entry.Ledger).IsModified)
                continue;
            row.Entity.NextVisitAt = Math.Min(row.Entity.NextVisitAt, now);
            _hasNews = true;
        }
    }

    private void Tell()
    {
        if (_hasNews)
            bell.Ring();
        _hasNews = false;
    }
}
