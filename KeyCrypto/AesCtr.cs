using System;
using System.Security.Cryptography;

namespace LockFirmware.KeyCrypto;

/// <summary>AES-128 in counter mode (NIST SP 800-38A, 6.5), built from the platform's ECB mode.</summary>
/// <remarks>Counter block i is a 12-byte prefix followed by i as u32, little-endian, from 0 (docs/protocol.md, 2).</remarks>
public static class AesCtr
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 16;

    /// <summary>Bytes of the prefix; a different one for each message keeps counter blocks from repeating.</summary>
    public const int PrefixSize = 12;

    private const int BlockSize = 16;

    /// <summary>Encrypts or decrypts a range in place; the two are the same operation.</summary>
    /// <param name="secret">The key is its first 16 bytes.</param>
    /// <param name="prefix">The first 12 bytes are the prefix; null stands for zeros, for keys that are used once.</param>
    /// <param name="data">Changed in place.</param>
    /// <param name="offset">First byte to change.</param>
    /// <param name="length">0 or more bytes.</param>
    public static void Apply(byte[] secret, byte[]? prefix, byte[] data, int offset, int length)
    {
        int blocks = (length + BlockSize - 1) / BlockSize;
        if (blocks == 0)
            return;
        byte[] counters = new byte[blocks * BlockSize];
        for (int i = 0; i < blocks; i++)
        {
            if (prefix != null)
                Array.Copy(prefix, 0, counters, i * BlockSize, PrefixSize);
            Bytes.WriteU32(counters, (i * BlockSize) + PrefixSize, (uint)i);
        }
        byte[] key = Bytes.Copy(secret, 0, KeySize);
        byte[] stream = EncryptBlocks(key, counters);
        for (int i = 0; i < length; i++)
            data[offset + i] ^= stream[i];
        Bytes.Clear(stream);
        Bytes.Clear(key);
    }

#if NANOFRAMEWORK_1_0
    private static byte[] EncryptBlocks(byte[] key, byte[] blocks) => new Aes(CipherMode.ECB) { Key = key }.Encrypt(blocks);
#else
    private static byte[] EncryptBlocks(byte[] key, byte[] blocks)
    {
        using Aes aes = Aes.Create();
        aes.Key = key;
        return aes.EncryptEcb(blocks, PaddingMode.None);
    }
#endif
}
