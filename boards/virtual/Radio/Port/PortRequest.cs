using System.Text.Json;

namespace LockFirmware.VirtualRadio;

/// <summary>
/// One line that was received: a request to the board, or a complaint about the line. It never throws for what it reads.
/// </summary>
/// <param name="Id">The id of the line; null if it has no usable one.</param>
/// <param name="Complaint">What is wrong with the line; null if nothing is.</param>
/// <param name="Run">Asks the board.</param>
/// <param name="BringsValue">Whether the answer contains the value read.</param>
/// <param name="BringsMtu">Whether the answer contains the MTU agreed on.</param>
internal sealed record PortRequest(
    long? Id, string? Complaint, Func<VirtualCentral, AttResult> Run, bool BringsValue = false, bool BringsMtu = false)
{
    private const int MtuMin = 23;
    private const int MtuMax = ushort.MaxValue;

    internal static PortRequest Malformed(long? id, string complaint) => new(id, complaint, _ => AttResult.Disconnected);

    internal static PortRequest Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Parse(document.RootElement)
                : Malformed(null, "A request is a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no Unicode is found only when it is fetched.
            return Malformed(null, "The line is not JSON.");
        }
    }

    private static PortRequest Parse(JsonElement line)
    {
        if (!line.TryGetProperty("id", out JsonElement idElement)
            || idElement.ValueKind != JsonValueKind.Number
            || !idElement.TryGetInt64(out long id))
        {
            return Malformed(null, "The field id must be a whole number.");
        }

        return Text(line, "op") switch
        {
            "mtu" => ParseMtu(id, line),
            "read" => WithCharacteristic(id, line, uuid => new(id, null, central => central.Read(uuid), true)),
            "write" => WithCharacteristic(id, line, uuid => ParseWrite(id, line, uuid)),
            "subscribe" => WithCharacteristic(id, line, uuid => new(id, null, central => central.Subscribe(uuid))),
            _ => Malformed(id, "The field op must be mtu, read, write or subscribe."),
        };
    }

    private static PortRequest ParseMtu(long id, JsonElement line)
    {
        bool isMtu = line.TryGetProperty("mtu", out JsonElement element)
            && element.ValueKind == JsonValueKind.Number
            && element.TryGetInt32(out int mtu)
            && mtu is >= MtuMin and <= MtuMax;
        return isMtu
            ? new PortRequest(id, null, AskMtu(element.GetInt32()), BringsMtu: true)
            : Malformed(id, $"The field mtu must be a whole number from {MtuMin} to {MtuMax}.");
    }

    private static Func<VirtualCentral, AttResult> AskMtu(int mtu) => central => central.ExchangeMtu(mtu);

    private static PortRequest ParseWrite(long id, JsonElement line, Guid characteristic)
    {
        string? hex = Text(line, "value");
        if (hex == null || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            return Malformed(id, "The field value must be text of hex digits, two a byte.");
        byte[] value = Convert.FromHexString(hex);
        return new PortRequest(id, null, central => central.Write(characteristic, value));
    }

    private static PortRequest WithCharacteristic(long id, JsonElement line, Func<Guid, PortRequest> parse) =>
        Guid.TryParseExact(Text(line, "characteristic"), "D", out Guid uuid)
            ? parse(uuid)
            : Malformed(id, "The field characteristic must be a UUID with dashes.");

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement element) && element.ValueKind == JsonValueKind.String
            ? element.GetString()
            : null;
}
