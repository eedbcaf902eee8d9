using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace LockFirmware.Facility.Api;

/// <summary>Finds the field of a body that cannot be deserialized.</summary>
internal static partial class MalformedField
{
    /// <summary>Names the field.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="type">The type of the body.</param>
    /// <returns>The path of the field, such as locks[0].lockId; null if it is the body as a whole.</returns>
    public static string? Of(JsonException exception, byte[] bytes, JsonTypeInfo type)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            if (Missing(document.RootElement, type) is { } missing)
                return missing;
        }
        catch (JsonException)
        {
            // The content is no JSON at all.
            return null;
        }
        string path = exception.Path ?? "";
        return FieldPath().IsMatch(path) ? path["$.".Length..] : null;
    }

    /// <summary>The path of the first required field that is missing; null for none.</summary>
    private static string? Missing(JsonElement element, JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().Select((item, index) => (Path: Missing(item, Of(type, type.ElementType!)), index))
                .Where(found => found.Path != null).Select(found => $"[{found.index}].{found.Path}").FirstOrDefault();
        if (type.Kind != JsonTypeInfoKind.Object || element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (!element.TryGetProperty(property.Name, out JsonElement value))
            {
                if (property.IsRequired)
                    return property.Name;
            }
            else if (Missing(value, Of(type, property.PropertyType)) is { } inner)
            {
                return inner[0] == '[' ? property.Name + inner : $"{property.Name}.{inner}";
            }
        }
        return null;
    }

    private static JsonTypeInfo Of(JsonTypeInfo owner, Type type) => owner.Options.GetTypeInfo(type);

    // Only what looks like a path of fields: a name that a phone made up is not answered.
    [GeneratedRegex(@"^\$(?:\.[A-Za-z]{1,32}|\[[0-9]{1,4}\]){1,6}$")]
    private static partial Regex FieldPath();
}
