using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using LockFirmware.Facility.UseCases.Phones;

namespace LockFirmware.Facility.Api;

/// <summary>
/// Checks a body by the rules that its fields have as attributes, with those of the objects in it (docs/decisions/0022).
/// </summary>
internal static class BodyRules
{
    private static readonly string? Models = typeof(Refusal).Namespace;

    /// <summary>Checks a body.</summary>
    /// <returns>The field of the first rule that does not hold, and a sentence about it; null if all hold.</returns>
    public static (string Field, string Complaint)? Complaint(object body) => Complaint(body, "");

    private static (string Field, string Complaint)? Complaint(object body, string prefix)
    {
        List<ValidationResult> results = [];
        if (!Validator.TryValidateObject(body, new ValidationContext(body), results, validateAllProperties: true))
            return (prefix + NameOf(results[0].MemberNames.First()), results[0].ErrorMessage!);
        return body.GetType().GetProperties().SelectMany(property => Objects(property, body))
            .Select(item => Complaint(item.Value, $"{prefix}{item.Field}."))
            .FirstOrDefault(complaint => complaint != null);
    }

    private static IEnumerable<(string Field, object Value)> Objects(PropertyInfo property, object body) => property.GetValue(body) switch
    {
        string => [],
        IEnumerable list => list.Cast<object>().Select((value, index) => (Field: $"{NameOf(property.Name)}[{index}]", Value: value))
            .Where(item => IsModel(item.Value)),
        { } value when IsModel(value) => [(NameOf(property.Name), value)],
        _ => [],
    };

    private static string NameOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    private static bool IsModel(object value) => value.GetType().Namespace == Models;
}
