using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using LockFirmware.Facility.UseCases.Phones;

namespace LockFirmware.Facility.Api;

/// <summary>
/// Checks a body by the rules that its fields have as attributes, with those of the objects in it (docs/decisions/0022).
/// </summary>
internal static class BodyRules
{
    private static readonly string? Models = typeof(Refusal).Namespace;

    /// <summary>Checks a body.</summary>
    /// <returns>A sentence about the first rule that does not hold; null if all hold.</returns>
    public static string? Complaint(object body)
    {
        List<ValidationResult> results = [];
        if (!Validator.TryValidateObject(body, new ValidationContext(body), results, validateAllProperties: true))
            return results[0].ErrorMessage;
        return body.GetType().GetProperties().SelectMany(property => Objects(property, body)).Select(Complaint)
            .FirstOrDefault(complaint => complaint != null);
    }

    private static IEnumerable<object> Objects(PropertyInfo property, object body) => property.GetValue(body) switch
    {
        string => [],
        IEnumerable list => list.Cast<object>().Where(IsModel),
        { } value when IsModel(value) => [value],
        _ => [],
    };

    private static bool IsModel(object value) => value.GetType().Namespace == Models;
}
