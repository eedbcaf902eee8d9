using System.Text.Json;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>The words of the API for the members of enums. Apps in use compare them.</summary>
internal static class ApiWords
{
    /// <summary>The word of a member: its name written like-this. It stays the same when the name in the code changes.</summary>
    public static string Of(Enum value) => value is BatchStatus.CorruptEvent
        ? "rotten-event"
        : JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
