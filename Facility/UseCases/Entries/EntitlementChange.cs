using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>Writes what the office typed about a lock; keys of those who may no longer pass it are withdrawn.</summary>
public sealed class EntitlementChange(FacilityDb db, KeyRevocation keys)
{
    /// <summary>Writes it. Within <see cref="EntryChange"/>.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="form">Without a complaint.</param>
    /// <returns>What became of the keys, in words; empty for nothing.</returns>
    /// <exception cref="EntryComplaint">A unit's door stays one, or too many keys are to be withdrawn.</exception>
    public async Task<string> FillAsync(Entry entry, EntryForm form)
    {
        EntryKind kind = entry.Kind;
        string building = entry.Building;
        form.Fill(entry);
        bool isOfUnit = kind == EntryKind.Unit || entry.Kind == EntryKind.Unit;
        if (kind == entry.Kind && (entry.Kind != EntryKind.BuildingDoor || building == entry.Building))
            return "";
        if (kind == EntryKind.Unit && await db.Units.Where(unit => unit.EntryId == entry.Id).Select(unit => unit.Name)
            .SingleOrDefaultAsync() is { } name)
            throw new EntryComplaint(
                $"This lock is the door of {name}, and what is told to it is that unit's. Take it from the unit first, under Units.");
        // Whoever is just making a key by what the entry was before meets a changed row, and does it anew.
        await db.Users.RaiseVersionsAsync();
        int? count = await keys.WithdrawFromEntryAsync(entry, all: isOfUnit);
        return count switch
        {
            null => throw new EntryComplaint(
                "More keys open this lock than it can be told to refuse at once. Wait until the notices before have reached it or the "
                + "keys have expired; or give it a new identity, which ends all keys to it. Nothing was changed."),
            0 => "",
            1 => " The keys of one user to it are withdrawn.",
            _ => $" The keys of {count} users to it are withdrawn.",
        };
    }
}
