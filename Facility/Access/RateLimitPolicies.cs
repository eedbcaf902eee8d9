namespace LockFirmware.Facility.Access;

/// <summary>The names of the rate limits, for the endpoints and pages that are counted.</summary>
internal static class RateLimitPolicies
{
    /// <summary>A phone signs in; counted for its address.</summary>
    public const string SignIn = "sign-in";

    /// <summary>One of the staff sends the form that signs in; counted for the address.</summary>
    public const string StaffSignIn = "staff-sign-in";

    /// <summary>A phone asks for keys.</summary>
    public const string Keys = "keys";

    /// <summary>A phone asks for a challenge.</summary>
    public const string Here = "here";

    /// <summary>A phone carries to and from locks.</summary>
    public const string Carry = "carry";

    /// <summary>Everything else that a phone calls.</summary>
    public const string Other = "other";
}
