using LockFirmware.Facility.UseCases.Phones;

namespace LockFirmware.Facility.Api;

/// <summary>A refusal of each code, as an example of how one reads.</summary>
internal static class Reasons
{
    private const long NextOpening = 217_674_000;

    /// <summary>A refusal with this code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code.</exception>
    public static Refusal Of(string code) => code switch
    {
        Refusal.Codes.Malformed => Refusal.Malformed("The content cannot be read.", "lockId"),
        Refusal.Codes.OutsideHours => new Refusal
        {
            Code = code,
            Check = Checks.Hours,
            NextOpening = NextOpening,
            Reason = "It is outside your access hours. They begin again on 24 November 2026 at 09:00.",
        },
        Refusal.Codes.AccountInactive => Checked(code, Checks.Identity, "Your account is deactivated. Ask the office."),
        Refusal.Codes.NoUnit => Checked(code, Checks.Units, "No unit is let to you. Ask the office."),
        Refusal.Codes.PaymentDue => Checked(code, Checks.Payment, "Rent is owed. Pay at the office, then try again."),
        Refusal.Codes.NotHere => Checked(code, Checks.Connection, "Keys are given out only at the facility."),
        Refusal.Codes.HereStale => Checked(code, Checks.Connection, "The lock answered too late. Try again."),
        Refusal.Codes.HereUsed => Checked(code, Checks.Connection, "The answer of the lock was used before. Try again."),
        Refusal.Codes.HereNotProven => Checked(code, Checks.Connection, "The lock did not prove that you are here. Try again."),
        _ => new Refusal { Code = code, Reason = SentenceOf(code) },
    };

    private static Refusal Checked(string code, string check, string reason) => new() { Code = code, Check = check, Reason = reason };

    private static string SentenceOf(string code) => code switch
    {
        Refusal.Codes.TooLarge => "The content is longer than 8192 bytes. Send it in several requests.",
        Refusal.Codes.TooSlow => "The content arrived too slowly. Try again with a better connection.",
        Refusal.Codes.TooMany => "Too many tries. Wait a minute.",
        Refusal.Codes.Busy => "The facility is busy. Try again in a moment.",
        Refusal.Codes.ClockBehind => "The facility's clock is wrong, so no key can be issued. Tell the office.",
        Refusal.Codes.VersionNotSupported => "The facility speaks version 1 of its calls, and the app another one. Update the app.",
        Refusal.Codes.NotSignedIn => "This phone is not signed in. Ask the office for a code.",
        Refusal.Codes.DeviceRevoked => "This phone was signed out. Ask the office for a new code.",
        Refusal.Codes.WrongCode => "This code was used, has expired, or is mistyped. Ask the office for a new one.",
        Refusal.Codes.UnknownEntry => "This door does not belong to the facility.",
        Refusal.Codes.UnknownKey => "This key was never issued to this account.",
        Refusal.Codes.NotShareable => "This key has ended, or cannot be shared.",
        Refusal.Codes.GuestRevoked => "The office has revoked this guest.",
        Refusal.Codes.NotRevoked => "There is no such share of this account.",
        Refusal.Codes.TooManyShares => "This key is shared with 100 guests already.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "There is no such code."),
    };
}
