using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>
/// Computes the words of the search and the keys of names anew after an upgrade that computes them in another way. They repeat what other
/// columns say, and no migration can compute them.
/// </summary>
public sealed class TextRenewal(FacilityDb db)
{
    /// <summary>Counts the ways in which words and keys were computed.</summary>
    public const int Version = 1;

    private const int BatchSize = 500;

    /// <summary>Computes them if those of the database are of an earlier version.</summary>
    public async Task RunAsync()
    {
        if (await db.Sites.Select(site => site.TextVersion).SingleAsync() >= Version)
            return;
        foreach (Unit[] units in (await db.Units.ToListAsync()).Chunk(BatchSize))
        {
            foreach (Unit unit in units)
                unit.NameKey = NameKeys.Of(unit.Name);
            await db.SaveChangesAsync();
        }
        db.ChangeTracker.Clear();
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
}
