using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>The setup secret of a lock as text for its label (docs/protocol.md, 8): "LF1:SETUP:" and upper-case hex of
/// lockId u32 | setupSecret[32] | check u16 (CRC-16 as in docs/protocol.md, 7).</summary>
/// <remarks>Whoever reads it can take over the lock. The installer keeps it; it is never put on the lock.</remarks>
public static class SetupText
{
    /// <summary>The start of the text.</summary>
    public const string Prefix = "LF1:SETUP:";

    private const int SecretAt = 4;

    /// <summary>Writes a setup secret.</summary>
    public static string Of(uint lockId, byte[] setupSecret)
    {
        byte[] bytes = new byte[SecretAt + Hmac.HashSize];
        Bytes.WriteU32(bytes, 0, lockId);
        Bytes.Append(bytes, SecretAt, setupSecret);
        return CheckedText.Of(Prefix, bytes);
    }

    /// <summary>Reads a setup secret.</summary>
    /// <returns>Null when the text is not complete or has another form.</returns>
    public static (uint LockId, byte[] SetupSecret)? TryRead(string text)
    {
        byte[]? bytes = CheckedText.TryRead(Prefix, text);
        return bytes is { Length: SecretAt + Hmac.HashSize } ? (Bytes.ReadU32(bytes, 0), bytes[SecretAt..]) : null;
    }
}
