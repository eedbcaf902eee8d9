using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The MAC as used: RFC 4231, section 4, whole and as its first 16 bytes.</summary>
[TestClass]
public sealed partial class HmacTests
{
    [TestMethod]
    public void Rfc4231_case_1_short_key() => Check(
        Hex.Repeat(0x0b, 20), Hex.Ascii("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");

    [TestMethod]
    public void Rfc4231_case_2_key_shorter_than_the_output() => Check(
        Hex.Ascii("Jefe"), Hex.Ascii("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");

    [TestMethod]
    public void Rfc4231_case_3_key_and_data_longer_than_a_block_together() => Check(
        Hex.Repeat(0xaa, 20), Hex.Repeat(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");

    [TestMethod]
    public void Rfc4231_case_4_another_key_length() => Check(
        Hex.Count(0x01, 25), Hex.Repeat(0xcd, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");

    [TestMethod]
    public void Rfc4231_case_5_truncated_to_128_bits() => Check(
        Hex.Repeat(0x0c, 20), Hex.Ascii("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b");

    [TestMethod]
    public void Rfc4231_case_6_key_longer_than_a_block() => Check(
        Hex.Repeat(0xaa, 131), Hex.Ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");

    [TestMethod]
    public void Rfc4231_case_7_key_and_data_longer_than_a_block() => Check(
        Hex.Repeat(0xaa, 131),
        Hex.Ascii("This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm."),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");

    [TestMethod]
    public void A_hash_leaves_its_inputs_alone_and_is_counted()
    {
        byte[] secret = Hex.Count(1, Hmac.HashSize);
        byte[] message = Hex.Count(100, 40);
        uint before = Hmac.Computed;
        Hmac.Hash(secret, message);
        Hmac.Hash(secret, message);
        Assert.IsTrue(Hmac.Computed - before >= 2u, "counted");
        CollectionAssert.AreEqual(Hex.Count(1, Hmac.HashSize), secret, "secret");
        CollectionAssert.AreEqual(Hex.Count(100, 40), message, "message");
    }

    private static void Check(byte[] key, byte[] data, string published)
    {
        byte[] expected = Hex.Parse(published);
        byte[] hash = Hmac.Hash(key, data);
        Assert.AreEqual(Hmac.HashSize, hash.Length, "32 bytes");
        CollectionAssert.AreEqual(expected, Bytes.Copy(hash, 0, expected.Length), "hash");
        Assert.IsTrue(Bytes.FixedTimeEquals(expected, 0, hash, 0, Hmac.MacSize), "the mac on the wire");
    }
}
