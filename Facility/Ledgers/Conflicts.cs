using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Ledgers;

/// <summary>Runs a change anew when another process or request has changed the same rows meanwhile.</summary>
public static class Conflicts
{
    private const int TryCountMax = 8;

    /// <summary>Runs a change that ends with SaveChanges; each try starts with nothing tracked.</summary>
    public static async Task<T> RetryAsync<T>(FacilityDb db, Func<Task<T>> change)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await change();
            }
            catch (DbUpdateConcurrencyException) when (tries < TryCountMax)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Runs a change that ends with SaveChanges; each try starts with nothing tracked.</summary>
    public static Task RetryAsync(FacilityDb db, Func<Task> change) => RetryAsync(db, async () =>
    {
        await change();
        return true;
    });
}
