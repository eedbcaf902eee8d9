namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>The phone that sent a request.</summary>
/// <param name="UserId">The number of its user.</param>
/// <param name="DeviceId">The number of the phone.</param>
internal readonly record struct PhoneCaller(long UserId, long DeviceId);
