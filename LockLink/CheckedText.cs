using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>Bytes as text that a person types or a camera reads: a prefix, upper-case hex and a checksum.</summary>
internal static class CheckedText
{
    private const int CheckSize = 2;

    /// <summary>Writes bytes as text.</summary>
    internal static string Of(string prefix, byte[] bytes)
    {
        byte[] whole = new byte[bytes.Length + CheckSize];
        int at = Bytes.Append(whole, 0, bytes);
        Bytes.WriteU16(whole, at, Crc16.Compute(bytes, 0, bytes.Length));
        return prefix + Convert.ToHexString(whole);
    }

    /// <summary>Reads the bytes from text.</summary>
    /// <returns>The bytes; null when the text is not complete or has another prefix.</returns>
    internal static byte[]? TryRead(string prefix, string text)
    {
        string trimmed = text.Trim();
        if (!trimmed.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        string hex = trimmed[prefix.Length..];
        if (hex.Length % 2 != 0 || hex.Length < 2 * CheckSize || !hex.All(char.IsAsciiHexDigit))
            return null;
        byte[] whole = Convert.FromHexString(hex);
        byte[] bytes = whole[..^CheckSize];
        return Crc16.Compute(bytes, 0, bytes.Length) == Bytes.ReadU16(whole, bytes.Length) ? bytes : null;
    }
}
