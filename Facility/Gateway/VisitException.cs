namespace LockFirmware.Facility.Gateway;

/// <summary>A visit came to nothing. The message is for the office and says what to do.</summary>
public sealed class VisitException(string message) : Exception(message);

/// <summary>Another gateway has the lock now: this one keeps its hands off.</summary>
public sealed class LeaseLostException() : Exception("Another gateway has taken over this lock.");
