using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.UseCases.Keys;

/// <summary>
/// Keeps the Offline Key Expiration of users, <see cref="User.KeyNotAfter"/>, equal to the end of their last key in force.
/// </summary>
public static class KeyExpirations
{
    // Users that one statement changes at most.
    private const int BatchSize = 1000;

    /// <summary>
    /// Computes it for one user from the keys, including those that are not stored yet. It also claims the user's row, so that no key is
    /// issued while keys are withdrawn. Stored by the caller.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="userId">The user.</param>
    public static async Task RefreshExpirationAsync(this FacilityDb db, long userId)
    {
        User user = await db.Users.SingleAsync(row => row.Id == userId);
        await db.Keys.Where(key => key.UserId == userId && key.State == KeyState.InForce).LoadAsync();
        user.KeyNotAfter = db.Keys.Local.Where(key => key.UserId == userId && key.State == KeyState.InForce)
            .Select(key => (long?)key.NotAfter).Max() ?? User.NoKey;
        db.Claim(user);
    }

    /// <summary>
    /// Computes it for many users from the stored keys, and stores it at once. Call it within a transaction that has raised their
    /// versions.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="userIds">The users.</param>
    public static async Task RefreshExpirationsAsync(this FacilityDb db, IEnumerable<long> userIds)
    {
        foreach (long[] ids in userIds.Distinct().Order().Chunk(BatchSize))
        {
            await db.Users.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.KeyNotAfter,
                row => db.Keys.Where(key => key.UserId == row.Id && key.State == KeyState.InForce).Max(key => (long?)key.NotAfter)
                ?? User.NoKey));
        }
    }
}
