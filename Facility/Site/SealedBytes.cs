using System.Security.Cryptography;
using System.Text;

namespace LockFirmware.Facility.Site;

/// <summary>
/// Encrypts what the database keeps of the locks' hardware: AES-256-GCM under a key that HKDF derives from the facility's secret. So it
/// can be read wherever the facility's secret was restored. The tag also covers what the bytes are for.
/// </summary>
public sealed class SealedBytes(SecretVault vault)
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private static readonly byte[] Label = "LockFirmware.Facility.SealedBytes.v1"u8.ToArray();

    /// <summary>Encrypts bytes.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="use">What they are for, such as "lock 12001".</param>
    /// <returns>Nonce, tag and ciphertext.</returns>
    public byte[] Seal(ReadOnlySpan<byte> content, string use)
    {
        byte[] bytes = new byte[NonceSize + TagSize + content.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceSize));
        using AesGcm cipher = Cipher();
        cipher.Encrypt(bytes.AsSpan(0, NonceSize), content, bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize),
            Encoding.UTF8.GetBytes(use));
        return bytes;
    }

    /// <summary>Decrypts bytes.</summary>
    /// <returns>Null if they were altered, or sealed under another secret or for another use.</returns>
    public byte[]? Open(ReadOnlySpan<byte> bytes, string use)
    {
        if (bytes.Length < NonceSize + TagSize)
            return null;
        byte[] content = new byte[bytes.Length - NonceSize - TagSize];
        using AesGcm cipher = Cipher();
        try
        {
            cipher.Decrypt(bytes[..NonceSize], bytes[(NonceSize + TagSize)..], bytes.Slice(NonceSize, TagSize), content,
                Encoding.UTF8.GetBytes(use));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private AesGcm Cipher()
    {
        byte[] secret = vault.CopySecret();
        byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: Label);
        CryptographicOperations.ZeroMemory(secret);
        try
        {
            return new AesGcm(key, TagSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
