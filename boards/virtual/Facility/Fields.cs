using System.Globalization;
using System.Text.Json;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>Takes the fields of one JSON object, each exactly once; what is not taken is a mistake in the file.</summary>
internal sealed class Fields
{
    private readonly JsonPlace _place;
    private readonly HashSet<string> _taken = [];

    /// <summary>Looks at an object.</summary>
    /// <exception cref="DemoFileException">It is something else.</exception>
    public Fields(JsonPlace place)
    {
        if (place.Kind != JsonTokenType.StartObject)
            throw place.Wrong("An object { ... } belongs here.");
        _place = place;
    }

    /// <summary>Where the object stands.</summary>
    public JsonPlace Place => _place;

    /// <summary>A field that must be there.</summary>
    public JsonPlace Required(string name) =>
        Optional(name) ?? throw _place.Wrong($"The field \"{name}\" is missing. Add it.");

    /// <summary>A field that may be there.</summary>
    public JsonPlace? Optional(string name)
    {
        _taken.Add(name);
        return _place.Members.GetValueOrDefault(name);
    }

    /// <summary>A text that is not empty.</summary>
    public string Text(string name) => TextOf(Required(name));

    /// <summary>A text that may be left out.</summary>
    public string? TextOrNull(string name) => Optional(name) is { } place ? TextOf(place) : null;

    /// <summary>A whole number in a range.</summary>
    public long Number(string name, long min, long max) => NumberOf(Required(name), min, max);

    /// <summary>A whole number in a range, or the one meant when it is left out.</summary>
    public long Number(string name, long min, long max, long otherwise) =>
        Optional(name) is { } place ? NumberOf(place, min, max) : otherwise;

    /// <summary>An id: a u32 other than 0.</summary>
    public uint Id(string name) => (uint)Number(name, 1, uint.MaxValue);

    /// <summary>True or false; false when left out.</summary>
    public bool Flag(string name)
    {
        JsonPlace? place = Optional(name);
        return place?.Kind switch
        {
            null or JsonTokenType.False => false,
            JsonTokenType.True => true,
            _ => throw place.Wrong("true or false belongs here."),
        };
    }

    /// <summary>An array.</summary>
    public IReadOnlyList<JsonPlace> List(string name) => ListOf(Required(name));

    /// <summary>An array that may be left out.</summary>
    public IReadOnlyList<JsonPlace> ListOrNone(string name) => Optional(name) is { } place ? ListOf(place) : [];

    /// <summary>32 bytes in 64 hex digits.</summary>
    public byte[] Secret(string name)
    {
        const int digits = 64;
        JsonPlace place = Required(name);
        string text = TextOf(place);
        if (text.Length != digits)
            throw place.Wrong($"A secret has {digits} hex digits, this one has {text.Length} characters.");
        if (!text.All(char.IsAsciiHexDigit))
            throw place.Wrong("A secret has hex digits only: 0-9, a-f.");
        return Convert.FromHexString(text);
    }

    /// <summary>One value of an enumeration, by name.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum => ChoiceOf<T>(Required(name));

    /// <summary>One value of an enumeration, by name.</summary>
    public static T ChoiceOf<T>(JsonPlace place)
        where T : struct, Enum
    {
        string text = TextOf(place);
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        throw place.Wrong($"\"{text}\" is none of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>The text at a place.</summary>
    public static string TextOf(JsonPlace place)
    {
        if (place.Kind != JsonTokenType.String || place.Text.Length == 0)
            throw place.Wrong("A text in quotes belongs here.");
        return place.Text;
    }

    /// <summary>The number at a place.</summary>
    public static long NumberOf(JsonPlace place, long min, long max)
    {
        bool isWhole = long.TryParse(place.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        if (place.Kind != JsonTokenType.Number || !isWhole || number < min || number > max)
            throw place.Wrong($"A whole number from {min} to {max} belongs here.");
        return number;
    }

    /// <summary>Complains about fields that nobody has asked for.</summary>
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
            throw place.Wrong("A list [ ... ] belongs here.");
        return place.Items;
    }
}
