using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>The names of buildings, by which units and doors belong together.</summary>
public static class BuildingNames
{
    /// <summary>
    /// Spells a name as units and entries already spell it, so that a door and its units do not differ in case, spaces or accents only.
    /// </summary>
    public static async Task<string> SpellAsync(FacilityDb db, string building)
    {
        string clean = NameKeys.Clean(building);
        if (clean.Length == 0)
            return "";
        List<string> known = await db.Units.Select(unit => unit.Building).Union(db.Entries.Select(entry => entry.Building)).ToListAsync();
        return known.Find(name => name == clean) ?? known.Find(name => NameKeys.AreSame(name, clean)) ?? clean;
    }
}
