using System.Text;
using System.Text.Json;

namespace LockFirmware.VirtualBoard.Facility;

/// <summary>A value of a JSON file with its place, for error messages.</summary>
public sealed class JsonPlace
{
    private const int DepthMax = 16;

    private readonly Dictionary<string, JsonPlace> _members = [];
    private readonly List<JsonPlace> _items = [];

    private JsonPlace(JsonTokenType kind, string path, int line, string text)
    {
        Kind = kind;
        Path = path;
        Line = line;
        Text = text;
    }

    /// <summary>The kind of value.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>Its JSON path from <c>$</c>.</summary>
    public string Path { get; }

    /// <summary>The line where it starts, from 1.</summary>
    public int Line { get; }

    /// <summary>The text of a string or the digits of a number.</summary>
    public string Text { get; }

    /// <summary>The members of an object.</summary>
    public IReadOnlyDictionary<string, JsonPlace> Members => _members;

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonPlace> Items => _items;

    /// <summary>Reads the bytes of a file. Comments are allowed. A name may not occur twice in one object.</summary>
    /// <exception cref="DemoFileException">The file is not JSON.</exception>
    public static JsonPlace Parse(byte[] json)
    {
        JsonReaderOptions options = new() { CommentHandling = JsonCommentHandling.Skip, MaxDepth = DepthMax };
        Utf8JsonReader reader = new(json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json.AsSpan(3) : json, options);
        LineCounter lines = new(json);
        try
        {
            reader.Read();
            JsonPlace root = ReadValue(ref reader, "$", lines);
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            string complaint = exception.Message.Split(" LineNumber:")[0];
            throw new DemoFileException("$", (int)(exception.LineNumber ?? 0) + 1,
                $"This is not JSON: {complaint} Correct the syntax at this place.");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader.GetString throws it for bytes that are not UTF-8.
            throw new DemoFileException("$", lines.At(reader.TokenStartIndex), "This text is not UTF-8. Save the file as UTF-8.");
        }
    }

    /// <summary>Makes an exception about this place.</summary>
    public DemoFileException Wrong(string complaint) => new(Path, Line, complaint);

    private static JsonPlace ReadValue(ref Utf8JsonReader reader, string path, LineCounter lines)
    {
        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => string.Empty,
        };
        JsonPlace place = new(reader.TokenType, path, lines.At(reader.TokenStartIndex), text);
        if (reader.TokenType == JsonTokenType.StartObject)
            place.ReadMembers(ref reader, lines);
        else if (reader.TokenType == JsonTokenType.StartArray)
            place.ReadItems(ref reader, lines);
        return place;
    }

    private void ReadMembers(ref Utf8JsonReader reader, LineCounter lines)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            int line = lines.At(reader.TokenStartIndex);
            reader.Read();
            if (!_members.TryAdd(name, ReadValue(ref reader, $"{Path}.{name}", lines)))
                throw new DemoFileException($"{Path}.{name}", line, "This object has the field twice. Remove one of them.");
        }
    }

    private void ReadItems(ref Utf8JsonReader reader, LineCounter lines)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            _items.Add(ReadValue(ref reader, $"{Path}[{_items.Count}]", lines));
    }

    private sealed class LineCounter(byte[] json)
    {
        private long _at;
        private int _line = 1;

        internal int At(long offset)
        {
            for (; _at < offset && _at < json.Length; _at++)
            {
                if (json[_at] == '\n')
                    _line++;
            }
            return _line;
        }
    }
}
