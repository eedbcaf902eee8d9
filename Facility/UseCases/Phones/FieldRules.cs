using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>Reads fields that carry bytes as base64.</summary>
internal static class Base64Field
{
    /// <summary>Reads base64 of an exact or bounded length.</summary>
    /// <param name="text">The field; null reads as nothing.</param>
    /// <param name="sizeMin">Bytes at least.</param>
    /// <param name="sizeMax">Bytes at most.</param>
    /// <returns>Null if the text is no base64, or has another length.</returns>
    public static byte[]? Read(string? text, int sizeMin, int sizeMax)
    {
        if (text == null || text.Length > Base64.GetMaxEncodedToUtf8Length(sizeMax))
            return null;
        byte[] bytes = new byte[sizeMax + 2];
        return Convert.TryFromBase64String(text, bytes, out int count) && count >= sizeMin && count <= sizeMax ? bytes[..count] : null;
    }
}

/// <summary>The rule of a field that carries bytes as base64.</summary>
/// <param name="sizeMin">Bytes at least.</param>
/// <param name="sizeMax">Bytes at most.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Base64BytesAttribute(int sizeMin, int sizeMax) : ValidationAttribute
{
    /// <summary>Bytes at least.</summary>
    public int SizeMin { get; } = sizeMin;

    /// <summary>Bytes at most.</summary>
    public int SizeMax { get; } = sizeMax;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value == null || Base64Field.Read(value as string, SizeMin, SizeMax) != null;
}

/// <summary>The rule of a name that a person types: its length without spaces around it, and no control characters.</summary>
/// <param name="lengthMin">Characters at least.</param>
/// <param name="lengthMax">Characters at most.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TypedNameAttribute(int lengthMin, int lengthMax) : ValidationAttribute
{
    /// <summary>Characters at least.</summary>
    public int LengthMin { get; } = lengthMin;

    /// <summary>Characters at most.</summary>
    public int LengthMax { get; } = lengthMax;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is string text && text.Trim() is var name
        && name.Length >= LengthMin && name.Length <= LengthMax && !name.Any(char.IsControl);
}

/// <summary>The rule of a list without null. JSON allows null for an element, whatever its type says.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NoNullElementsAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not System.Collections.IEnumerable list || !list.Cast<object?>().Contains(null);
}

/// <summary>The words that a field can have, for the description of the API.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute : Attribute
{
    /// <param name="words">A class of constants, or an enum whose names are written like-this.</param>
    /// <param name="more">More words.</param>
    public OneOfAttribute(Type words, params string[] more) => Words =
    [
        .. words.IsEnum
            ? Enum.GetValues(words).Cast<Enum>().Select(ApiWords.Of)
            : words.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
        .. more,
    ];

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }
}
