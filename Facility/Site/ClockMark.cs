using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Site;

/// <summary>
/// Remembers the newest time at which something was stored, so that a clock that is behind it is noticed. Then either the clock is wrong
/// now, or it was ahead before.
/// </summary>
public sealed class ClockMark(FacilityDb db, FacilityClock clock, ClockMarkCache cache)
{
    /// <summary>How far the clock may be behind the newest time without being called wrong, seconds.</summary>
    public const int SlackSeconds = 300;

    private const int NoteSeconds = 60;

    /// <summary>Stores that the present time was reached, at most once a minute.</summary>
    public async Task NoteAsync()
    {
        long now = clock.Now;
        if (now >= cache.NotedAt && now < cache.NotedAt + NoteSeconds)
            return;
        cache.NotedAt = now;
        await db.Sites.Where(site => site.NewestAt < now).ExecuteUpdateAsync(set => set.SetProperty(site => site.NewestAt, now));
    }

    /// <summary>The newest time, if the clock is too far behind it.</summary>
    /// <returns>Seconds since 2020-01-01T00:00:00Z; null if the clock may be right.</returns>
    public async Task<long?> AheadAsync()
    {
        long newest = await db.Sites.Select(site => site.NewestAt).SingleOrDefaultAsync();
        return newest > clock.Now + SlackSeconds ? newest : null;
    }
}

/// <summary>When <see cref="ClockMark"/> last stored a time, for the whole process.</summary>
public sealed class ClockMarkCache
{
    private long _notedAt;

    /// <summary>Seconds since 2020-01-01T00:00:00Z; 0 for never.</summary>
    public long NotedAt
    {
        get => Interlocked.Read(ref _notedAt);
        set => Interlocked.Exchange(ref _notedAt, value);
    }
}
