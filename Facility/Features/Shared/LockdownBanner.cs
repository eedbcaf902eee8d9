using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Features.Shared;

/// <summary>The sentence about a lockdown that every page shows.</summary>
public sealed class LockdownBanner(FacilityDb db)
{
    /// <summary>What is in lockdown; null if nothing is.</summary>
    public async Task<string?> TextAsync()
    {
        int locked = await db.Entries.CountAsync(entry => entry.IsLockdown);
        if (locked == 0)
            return null;
        int all = await db.Entries.CountAsync();
        return locked == all ? "Lockdown of the whole site: no tenant's key opens." : locked == 1
            ? $"Lockdown: 1 of {all} entries opens for no tenant's key."
            : $"Lockdown: {locked} of {all} entries open for no tenant's key.";
    }
}
