using System;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>An HMAC on a PC is that of its own key, whatever the thread has computed before, and whatever other threads do.</summary>
[TestClass]
public sealed class HmacsOfThreadTests
{
    [TestMethod]
    public void Keys_in_any_order_have_their_own_results()
    {
        // Many share the first byte, and so the object that computes; some differ in the last byte only.
        byte[][] keys = [.. Enumerable.Range(0, 40).Select(number => Key(32, (byte)(number % 3), (byte)(number / 3)))];
        for (int i = 0; i < 400; i++)
            AssertIsRight(keys[i * 7 % keys.Length], new byte[i % 130]);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(8)]
    [DataRow(31)]
    [DataRow(32)]
    [DataRow(33)]
    [DataRow(64)]
    [DataRow(65)]
    [DataRow(131)]
    public void A_key_may_have_any_length(int length)
    {
        // A longer key with the same beginning comes before a short one and between.
        for (int i = 0; i < 3; i++)
        {
            AssertIsRight(Key(200, 9, 9)[..Math.Max(length, 32)], [1, 2, 3]);
            AssertIsRight(Key(200, 9, 9)[..length], [1, 2, 3]);
        }
    }

    [TestMethod]
    public void A_key_that_is_overwritten_afterwards_is_another_key()
    {
        byte[] key = Key(32, 5, 5);
        AssertIsRight(key, [1]);
        key[20] ^= 1;
        AssertIsRight(key, [1]);
    }

    [TestMethod]
    public void Threads_do_not_disturb_each_other() => Parallel.For(0, 64, number =>
    {
        byte[] key = Key(32, 5, (byte)number);
        for (int i = 0; i < 50; i++)
            AssertIsRight(key, [(byte)i]);
    });

    [TestMethod]
    public void Nothing_is_computed_of_nothing()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => Hmac.Hash(Key(32, 1, 1), null!));
        AssertIsRight(Key(32, 1, 1), []);
    }

    private static byte[] Key(int length, byte first, byte last)
    {
        byte[] key = [.. Enumerable.Range(0, length).Select(number => (byte)(number * 11))];
        key[0] = first;
        key[^1] = last;
        return key;
    }

    private static void AssertIsRight(byte[] key, byte[] message) =>
        CollectionAssert.AreEqual(HMACSHA256.HashData(key, message), Hmac.Hash(key, message));
}
