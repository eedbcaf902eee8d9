#if !NANOFRAMEWORK_1_0
using System;
using System.Security.Cryptography;

namespace LockFirmware.KeyCrypto;

/// <summary>
/// HMAC-SHA256 on a PC, where many events of few locks are checked. HMACSHA256.HashData makes OpenSSL look its algorithm up at each
/// call, under a mutex of the whole process. An object of <see cref="HMACSHA256"/> has done that, and knows its key. So each thread
/// keeps a few objects, each with the key that it had last.
/// </summary>
/// <remarks>Until its thread ends, such an object holds a secret that the process has used.</remarks>
public sealed class HmacsOfThread
{
    // Of the HMACs of our tests, nine of ten find their key with eight objects.
    private const int ObjectCount = 8;

    [ThreadStatic]
    private static HmacsOfThread? _current;

    private readonly HMACSHA256[] _objects = new HMACSHA256[ObjectCount];
    private readonly byte[][] _keys = new byte[ObjectCount][];

    private HmacsOfThread()
    {
        for (int i = 0; i < ObjectCount; i++)
        {
            _keys[i] = new byte[Hmac.HashSize];
            _objects[i] = new HMACSHA256(_keys[i]);
        }
    }

    /// <summary>Those of the thread that asks.</summary>
    public static HmacsOfThread Current => _current ??= new HmacsOfThread();

    /// <summary>What .NET has allocated on this thread where an object took another key, bytes.</summary>
    public long AllocatedForKeys { get; private set; }

    /// <summary>Computes HMAC-SHA256.</summary>
    /// <param name="secret">The key, any length.</param>
    /// <param name="message">The whole array is the message.</param>
    /// <returns>32 bytes.</returns>
    internal byte[] Hash(byte[] secret, byte[] message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (secret.Length > Hmac.HashSize)
            return HMACSHA256.HashData(secret, message);
        byte[] result = new byte[Hmac.HashSize];
        // The method itself fills a short key with zeros up to 64 bytes (RFC 2104, section 2).
        Span<byte> key = stackalloc byte[Hmac.HashSize];
        secret.CopyTo(key);
        int at = key[0] % ObjectCount;
        if (CryptographicOperations.FixedTimeEquals(key, _keys[at]))
            _objects[at].TryComputeHash(message, result, out _);
        else
            HashWithNewKey(at, key, message, result);
        CryptographicOperations.ZeroMemory(key);
        return result;
    }

    private void HashWithNewKey(int at, ReadOnlySpan<byte> key, byte[] message, byte[] result)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        key.CopyTo(_keys[at]);
        _objects[at].Key = _keys[at];
        _objects[at].TryComputeHash(message, result, out _);
        AllocatedForKeys += GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
#endif
