using System.Globalization;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Users;

/// <summary>Which users a list shows.</summary>
public enum UserFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Users whose last key has expired.</summary>
    Expired,

    /// <summary>Users with a valid key.</summary>
    Active,

    /// <summary>Users who never had a key.</summary>
    NoKey,

    /// <summary>Users whose last key was revoked.</summary>
    Revoked,

    /// <summary>Users who owe rent.</summary>
    Delinquent,
}

/// <summary>
/// Finds users by the beginnings of words, sorted by their Offline Key Expiration: expired ones, then those that expire soonest,
/// then those without a key.
/// </summary>
public static class UserSearch
{
    /// <summary>The maximum number of words that a search compares. Further words are ignored.</summary>
    public const int TermCountMax = 6;

    /// <summary>A word is common if at least this many users have it. The list is then read in its order.</summary>
    public const int ManyCount = 20_000;

    private const int LookedAtMax = 200;

    // Sorts after every character that a word can contain, in the byte order of UTF-8.
    private const string Last = "\U0010FFFF";

    /// <summary>The users, in the list's order.</summary>
    /// <param name="db">The database.</param>
    /// <param name="search">The typed text; empty for all users.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    public static async Task<IQueryable<User>> QueryAsync(FacilityDb db, string? search, UserFilter filter, long now)
    {
        IQueryable<User> users = db.Users.AsNoTracking().Where(user => !user.IsErased);
        // SQLite uses the index only if the column is compared with a value.
        bool owes = true;
        users = filter switch
        {
            UserFilter.Expired => users.Where(user => user.KeyNotAfter <= now),
            UserFilter.Active => users.Where(user => user.KeyNotAfter > now && user.KeyNotAfter < User.NoKey),
            UserFilter.NoKey => users.Where(user => user.KeyNotAfter == User.NoKey && user.KeyRevokedAt == null),
            UserFilter.Revoked => users.Where(user => user.KeyNotAfter == User.NoKey && user.KeyRevokedAt != null),
            UserFilter.Delinquent => users.Where(user => user.IsDelinquent == owes),
            _ => users,
        };
        foreach (string term in UserSearchIndex.Terms(search, TermCountMax))
        {
            string end = term + Last;
            IQueryable<UserWord> found =
                db.UserWords.Where(word => string.Compare(word.Word, term) >= 0 && string.Compare(word.Word, end) < 0);
            // The users of a rare word are looked up and sorted. For a common word, the list is read in its order until a page is full.
            users = await found.Take(ManyCount).CountAsync() < ManyCount
                ? users.Where(user => found.Select(word => word.UserId).Contains(user.Id))
                : users.Where(user => user.Words.Any(word => string.Compare(word.Word, term) >= 0 && string.Compare(word.Word, end) < 0));
        }
        return users.OrderBy(user => user.KeyNotAfter).ThenBy(user => user.Id);
    }

    /// <summary>
    /// Finds users by number or name only, for staff without the permission to manage users.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="search">A user's number, or beginnings of words of the name; an empty text finds nobody.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="countMax">The maximum number of users.</param>
    public static async Task<IReadOnlyList<User>> ByNameAsync(FacilityDb db, string search, long now, int countMax)
    {
        if (long.TryParse(search.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long id))
            return await db.Users.AsNoTracking().Where(user => user.Id == id && !user.IsErased).ToListAsync();
        IReadOnlyList<string> terms = UserSearchIndex.Terms(search, TermCountMax);
        // A search without a word would find everybody.
        if (terms.Count == 0)
            return [];
        List<User> found = await (await QueryAsync(db, search, UserFilter.All, now)).Take(LookedAtMax).ToListAsync();
        return [.. found.Where(user => IsNamed(user, terms)).Take(countMax)];
    }

    private static bool IsNamed(User user, IReadOnlyList<string> terms)
    {
        HashSet<string> words = UserSearchIndex.Of(user.Name, "", "", []);
        return terms.All(term => words.Any(word => word.StartsWith(term, StringComparison.Ordinal)));
    }

    /// <summary>The users after a user of the list.</summary>
    /// <param name="users">The list.</param>
    /// <param name="after">"keyNotAfter-id" of that user. Any other text returns the whole list.</param>
    public static IQueryable<User> After(IQueryable<User> users, string? after)
    {
        string[] parts = (after ?? "").Split('-');
        return parts.Length == 2 && long.TryParse(parts[0], out long keyNotAfter) && long.TryParse(parts[1], out long id)
            ? users.Where(user => user.KeyNotAfter > keyNotAfter || (user.KeyNotAfter == keyNotAfter && user.Id > id))
            : users;
    }
}
