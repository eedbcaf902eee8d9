using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>How a change of what keys are made of meets those that are just being made.</summary>
internal static class UserVersions
{
    /// <summary>
    /// Raises <see cref="User.Version"/>: a key that is just being made was either stored before, and can be found from here on, or is made
    /// anew afterwards. Within a transaction, before keys are read.
    /// </summary>
    /// <param name="users">Whose keys the change concerns.</param>
    public static Task RaiseVersionsAsync(this IQueryable<User> users) =>
        users.ExecuteUpdateAsync(row => row.SetProperty(user => user.Version, user => user.Version + 1));
}
