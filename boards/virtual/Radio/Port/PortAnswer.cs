using System.Text.Json;

namespace LockFirmware.VirtualRadio;

/// <summary>The lines that are sent: JSON in UTF-8 with a line feed; hex and UUIDs in lower case.</summary>
internal static class PortAnswer
{
    internal static byte[] Of(PortRequest request, AttResult result, int mtu) => Line(json =>
    {
        json.WriteNumber("id", request.Id!.Value);
        if (!result.Ok)
            json.WriteNumber("error", result.Error);
        else if (request.BringsValue)
            json.WriteString("value", Convert.ToHexStringLower(result.Value));
        else
            json.WriteBoolean("ok", true);
        if (result.Ok && request.BringsMtu)
            json.WriteNumber("mtu", mtu);
    });

    internal static byte[] Complaint(PortRequest request) => Line(json =>
    {
        if (request.Id.HasValue)
            json.WriteNumber("id", request.Id.Value);
        else
            json.WriteNull("id");
        json.WriteString("error", request.Complaint);
    });

    internal static byte[] Of(Notification notification) => Line(json =>
    {
        json.WriteString("notify", notification.Characteristic.ToString("D"));
        json.WriteString("value", Convert.ToHexStringLower(notification.Value));
    });

    internal static byte[] Refusal(string reason) => Line(json => json.WriteString("error", reason));

    private static byte[] Line(Action<Utf8JsonWriter> writeFields)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            writeFields(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }
}
