using LockFirmware.Facility.Data;
using LockFirmware.Facility.Site;

namespace LockFirmware.Facility.Ledgers;

/// <summary>The visits that one change requests. After the commit, the gateway gets a signal.</summary>
public sealed class VisitRequests(FacilityClock clock)
{
    /// <summary>Whether a visit was requested since the last <see cref="Clear"/>.</summary>
    public bool Any { get; private set; }

    /// <summary>Makes a lock due for a visit now, unless it is already due. The caller stores it.</summary>
    /// <param name="entry">A tracked row.</param>
    public void Request(Entry entry)
    {
        entry.NextVisitAt = Math.Min(entry.NextVisitAt, clock.Now);
        Any = true;
    }

    /// <summary>Makes a lock due for a visit now, unless a gateway is visiting it: that gateway looks again before it leaves.</summary>
    /// <param name="entry">A tracked row.</param>
    public void RequestUnlessVisited(Entry entry)
    {
        if (entry.LeaseUntil <= clock.Now)
            Request(entry);
    }

    /// <summary>Begins a change.</summary>
    public void Clear() => Any = false;
}
