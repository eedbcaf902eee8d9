#if !NANOFRAMEWORK_1_0
using System;
using System.Security.Cryptography;

namespace LockFirmware.KeyCrypto;

/// <summary>
/// HMAC-SHA256 on a PC, where many events of few locks are checked. HMACSHA256.HashData makes OpenSSL look its algorithm up at each
/// call, under a mutex of the whole process. An object of <see cref="HMACSHA256"/> has done that, and knows its key. So each thread
/// keeps a few objects, each with the key that it had last.
/// </summary>
/// <remarks>Secrets that the process has used stay in its memory, also after a thread has ended: nothing clears them.</remarks>
public sealed class HmacsOfThread
{
    // Of the HMACs of our tests, nine of ten find their key with eight objects.
    private const int ObjectCount = 8;

    [ThreadStatic]
    private static HmacsOfThread? _current;

    private readonly HMACSHA256?[] _objects = new HMACSHA256[ObjectCount];
    private readonly byte[]?[] _keys = new byte[ObjectCount][];

    private HmacsOfThread()
    {
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
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(message);
        if (secret.Length > Hmac.HashSize)
            return HMACSHA256.HashData(secret, message);
        byte[] result = new byte[Hmac.HashSize];
        // The method itself fills a short key with zeros up to 64 bytes (RFC 2104, section 2).
        Span<byte> key = stackalloc byte[Hmac.HashSize];
        secret.CopyTo(key);
        int at = key[0] % ObjectCount;
        if (_objects[at] is { } own && CryptographicOperations.FixedTimeEquals(key, _keys[at]))
            own.TryComputeHash(message, result, out _);
        else
            HashWithNewKey(at, key, message, result);
        return result;
    }

    private void HashWithNewKey(int at, ReadOnlySpan<byte> key, byte[] message, byte[] result)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] taken = key.ToArray();
        // Until the object has done its work with the new key, it is not taken for one that has a key, also if that fails.
        _keys[at] = null;
        if (_objects[at] is { } own)
            own.Key = taken;
        else
            _objects[at] = own = new HMACSHA256(taken);
        own.TryComputeHash(message, result, out _);
        _keys[at] = taken;
        AllocatedForKeys += GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
#endif
