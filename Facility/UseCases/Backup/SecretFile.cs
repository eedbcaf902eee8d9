using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Facility.UseCases.Backup;

/// <summary>
/// A JSON file with the facility's secret, encrypted under a passphrase. PBKDF2 (HMAC-SHA256, salt of 16 bytes, iterations as the file
/// says) derives a key for AES-256-GCM (nonce of 12 bytes, tag of 16 bytes). The tag also covers the facility's number.
/// </summary>
public sealed class SecretFile
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "lockfirmware-facility-secret-1";

    /// <summary>The minimum length of a passphrase, characters.</summary>
    public const int PassphraseLengthMin = 16;

    private const int IterationCount = 600_000;
    private const int IterationCountMax = 10_000_000;
    private const int SaltSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The name of the file format.</summary>
    public required string Format { get; init; }

    /// <summary>The facility's number.</summary>
    public required uint FacilityId { get; init; }

    /// <summary>The facility's name, for people; not covered by the encryption.</summary>
    public required string Name { get; init; }

    /// <summary>When the file was written, seconds since 2020-01-01T00:00:00Z; not covered by the encryption.</summary>
    public required uint CreatedAt { get; init; }

    /// <summary>The number of iterations of PBKDF2.</summary>
    public required int Iterations { get; init; }

    /// <summary>The salt.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>The nonce.</summary>
    public required byte[] Nonce { get; init; }

    /// <summary>The encrypted secret.</summary>
    public required byte[] Ciphertext { get; init; }

    /// <summary>The tag.</summary>
    public required byte[] Tag { get; init; }

    /// <summary>Encrypts a secret.</summary>
    /// <param name="facilityId">The facility's number.</param>
    /// <param name="name">The facility's name.</param>
    /// <param name="createdAt">The current time, seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="secret">32 bytes.</param>
    /// <param name="passphrase">At least <see cref="PassphraseLengthMin"/> characters.</param>
    public static byte[] Write(uint facilityId, string name, uint createdAt, byte[] secret, string passphrase)
    {
        SecretFile file = new()
        {
            Format = FormatName,
            FacilityId = facilityId,
            Name = name,
            CreatedAt = createdAt,
            Iterations = IterationCount,
            Salt = RandomNumberGenerator.GetBytes(SaltSize),
            Nonce = RandomNumberGenerator.GetBytes(NonceSize),
            Ciphertext = new byte[secret.Length],
            Tag = new byte[TagSize],
        };
        byte[] key = file.KeyOf(passphrase);
        using AesGcm cipher = new(key, TagSize);
        cipher.Encrypt(file.Nonce, secret, file.Ciphertext, file.Tag, file.Associated());
        CryptographicOperations.ZeroMemory(key);
        return JsonSerializer.SerializeToUtf8Bytes(file, Json);
    }

    /// <summary>Reads a file without decrypting the secret.</summary>
    /// <returns>Null if the bytes are no such file.</returns>
    public static SecretFile? Read(byte[] bytes)
    {
        try
        {
            SecretFile? file = JsonSerializer.Deserialize<SecretFile>(bytes, Json);
            bool isOne =
                file is
                {
                    Format: FormatName, Iterations: >= 1 and <= IterationCountMax, Salt.Length: SaltSize, Nonce.Length: NonceSize,
                    Tag.Length: TagSize
                }
                && file.Ciphertext.Length == Hmac.HashSize;
            return isOne ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Decrypts the secret.</summary>
    /// <returns>32 bytes, which the caller clears; null if the passphrase is wrong or the file was altered.</returns>
    public byte[]? Open(string passphrase)
    {
        byte[] key = KeyOf(passphrase);
        byte[] secret = new byte[Ciphertext.Length];
        try
        {
            using AesGcm cipher = new(key, TagSize);
            cipher.Decrypt(Nonce, Ciphertext, Tag, secret, Associated());
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private byte[] KeyOf(string passphrase) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase.Normalize()), Salt, Iterations, HashAlgorithmName.SHA256,
            Hmac.HashSize);

    private byte[] Associated() => Encoding.UTF8.GetBytes($"{FormatName} {FacilityId}");
}
