using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>
/// AES-CTR over the platform's ECB. With counter 0 the counter block is the prefix and four zero bytes, so those known
/// answers of NIST's AES validation suite (AESAVS, appendices B to E) whose plaintext ends in zeros are its key stream.
/// </summary>
[TestClass]
public sealed class AesCtrTests
{
    private const string Zeros = "00000000000000000000000000000000";

    [TestMethod]
    public void The_key_stream_is_the_known_answer_of_variable_texts()
    {
        CheckStream(Zeros, "800000000000000000000000", "3ad78e726c1ec02b7ebfe92b23d9ec34");
        CheckStream(Zeros, "c00000000000000000000000", "aae5939c8efdf2f04e60b9fe7117b2c2");
        CheckStream(Zeros, "e00000000000000000000000", "f031d4d74f5dcbf39daaf8ca3af6e527");
        CheckStream(Zeros, "f00000000000000000000000", "96d9fd5cc4f07441727df0f33e401a36");
    }

    [TestMethod]
    public void The_key_stream_is_the_known_answer_of_variable_keys()
    {
        CheckStream(Zeros, null, "66e94bd4ef8a2c3b884cfa59ca342b2e");
        CheckStream("80000000000000000000000000000000", null, "0edd33d3c621e546455bd8ba1418bec8");
    }

    [TestMethod]
    public void No_prefix_is_a_prefix_of_zeros()
    {
        byte[] with = Hex.Count(0, 40);
        byte[] without = Hex.Count(0, 40);
        AesCtr.Apply(Hex.Count(9, 16), new byte[AesCtr.PrefixSize], with, 0, 40);
        AesCtr.Apply(Hex.Count(9, 16), null, without, 0, 40);
        CollectionAssert.AreEqual(with, without, "same stream");
    }

    [TestMethod]
    public void Only_the_first_16_bytes_of_a_secret_and_12_of_a_prefix_count()
    {
        byte[] expected = Hex.Count(0, 20);
        byte[] data = Hex.Count(0, 20);
        AesCtr.Apply(Hex.Count(9, 16), Hex.Count(3, 12), expected, 0, 20);
        AesCtr.Apply(Hex.Count(9, 32), Hex.Count(3, 16), data, 0, 20);
        CollectionAssert.AreEqual(expected, data, "same stream");
    }

    [TestMethod]
    public void Applied_twice_it_gives_the_data_back_and_touches_nothing_beside()
    {
        for (int length = 0; length <= 50; length++)
        {
            byte[] original = Hex.Count(length, 60);
            byte[] data = Hex.Count(length, 60);
            AesCtr.Apply(Hex.Count(1, 16), Hex.Count(2, 12), data, 5, length);
            Assert.IsTrue(Bytes.AreEqual(original, 0, data, 0, 5), "before");
            Assert.IsTrue(Bytes.AreEqual(original, 5 + length, data, 5 + length, 55 - length), "behind");
            Assert.IsTrue(length < 8 || !Bytes.AreEqual(original, 5, data, 5, length), "encrypted");
            AesCtr.Apply(Hex.Count(1, 16), Hex.Count(2, 12), data, 5, length);
            CollectionAssert.AreEqual(original, data, "decrypted");
        }
    }

    [TestMethod]
    public void No_two_blocks_have_the_same_stream()
    {
        byte[] stream = new byte[8 * 16];
        AesCtr.Apply(Hex.Count(1, 16), null, stream, 0, stream.Length);
        for (int i = 0; i < 8; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.IsFalse(Bytes.AreEqual(stream, i * 16, stream, j * 16, 16), "blocks differ");
        }
    }

    private static void CheckStream(string key, string? prefix, string published)
    {
        byte[] stream = new byte[16];
        AesCtr.Apply(Hex.Parse(key), prefix == null ? null : Hex.Parse(prefix), stream, 0, stream.Length);
        CollectionAssert.AreEqual(Hex.Parse(published), stream, published);
    }
}
