using System.Security.Claims;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Features.Shared;

/// <summary>One entry of the main menu.</summary>
/// <param name="Name">The text of the entry.</param>
/// <param name="Path">The path of the page.</param>
/// <param name="Permission">The permission that a member needs to see the entry.</param>
public sealed record MenuItem(string Name, string Path, Permissions Permission);

/// <summary>The main menu.</summary>
public static class Menu
{
    private static readonly MenuItem[] Items =
    [
        new("Users", "/Users", Permissions.ManageUsers),
        new("Units", "/Units", Permissions.ManageUnits),
        new("Access hours", "/Schedules", Permissions.ManageUnits),
        new("Entries", "/Entries", Permissions.ManageEntries),
        new("Activity", "/Activity", Permissions.ViewActivity),
        new("Settings", "/Settings", Permissions.ManageSettings),
        new("Staff", "/Staff/Members", Permissions.Administer),
    ];

    /// <summary>The entries that a member may open.</summary>
    public static IEnumerable<MenuItem> For(ClaimsPrincipal user) => Items.Where(item => user.May(item.Permission));
}
