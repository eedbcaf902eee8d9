using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>
/// Computes the words of the search and the keys of names anew after an upgrade that computes them in another way. They repeat what other
/// columns say, and no migration can compute them. Units and entries from before names had to differ get their number behind the name, and
/// the times of events that were stored before they were corrected are corrected.
/// </summary>
public sealed class TextRenewal(FacilityDb db, EventTimes times, OfficeTrail trail)
{
    /// <summary>Counts the ways in which words and keys were computed.</summary>
    public const int Version = 2;

    private const int BatchSize = 500;

    /// <summary>Computes them if those of the database are of an earlier version.</summary>
    public async Task RunAsync()
    {
        if (await db.Sites.Select(site => site.TextVersion).SingleAsync() >= Version)
            return;
        await RenewUnitsAsync();
        await RenewEntriesAsync();
        await times.RenewAsync();
        ILookup<long, string> names = (await db.Units.Where(unit => unit.LeaseId != null)
            .Select(unit => new { unit.Lease!.UserId, unit.Name }).ToListAsync()).ToLookup(row => row.UserId, row => row.Name);
        for (long after = 0; ;)
        {
            List<User> users = await db.Users.Include(user => user.Words).Where(user => user.Id > after && !user.IsErased)
                .OrderBy(user => user.Id).Take(BatchSize).ToListAsync();
            if (users.Count == 0)
                break;
            foreach (User user in users)
                UserSearchIndex.SetWords(user, UserSearchIndex.Of(user.Name, user.Email, user.Phone, names[user.Id]));
            await db.SaveChangesAsync();
            after = users[^1].Id;
            db.ChangeTracker.Clear();
        }
        await db.Sites.ExecuteUpdateAsync(set => set.SetProperty(site => site.TextVersion, Version));
    }

    private async Task RenewUnitsAsync()
    {
        HashSet<string> taken = [];
        foreach (Unit[] units in (await db.Units.OrderBy(unit => unit.Id).ToListAsync()).Chunk(BatchSize))
        {
            foreach (Unit unit in units)
            {
                string name = Free(taken, unit.Name, unit.Id);
                if (name != unit.Name)
                    trail.Add(AuditAction.UnitEdited, $"{name}: another unit has the name {unit.Name} too", null, unit.EntryId);
                (unit.Name, unit.NameKey) = (name, NameKeys.Of(name));
            }
            await db.SaveChangesAsync();
        }
        db.ChangeTracker.Clear();
    }

    private async Task RenewEntriesAsync()
    {
        HashSet<string> taken = [];
        foreach (Entry[] entries in (await db.Entries.OrderBy(entry => entry.Id).ToListAsync()).Chunk(BatchSize))
        {
            foreach (Entry entry in entries)
            {
                string name = Free(taken, entry.Name, entry.Id);
                if (name != entry.Name)
                    trail.Add(AuditAction.EntryChanged, $"{name}: another entry has the name {entry.Name} too.", entryId: entry.Id);
                (entry.Name, entry.NameKey) = (name, NameKeys.Of(name));
            }
            await db.SaveChangesAsync();
        }
        db.ChangeTracker.Clear();
    }

    /// <summary>A name that no earlier row has: the row's own, or with its number behind it.</summary>
    private static string Free(HashSet<string> taken, string name, long id)
    {
        string free = name;
        while (!taken.Add(NameKeys.Of(free)))
            free = $"{free} ({id})";
        return free;
    }
}
