using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// Sets the Offline Key Expiration of users: <see cref="User.KeyNotAfter"/> to the latest end of their keys in force, or, if none of them
/// was valid after the last revocation, <see cref="User.KeyRevokedAt"/> to the time of that revocation.
/// </summary>
public static class KeyExpirations
{
    // The maximum number of users that one statement changes.
    private const int BatchSize = 1000;

    /// <summary>
    /// Computes the expiration of one user from the keys, including keys that are not stored yet. It also claims the user's row, so that
    /// no key is issued while keys are being revoked. The caller stores it.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="userId">The user.</param>
    public static async Task RefreshExpirationAsync(this FacilityDb db, long userId)
    {
        User user = await db.Users.SingleAsync(row => row.Id == userId);
        await db.Keys.Where(key => key.UserId == userId && key.State == KeyState.InForce).LoadAsync();
        OfflineKey[] known = [.. db.Keys.Local.Where(key => key.UserId == userId)];
        long? end = known.Where(key => key.State == KeyState.InForce).Max(key => (long?)key.NotAfter);
        long? stored = await db.Keys.Where(key => key.UserId == userId && key.State != KeyState.InForce && key.EndedFor != KeyEnd.NewerKey)
            .MaxAsync(key => key.EndedAt);
        long? revoked = known.Where(key => key.EndedFor != KeyEnd.NewerKey).Select(key => key.EndedAt).Append(stored).Max();
        (user.KeyNotAfter, user.KeyRevokedAt) = end is { } last && !(last <= revoked) ? (last, null) : (User.NoKey, revoked);
        db.Claim(user);
    }

    /// <summary>
    /// Computes the expirations of many users from the stored keys, and writes them without SaveChanges. Call it within a transaction that
    /// has raised the users' versions.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="userIds">The users.</param>
    public static async Task RefreshExpirationsAsync(this FacilityDb db, IEnumerable<long> userIds)
    {
        foreach (long[] ids in userIds.Distinct().Order().Chunk(BatchSize))
        {
            await db.Users.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.KeyNotAfter, row => db.Keys.Where(key => key.UserId == row.Id && key.State == KeyState.InForce)
                    .Max(key => (long?)key.NotAfter) ?? User.NoKey)
                .SetProperty(row => row.KeyRevokedAt, row => db.Keys.Where(key => key.UserId == row.Id && key.State != KeyState.InForce
                    && key.EndedFor != KeyEnd.NewerKey).Max(key => key.EndedAt)));
            await db.Users.Where(row => ids.Contains(row.Id) && row.KeyNotAfter != User.NoKey && row.KeyNotAfter <= row.KeyRevokedAt)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.KeyNotAfter, User.NoKey));
            await db.Users.Where(row => ids.Contains(row.Id) && row.KeyNotAfter != User.NoKey)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.KeyRevokedAt, (long?)null));
        }
    }
}
