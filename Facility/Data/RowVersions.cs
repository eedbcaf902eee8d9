using Microsoft.EntityFrameworkCore;

namespace LockFirmware.Facility.Data;

/// <summary>A row that counts its changes, so that two changes that started from the same state are not both stored.</summary>
/// <remarks>
/// <see cref="FacilityDb"/> raises the version by one each time it stores a change of the row. Nobody else does. A change of properties
/// with <see cref="NotedAttribute"/> alone does not raise it.
/// </remarks>
public interface IVersioned
{
    /// <summary>The number of changes that were stored.</summary>
    int Version { get; set; }
}

/// <summary>
/// Marks a property of an <see cref="IVersioned"/> row that only notes what was seen or planned. A change of it must not make others
/// run their changes again.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotedAttribute : Attribute;

/// <summary>Raises versions of many rows by one statement.</summary>
internal static class RowVersions
{
    /// <summary>
    /// Raises <see cref="User.Version"/> of users whose keys a change concerns. If a key is being issued at the same time, either it is
    /// already stored and the change finds it, or it is issued again after the change. Call it in a transaction, before keys are read.
    /// </summary>
    /// <param name="users">The users.</param>
    public static Task RaiseVersionsAsync(this IQueryable<User> users) =>
        users.ExecuteUpdateAsync(row => row.SetProperty(user => user.Version, user => user.Version + 1));
}
