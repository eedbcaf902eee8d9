namespace LockFirmware.Facility.Site;

/// <summary>How people reach the portal.</summary>
public sealed class PortalSettings
{
    /// <summary>The address as people see it. Empty: the first address that the program listens at.</summary>
    public string PublicUrl { get; set; } = "";
}
