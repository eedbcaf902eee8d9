using System.Buffers.Text;
using System.Text.Json;

namespace LockFirmware.Facility.Api;

/// <summary>
/// Reads what a phone sent: JSON of bounded size and of exactly the expected form; anything else is a refusal, never an
/// exception.
/// </summary>
internal static class ApiBody
{
    /// <summary>The most that an ordinary request may be long, bytes.</summary>
    public const int SizeMax = 8 * 1024;

    private const int DepthMax = 8;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = DepthMax,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The answer to what is of another type.</summary>
    public static IResult NotJson =>
        Refusal.Malformed("The content is not JSON (application/json).").With(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Reads the body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="sizeMax">Bytes it may be long.</param>
    /// <returns>The body, or the refusal to answer with.</returns>
    public static async Task<(T? Body, IResult? Refused)> ReadAsync<T>(HttpContext http, int sizeMax = SizeMax) where T : class
    {
        if (!http.Request.HasJsonContentType())
            return (null, NotJson);
        byte[]? bytes = http.Request.ContentLength > sizeMax ? null : await ReadBytesAsync(http.Request.Body, sizeMax, http.RequestAborted);
        if (bytes == null)
        {
            Refusal tooLarge =
                new()
                {
                    Code = Refusal.Codes.TooLarge,
                    Reason = $"The content is longer than {sizeMax} bytes. Send it in several requests."
                };
            return (null, tooLarge.With(StatusCodes.Status413PayloadTooLarge));
        }
        try
        {
            if (JsonSerializer.Deserialize<T>(bytes, Form) is { } body)
                return (body, null);
        }
        catch (JsonException)
        {
            // Its message may quote what was sent, so nothing of it is logged or answered.
        }
        return (null, Refusal.Malformed("The content cannot be read.").With(StatusCodes.Status400BadRequest));
    }

    /// <summary>Reads base64 of an exact or bounded length.</summary>
    /// <param name="text">What was sent; null reads as nothing.</param>
    /// <param name="sizeMin">Bytes at least.</param>
    /// <param name="sizeMax">Bytes at most.</param>
    /// <returns>Null when it is no base64, or of another length.</returns>
    public static byte[]? Bytes(string? text, int sizeMin, int sizeMax)
    {
        if (text == null || text.Length > Base64.GetMaxEncodedToUtf8Length(sizeMax))
            return null;
        byte[] bytes = new byte[sizeMax + 2];
        return Convert.TryFromBase64String(text, bytes, out int count) && count >= sizeMin && count <= sizeMax ? bytes[..count] : null;
    }

    private static async Task<byte[]?> ReadBytesAsync(Stream stream, int sizeMax, CancellationToken stop)
    {
        byte[] buffer = new byte[sizeMax + 1];
        int count;
        try
        {
            count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
        return count > sizeMax ? null : buffer[..count];
    }
}
