using LockFirmware.Facility.UseCases.Keys;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.Facility.UseCases.Users;

namespace LockFirmware.Facility.Api;

/// <summary>The refusal of each code as the API gives it, for the examples of the OpenAPI document.</summary>
internal static class Reasons
{
    private const uint NextOpening = 217_674_000;
    private const string NextOpeningWords = "Tue 24 Nov 2026 09:00";
    private const int WaitSeconds = 60;

    /// <summary>A refusal with this code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code.</exception>
    public static Refusal Of(string code) => code switch
    {
        Refusal.Codes.Malformed => Refusal.Malformed("The content cannot be read.", "lockId"),
        Refusal.Codes.TooLarge => ApiBody.TooLarge(ApiBody.SizeMax),
        Refusal.Codes.TooSlow => ApiBody.TooSlow,
        Refusal.Codes.TooMany => RateLimits.TooMany(WaitSeconds),
        Refusal.Codes.Busy => PhoneApi.Busy(isDown: false),
        Refusal.Codes.VersionNotSupported => ApiVersion.Other,
        Refusal.Codes.NotSignedIn => PhoneHandler.NotSignedIn,
        Refusal.Codes.WrongCode => PhoneSignIn.WrongCode,
        Refusal.Codes.DeviceRevoked => SecurityCheck.RefusalOf(KeyObstacle.NoPhone),
        Refusal.Codes.AccountInactive => SecurityCheck.RefusalOf(KeyObstacle.AccountInactive),
        Refusal.Codes.NoUnit => SecurityCheck.RefusalOf(KeyObstacle.NoUnit),
        Refusal.Codes.PaymentDue => SecurityCheck.RefusalOf(KeyObstacle.PaymentDue),
        Refusal.Codes.OutsideHours => SecurityCheck.RefusalOf(KeyObstacle.OutsideHours, NextOpening, NextOpeningWords),
        Refusal.Codes.ClockBehind => IssueKeys.ClockBehind,
        Refusal.Codes.NotHere => PresenceChallenges.NotHere,
        Refusal.Codes.HereStale => PresenceChallenges.Stale,
        Refusal.Codes.HereUsed => PresenceChallenges.Used,
        Refusal.Codes.HereNotProven => PresenceChallenges.NotProven,
        Refusal.Codes.UnknownEntry => PresenceChallenges.UnknownEntry,
        Refusal.Codes.UnknownKey => ReportShare.UnknownKey,
        Refusal.Codes.NotShareable => ReportShare.NotShareable,
        Refusal.Codes.GuestRevoked => ReportShare.GuestRevoked,
        Refusal.Codes.TooManyShares => ReportShare.TooManyShares,
        Refusal.Codes.NotRevoked => new Refusal { Code = code, Reason = PhoneChanges.NoSuchShare },
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "There is no such code."),
    };
}
