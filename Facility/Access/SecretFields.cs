namespace LockFirmware.Facility.Access;

/// <summary>
/// Reads passwords and passphrases from forms. They are not parameters of the handlers, because parameters are written to the log at
/// the most detailed level.
/// </summary>
internal static class SecretFields
{
    /// <summary>The text of a form's field; empty if the field is missing.</summary>
    public static string Secret(this HttpRequest request, string field) => request.HasFormContentType ? request.Form[field].ToString() : "";
}
