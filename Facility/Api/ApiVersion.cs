using LockFirmware.Facility.UseCases.Phones;

namespace LockFirmware.Facility.Api;

/// <summary>
/// The version of the calls. A phone may say in a header which one it speaks; every answer says which one this facility speaks. So an app
/// and a facility of different age notice it, and tell people so.
/// </summary>
internal static class ApiVersion
{
    /// <summary>The header of requests and answers.</summary>
    public const string Header = "Api-Version";

    /// <summary>The version that this program speaks.</summary>
    public const string Spoken = "1";

    /// <summary>Refuses a call of another version. One that names none is taken for this version.</summary>
    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        http.Response.Headers[Header] = Spoken;
        string asked = http.Request.Headers[Header].ToString();
        return asked is "" or Spoken ? next(context) : ValueTask.FromResult<object?>(Other.Answer());
    }

    /// <summary>The refusal of a call of another version.</summary>
    internal static Refusal Other { get; } = new()
    {
        Code = Refusal.Codes.VersionNotSupported,
        Reason = $"The facility speaks version {Spoken} of its calls, and the app another one. Update the app; if it is up to date, "
            + "ask the office to update the facility's program.",
    };
}
