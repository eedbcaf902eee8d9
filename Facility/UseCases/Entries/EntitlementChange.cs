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
                $"This lock is the door of {name}, so its keys belong to that unit. Remove it from the unit first, under Units.");
        // Whoever is just making a key by what the entry was before meets a changed row, and does it anew.
        await db.Users.RaiseVersionsAsync();
        int? count = await keys.WithdrawFromEntryAsync(entry, all: isOfUnit);
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
