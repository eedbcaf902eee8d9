using System.Security.Claims;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.Data;

namespace LockFirmware.Facility.Features.Shared;

/// <summary>One entry of the main menu.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Where it leads.</param>
/// <param name="Permission">Who sees it.</param>
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

    /// <summary>What a member may go to.</summary>
    public static IEnumerable<MenuItem> For(ClaimsPrincipal user) => Items.Where(item => user.May(item.Permission));
}
