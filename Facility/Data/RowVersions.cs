using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>A row that counts its changes, so that two changes that started from the same state are not both stored.</summary>
/// <remarks><see cref="FacilityDb"/> raises the version by one each time it stores a change of the row. Nobody else does.</remarks>
public interface IVersioned
{
    /// <summary>How many changes were stored.</summary>
    int Version { get; set; }
}

/// <summary>Raises versions of many rows by one statement.</summary>
internal static class RowVersions
{
    /// <summary>
    /// Raises <see cref="User.Version"/> of users whose keys a change concerns. A key that is being issued at the same time was either
    /// stored before, and is found from here on, or is issued again afterwards. Call it within a transaction, before keys are read.
    /// </summary>
    /// <param name="users">The users.</param>
    public static Task RaiseVersionsAsync(this IQueryable<User> users) =>
        users.ExecuteUpdateAsync(row => row.SetProperty(user => user.Version, user => user.Version + 1));
}
