namespace LockFirmware.FacilityDemo;

/// <summary>A virtual lock and its door, for the page of the app.</summary>
/// <param name="LockId">The number of the lock.</param>
/// <param name="Name">What people call the entry.</param>
/// <param name="Lock">The lock.</param>
internal sealed record DemoDoor(uint LockId, string Name, VirtualLock Lock);

/// <summary>The doors that a browser reaches over <see cref="BrowserRadio"/>.</summary>
internal interface IDemoDoors
{
    /// <summary>All doors now.</summary>
    IReadOnlyList<DemoDoor> Doors { get; }
}
