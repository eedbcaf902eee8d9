namespace LockFirmware.LockLink;

/// <summary>The lock that a link must reach. Its name in the advertisement is a hint only; its Identity decides.</summary>
/// <param name="FacilityId">Its facility.</param>
/// <param name="LockId">Its number.</param>
/// <param name="MayBeNew">Whether it may have no identity yet.</param>
public sealed record SoughtLock(uint FacilityId, uint LockId, bool MayBeNew = false);
