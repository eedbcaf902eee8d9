using System.Text.Json.Serialization;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>Why the facility refuses a phone's request: a code for the app, and a reason for the person that says what to do.</summary>
public sealed class Refusal
{
    /// <summary>A word for the app. Each call's answers have an example of every code that it can give.</summary>
    [OneOf(typeof(Codes))]
    public required string Code { get; init; }

    /// <summary>Sentences for the person: what is wrong, and what to do about it.</summary>
    public required string Reason { get; init; }

    /// <summary>With malformed the field that cannot be used, such as locks[0].lockId; absent if it is the content as a whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    /// <summary>The step of the security check that failed: identity, units, payment, hours or connection; absent elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [OneOf(typeof(Checks))]
    public string? Check { get; init; }

    /// <summary>With outside-hours the next opening, seconds since 2020-01-01T00:00:00Z; absent where none comes within 14 days.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? NextOpening { get; init; }

    /// <summary>The content of a request does not have the form that the API describes.</summary>
    /// <param name="what">A sentence that says what is wrong.</param>
    /// <param name="field">The field; null for the content as a whole.</param>
    internal static Refusal Malformed(string what, string? field = null) =>
        new() { Code = Codes.Malformed, Field = field, Reason = $"{what} Update the app. If it is up to date, tell its developer." };

    /// <summary>The words of the API, for apps.</summary>
    internal static class Codes
    {
        public const string Malformed = "malformed";
        public const string TooLarge = "too-large";
        public const string TooSlow = "too-slow";
        public const string TooMany = "too-many";
        public const string Busy = "busy";
        public const string ClockBehind = "clock-behind";
        public const string NotFound = "not-found";
        public const string VersionNotSupported = "version-not-supported";
        public const string NotSignedIn = "not-signed-in";
        public const string DeviceRevoked = "device-revoked";
        public const string WrongCode = "wrong-code";
        public const string AccountInactive = "account-inactive";
        public const string NoUnit = "no-unit";
        public const string PaymentDue = "payment-due";
        public const string OutsideHours = "outside-hours";
        public const string NotHere = "not-here";
        public const string HereStale = "here-stale";
        public const string HereUsed = "here-used";
        public const string HereNotProven = "here-not-proven";
        public const string UnknownEntry = "unknown-entry";
        public const string UnknownKey = "unknown-key";
        public const string NotShareable = "not-shareable";
        public const string GuestRevoked = "guest-revoked";
        public const string NotRevoked = "not-revoked";
        public const string TooManyShares = "too-many-shares";
    }
}
