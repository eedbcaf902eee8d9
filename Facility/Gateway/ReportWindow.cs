using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Gateway;

/// <summary>
/// Which reports of gateways count: the recent ones. A report that is later than it can be was stored while a clock was ahead; it does not
/// count, however recent it looks.
/// </summary>
/// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
/// <param name="settings">How long a report counts.</param>
public sealed class ReportWindow(long now, GatewaySettings settings)
{
    // The clocks of several gateways differ a little.
    private const int SlackSeconds = 60;

    private readonly long _since = now - settings.HeardSeconds;
    private readonly long _through = now + SlackSeconds;

    /// <summary>The reports of heard locks that count.</summary>
    public IQueryable<HeardRow> Of(IQueryable<HeardRow> heard)
    {
        (long since, long through) = (_since, _through);
        return heard.Where(row => row.HeardAt >= since && row.HeardAt <= through);
    }

    /// <summary>The gateways whose last report counts.</summary>
    public IQueryable<GatewayRow> Of(IQueryable<GatewayRow> gateways)
    {
        (long since, long through) = (_since, _through);
        return gateways.Where(row => row.SeenAt >= since && row.SeenAt <= through);
    }

    /// <summary>Whether a report of this moment counts.</summary>
    public bool Contains(long at) => at >= _since && at <= _through;

    /// <summary>Whether a moment is later than it can be.</summary>
    public bool IsLater(long at) => at > _through;
}
