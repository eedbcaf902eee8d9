using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Keys;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Entries;

/// <summary>Copies the office's form into a lock's row, and revokes the keys of users who may no longer pass the entry.</summary>
public sealed class EntitlementChange(FacilityDb db, KeyRevocation keys)
{
    /// <summary>Copies the form. Call it within a change of <see cref="EntryChange"/>.</summary>
    /// <param name="entry">A tracked row.</param>
    /// <param name="form">The form; it has no complaint.</param>
    /// <returns>How many users' keys were revoked, as a sentence; empty for none.</returns>
    /// <exception cref="EntryComplaint">The lock is the door of a unit, or too many keys would be revoked.</exception>
    public async Task<string> FillAsync(Entry entry, EntryForm form)
    {
        EntryKind kind = entry.Kind;
        string building = entry.Building;
        form.Building = await BuildingNames.SpellAsync(db, form.Building ?? "");
        form.Fill(entry);
        bool isOfUnit = kind == EntryKind.Unit || entry.Kind == EntryKind.Unit;
        if (kind == entry.Kind && (entry.Kind != EntryKind.BuildingDoor || building == entry.Building))
            return "";
        if (kind == EntryKind.Unit && await db.Units.Where(unit => unit.EntryId == entry.Id).Select(unit => unit.Name)
            .SingleOrDefaultAsync() is { } name)
            throw new EntryComplaint(
                $"This lock is the door of {name}, so its keys belong to that unit. Remove it from the unit first, under Units.");
        // If a key is being issued by the entry's earlier data, the raised version makes that change run again.
        await db.Users.RaiseVersionsAsync();
        int? count = await keys.RevokeAtEntryAsync(entry, all: isOfUnit);
        return count switch
        {
            null => throw new EntryComplaint(
                "Too many keys would have to be revoked at this lock at once. Nothing was changed. Wait until earlier notices have "
                + "reached the lock or the keys have expired. Or give the lock a new identity, which ends all its keys."),
            0 => "",
            1 => " One user's keys for it are revoked.",
            _ => $" {count} users' keys for it are revoked.",
        };
    }
}
