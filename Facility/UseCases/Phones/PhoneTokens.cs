using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LockFirmware.Facility.UseCases.Phones;

/// <summary>The bearer tokens of phones. The database has only their hashes.</summary>
public static class PhoneTokens
{
    /// <summary>The size of a token, bytes.</summary>
    public const int Size = 32;

    /// <summary>The length of a token as text, characters.</summary>
    public static int TextLength { get; } = Base64Url.GetEncodedLength(Size);

    /// <summary>Draws a token, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The hash of a token as the database stores it: SHA-256, hex.</summary>
    public static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
