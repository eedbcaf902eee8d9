using System.Security.Cryptography;
using LockFirmware.DeviceCosts.Run;

namespace LockFirmware.DeviceCosts.Libraries;

/// <summary>Native HMACs. Source: nanoframework/System.Security.Cryptography.</summary>
public static class HMACSHA256
{
    /// <summary>Computes an HMAC.</summary>
    public static byte[] HashData(byte[] key, byte[] source)
    {
        Meter.Hmacs++;
        return Meter.Note(System.Security.Cryptography.HMACSHA256.HashData(key, source));
    }
}

/// <summary>Native AES. Source: nanoframework/System.Security.Cryptography, Aes.cs.</summary>
public sealed class Aes : LibraryObject
{
    private readonly CipherMode _mode;
    private byte[] _key = [];
    private readonly byte[]? _iv;

    /// <summary>Makes one.</summary>
    public Aes(CipherMode mode) => _mode = mode;

    /// <summary>The key.</summary>
    public byte[] Key
    {
        get => _key;
        set => _key = value;
    }

    /// <summary>Encrypts whole blocks.</summary>
    public byte[] Encrypt(byte[] data)
    {
        using System.Security.Cryptography.Aes aes = System.Security.Cryptography.Aes.Create();
        aes.Key = _key;
        return Meter.Note(aes.EncryptEcb(data, PaddingMode.None));
    }
}
