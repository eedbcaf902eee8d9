using LockFirmware.Facility.Data;

namespace LockFirmware.FacilityTests.Access;

/// <summary>Who may reach an endpoint.</summary>
internal enum Door
{
    /// <summary>Everybody.</summary>
    Anybody,

    /// <summary>Any of the staff.</summary>
    AnyStaff,

    /// <summary>Staff with the permission of the line.</summary>
    Permission,

    /// <summary>A signed-in phone; never staff.</summary>
    Phone,
}

/// <summary>One line of the table.</summary>
/// <param name="Prefix">The beginning of the addresses that the line is for, a folder; the longest one counts.</param>
/// <param name="Door">Who may reach it.</param>
/// <param name="Permission">The permission, where one is needed.</param>
internal sealed record EndpointRule(string Prefix, Door Door, Permissions Permission = Permissions.None);

/// <summary>Who may reach which pages and endpoints. Add a line for each new folder; the test fails for endpoints without a line.</summary>
internal static class EndpointTable
{
    /// <summary>The table.</summary>
    public static readonly EndpointRule[] Rules =
    [
        new("/Index", Door.AnyStaff),
        new("/Account", Door.Anybody),
        new("/Staff/Door", Door.Anybody),
        new("/Staff/SignOut", Door.AnyStaff),
        new("/Staff/Password", Door.AnyStaff),
        new("/Staff/SignIns", Door.AnyStaff),
        new("/Staff/Members", Door.Permission, Permissions.Administer),
        new("/Backup", Door.Permission, Permissions.Administer),
        new("/Jobs", Door.Permission, Permissions.Administer),
        new("/Users", Door.Permission, Permissions.ManageUsers),
        new("/Units", Door.Permission, Permissions.ManageUnits),
        new("/Schedules", Door.Permission, Permissions.ManageUnits),
        new("/Entries", Door.Permission, Permissions.ManageEntries),
        new("/Coverage", Door.Permission, Permissions.ManageEntries),
        new("/Activity", Door.Permission, Permissions.ViewActivity),
        new("/Settings", Door.Permission, Permissions.ManageSettings),
        new("/healthz", Door.Anybody),
        // Phones. The calls before a sign-in, and the document, have their own lines.
        new("/api", Door.Phone),
        new("/api/sign-in", Door.Anybody),
        new("/api/1", Door.Anybody),
        new("/openapi", Door.Anybody),
        // Every other address: 404.
        new("/1", Door.Anybody),
    ];

    /// <summary>The line of an address.</summary>
    /// <returns>Null when there is none.</returns>
    public static EndpointRule? Find(string address) => Rules
        .Where(rule => address.Equals(rule.Prefix, StringComparison.OrdinalIgnoreCase)
            || address.StartsWith(rule.Prefix + "/", StringComparison.OrdinalIgnoreCase))
        .MaxBy(rule => rule.Prefix.Length);
}
