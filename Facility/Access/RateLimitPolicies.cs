namespace LockFirmware.Facility.Access;

/// <summary>The names of the rate limits for endpoints and pages.</summary>
internal static class RateLimitPolicies
{
    /// <summary>A phone signs in; counted per address.</summary>
    public const string SignIn = "sign-in";

    /// <summary>A member of the staff signs in; counted per address.</summary>
    public const string StaffSignIn = "staff-sign-in";

    /// <summary>Anybody calls what needs no sign-in; counted per address.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>A phone asks for keys.</summary>
    public const string Keys = "keys";

    /// <summary>A phone asks for a challenge.</summary>
    public const string Here = "here";

    /// <summary>A phone carries notices and batches.</summary>
    public const string Carry = "carry";

    /// <summary>All other calls of a phone.</summary>
    public const string Other = "other";
}
