using System.Globalization;
using System.Text.Json;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>Reads the fields of one JSON object, each exactly once. A field that is not read is a mistake in the file.</summary>
internal sealed class Fields
{
    private readonly JsonPlace _place;
    private readonly HashSet<string> _taken = [];

    /// <summary>Starts to read an object.</summary>
    /// <exception cref="DemoFileException">The value is not an object.</exception>
    public Fields(JsonPlace place)
    {
        if (place.Kind != JsonTokenType.StartObject)
            throw place.Wrong("This must be an object. Write { ... }.");
        _place = place;
    }

    /// <summary>The place of the object in the file.</summary>
    public JsonPlace Place => _place;

    /// <summary>Reads a required field.</summary>
    public JsonPlace Required(string name) =>
        Optional(name) ?? throw _place.Wrong($"The field \"{name}\" is missing. Add it.");

    /// <summary>Reads an optional field.</summary>
    public JsonPlace? Optional(string name)
    {
        _taken.Add(name);
        return _place.Members.GetValueOrDefault(name);
    }

    /// <summary>Reads a required text that is not empty.</summary>
    public string Text(string name) => TextOf(Required(name));

    /// <summary>Reads an optional text.</summary>
    public string? TextOrNull(string name) => Optional(name) is { } place ? TextOf(place) : null;

    /// <summary>Reads a whole number in a range.</summary>
    public long Number(string name, long min, long max) => NumberOf(Required(name), min, max);

    /// <summary>Reads an optional whole number in a range, with a default.</summary>
    public long Number(string name, long min, long max, long otherwise) =>
        Optional(name) is { } place ? NumberOf(place, min, max) : otherwise;

    /// <summary>An id: a u32 other than 0.</summary>
    public uint Id(string name) => (uint)Number(name, 1, uint.MaxValue);

    /// <summary>Reads an optional true or false; the default is false.</summary>
    public bool Flag(string name)
    {
        JsonPlace? place = Optional(name);
        return place?.Kind switch
        {
            null or JsonTokenType.False => false,
            JsonTokenType.True => true,
            _ => throw place.Wrong("This must be true or false."),
        };
    }

    /// <summary>An array.</summary>
    public IReadOnlyList<JsonPlace> List(string name) => ListOf(Required(name));

    /// <summary>Reads an optional array.</summary>
    public IReadOnlyList<JsonPlace> ListOrNone(string name) => Optional(name) is { } place ? ListOf(place) : [];

    /// <summary>Reads 32 bytes from 64 hex digits.</summary>
    public byte[] Secret(string name)
    {
        const int digits = 64;
        JsonPlace place = Required(name);
        string text = TextOf(place);
        if (text.Length != digits)
            throw place.Wrong($"This secret has {text.Length} characters. Write {digits} hex digits.");
        if (!text.All(char.IsAsciiHexDigit))
            throw place.Wrong("This secret has a character that is not a hex digit. Use only 0-9 and a-f.");
        return Convert.FromHexString(text);
    }

    /// <summary>Reads one value of an enumeration by its name.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum => ChoiceOf<T>(Required(name));

    /// <summary>Reads one value of an enumeration by its name.</summary>
    public static T ChoiceOf<T>(JsonPlace place)
        where T : struct, Enum
    {
        string text = TextOf(place);
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        throw place.Wrong($"\"{text}\" is not known here. Write one of: {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>The text at a place.</summary>
    public static string TextOf(JsonPlace place)
    {
        if (place.Kind != JsonTokenType.String || place.Text.Length == 0)
            throw place.Wrong("This must be a text. Write it in quotes.");
        return place.Text;
    }

    /// <summary>The number at a place.</summary>
    public static long NumberOf(JsonPlace place, long min, long max)
    {
        bool isWhole = long.TryParse(place.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        if (place.Kind != JsonTokenType.Number || !isWhole || number < min || number > max)
            throw place.Wrong($"This must be a whole number from {min} to {max}.");
        return number;
    }

    /// <summary>Reports fields that were not read.</summary>
    public void End()
    {
        foreach ((string name, JsonPlace place) in _place.Members)
        {
            if (!_taken.Contains(name))
                throw place.Wrong($"There is no field \"{name}\" here. Remove it, or write one of: {string.Join(", ", _taken)}.");
        }
    }

    private static IReadOnlyList<JsonPlace> ListOf(JsonPlace place)
    {
        if (place.Kind != JsonTokenType.StartArray)
            throw place.Wrong("This must be a list. Write [ ... ].");
        return place.Items;
    }
}
