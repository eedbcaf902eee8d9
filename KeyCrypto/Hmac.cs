using System.Security.Cryptography;

namespace LockFirmware.KeyCrypto;

/// <summary>The platform's HMAC-SHA256 (RFC 2104, FIPS 180-4), as <c>H(k, m)</c> of docs/protocol.md, 2.</summary>
public static class Hmac
{
    /// <summary>Bytes of a full result and of every secret.</summary>
    public const int HashSize = 32;

    /// <summary>Bytes of a MAC on the wire: the first 16 bytes of a result.</summary>
    public const int MacSize = 16;

    private static uint _computed;

    /// <summary>How many HMACs this process has computed since its start; the measure of a device's work.</summary>
    /// <remarks>Wraps at 2^32. Not exact when several threads compute at once.</remarks>
    public static uint Computed => _computed;

    /// <summary>Computes HMAC-SHA256.</summary>
    /// <param name="secret">The key, any length; 32 bytes for all of ours.</param>
    /// <param name="message">The whole array is the message.</param>
    /// <returns>32 bytes, an array of their own.</returns>
    public static byte[] Hash(byte[] secret, byte[] message)
    {
        _computed++;
#if NANOFRAMEWORK_1_0
        return HMACSHA256.HashData(secret, message);
#else
        return HmacsOfThread.Current.Hash(secret, message);
#endif
    }

    /// <summary>Computes <c>H(secret, label)</c>.</summary>
    internal static byte[] Derive(byte[] secret, byte[] label) => Hash(secret, label);

    /// <summary>Computes <c>H(secret, label | data)</c>.</summary>
    internal static byte[] Derive(byte[] secret, byte[] label, byte[] data)
    {
        byte[] message = new byte[label.Length + data.Length];
        Bytes.Append(message, Bytes.Append(message, 0, label), data);
        return Hash(secret, message);
    }
}
