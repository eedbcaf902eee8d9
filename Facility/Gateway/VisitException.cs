namespace LockFirmware.Facility.Gateway;

/// <summary>A visit failed. The message is for the office and says what to do.</summary>
public sealed class VisitException(string message) : Exception(message);

/// <summary>Another gateway has taken over the lock, so this gateway must not change it.</summary>
public sealed class LeaseLostException() : Exception("Another gateway has taken over this lock.");
