namespace LockFirmware.Facility.Access;

/// <summary>
/// Passwords and passphrases as forms bring them. Read here and not as a handler's parameters, because those are written into the
/// log at its finest level.
/// </summary>
internal static class SecretFields
{
    /// <summary>What stands in a field of the form; empty when it is not there.</summary>
    public static string Secret(this HttpRequest request, string field) => request.HasFormContentType ? request.Form[field].ToString() : "";
}
