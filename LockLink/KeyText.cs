using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>
/// A key as text, for a file or a QR code: "LF1:KEY:" and upper-case hex of grantLength u8 | grant | shareLength u8 | share |
/// secret[32] | check u16 (CRC-16 as in docs/protocol.md, 7). The characters fit the alphanumeric mode of a QR code.
/// </summary>
/// <remarks>The text is the key itself: whoever reads it can open the door.</remarks>
public static class KeyText
{
    /// <summary>The start of the text.</summary>
    public const string Prefix = "LF1:KEY:";

    /// <summary>Writes a key.</summary>
    public static string Of(PhoneKey key)
    {
        byte[] share = key.Share ?? [];
        byte[] bytes = [(byte)key.Grant.Length, .. key.Grant, (byte)share.Length, .. share, .. key.Secret];
        return CheckedText.Of(Prefix, bytes);
    }

    /// <summary>Reads a key.</summary>
    /// <param name="text">The text; spaces around it are ignored.</param>
    /// <returns>Null when the text is not complete or has another form.</returns>
    public static PhoneKey? TryRead(string text)
    {
        byte[]? bytes = CheckedText.TryRead(Prefix, text);
        if (bytes == null || bytes.Length < 1)
            return null;
        int shareAt = 1 + bytes[0];
        if (bytes.Length <= shareAt)
            return null;
        int secretAt = shareAt + 1 + bytes[shareAt];
        if (bytes.Length != secretAt + Hmac.HashSize)
            return null;
        byte[] grant = bytes[1..shareAt];
        byte[] share = bytes[(shareAt + 1)..secretAt];
        bool isGood = new Grant().TryRead(grant, 0, grant.Length) && (share.Length == 0 || new Share().TryRead(share, 0, share.Length));
        return isGood ? new PhoneKey(grant, share.Length == 0 ? null : share, bytes[secretAt..]) : null;
    }
}
