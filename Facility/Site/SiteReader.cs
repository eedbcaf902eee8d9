using LockFirmware.Facility.Data;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Site;

/// <summary>Reads the facility's row and local time, once per request.</summary>
public sealed class SiteReader(FacilityDb db)
{
    private SiteRow? _row;

    /// <summary>The facility's row, tracked.</summary>
    public async Task<SiteRow> RowAsync() => _row ??= await db.Sites.SingleAsync();

    /// <summary>The facility's local time, computed with the rule that the locks use.</summary>
    public async Task<LocalTime> LocalTimeAsync() => new(ZoneOf(await RowAsync()));

    /// <summary>The rule of a facility's time zone.</summary>
    public static ZoneRule ZoneOf(SiteRow row)
    {
        ZoneRule rule = new();
        return rule.TryRead(Convert.FromHexString(row.ZoneRule), 0)
            ? rule
            : throw new InvalidDataException("The facility's time zone rule cannot be read.");
    }
}
