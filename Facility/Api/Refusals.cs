using System.Globalization;
using System.Security.Claims;
using LockFirmware.Facility.Access;
using LockFirmware.Facility.UseCases.Changes;
using LockFirmware.Facility.UseCases.Phones;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LockFirmware.Facility.Api;

/// <summary>Puts callers, answers and refusals of the use cases into HTTP and back.</summary>
internal static class Refusals
{
    /// <summary>The status of a code (docs/facility.md, What a refusal says).</summary>
    public static int StatusOf(string code) => code switch
    {
        Refusal.Codes.Malformed or Refusal.Codes.VersionNotSupported => StatusCodes.Status400BadRequest,
        Refusal.Codes.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusal.Codes.TooSlow => StatusCodes.Status408RequestTimeout,
        Refusal.Codes.TooMany => StatusCodes.Status429TooManyRequests,
        Refusal.Codes.Busy or Refusal.Codes.ClockBehind => StatusCodes.Status503ServiceUnavailable,
        Refusal.Codes.NotFound or Refusal.Codes.UnknownEntry or Refusal.Codes.UnknownKey => StatusCodes.Status404NotFound,
        Refusal.Codes.NotSignedIn => StatusCodes.Status401Unauthorized,
        Refusal.Codes.NotShareable or Refusal.Codes.GuestRevoked or Refusal.Codes.TooManyShares
            or Refusal.Codes.NotRevoked => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status403Forbidden,
    };

    /// <summary>All statuses that an answer with this code can have.</summary>
    public static int[] StatusesOf(string code) => code switch
    {
        Refusal.Codes.Malformed => [StatusOf(code), StatusCodes.Status415UnsupportedMediaType],
        Refusal.Codes.DeviceRevoked => [StatusOf(code), StatusCodes.Status401Unauthorized],
        _ => [StatusOf(code)],
    };

    /// <summary>A refusal with the status of its code.</summary>
    public static JsonHttpResult<Refusal> Answer(this Refusal refusal) => refusal.With(StatusOf(refusal.Code));

    /// <summary>A refusal with another status, where a code has several.</summary>
    public static JsonHttpResult<Refusal> With(this Refusal refusal, int status) => TypedResults.Json(refusal, statusCode: status);

    /// <summary>The answer to a phone.</summary>
    public static Results<Ok<T>, JsonHttpResult<Refusal>> Answer<T>(this Outcome<T> outcome) where T : class =>
        outcome.IsAnswered ? TypedResults.Ok(outcome.Answer) : outcome.Refusal.Answer();

    /// <summary>The answer to a phone that asked for a change: no content, or a refusal with this code.</summary>
    public static Results<NoContent, JsonHttpResult<Refusal>> Answer(this ChangeAnswer answer, string code) => answer.IsDone
        ? TypedResults.NoContent()
        : new Refusal { Code = code, Reason = answer.Words }.Answer();

    /// <summary>The phone of a request that the policy for phones has let through.</summary>
    public static PhoneCaller Caller(this ClaimsPrincipal phone) =>
        new(Number(phone, ClaimTypes.NameIdentifier), Number(phone, PhoneScheme.DeviceClaim));

    private static long Number(ClaimsPrincipal phone, string claim) =>
        long.Parse(phone.FindFirstValue(claim)!, CultureInfo.InvariantCulture);
}
