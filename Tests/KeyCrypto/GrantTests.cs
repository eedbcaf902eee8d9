using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>Grant and share: layout, round trip, strict reading.</summary>
[TestClass]
public sealed class GrantTests
{
    private const int RightsOffset = 32;
    private const int CountOffset = 34;

    [TestMethod]
    public void A_grant_has_35_bytes_and_5_for_each_window()
    {
        Assert.AreEqual(35, Grant.HeaderSize, "header");
        Assert.AreEqual(75, Grant.SizeMax, "longest");
        for (int count = 1; count <= 8; count++)
            Assert.AreEqual(35 + (5 * count), Samples.Grant(count).ToBytes().Length, "length");
    }

    [TestMethod]
    public void The_fields_of_a_grant_stand_in_their_order() => CollectionAssert.AreEqual(
        Hex.Parse("0100040302010807060" + "50c0b0a09100f0e0d14131211181716151c1b1a191e1d0301" + "01" + "010000a005"),
        Samples.Grant(1).ToBytes(), "bytes");

    [TestMethod]
    public void A_grant_reads_back_what_was_written()
    {
        for (int count = 1; count <= 8; count++)
        {
            byte[] bytes = Samples.Grant(count).ToBytes();
            Grant grant = new Grant();
            Assert.IsTrue(grant.TryRead(bytes, 0, bytes.Length), "reads");
            CollectionAssert.AreEqual(bytes, grant.ToBytes(), "bytes");
            Assert.AreEqual(0x0D0E0F10u, grant.HolderId, "holder");
        }
    }

    [TestMethod]
    public void A_grant_of_any_other_length_is_refused()
    {
        byte[] bytes = Samples.Grant(2).ToBytes();
        for (int length = 0; length <= Grant.SizeMax + 1; length++)
        {
            bool reads = new Grant().TryRead(Hex.Resize(bytes, length), 0, length);
            Assert.AreEqual(length == bytes.Length, reads, "length " + length.ToString());
        }
    }

    [TestMethod]
    public void Another_version_and_every_flag_are_refused()
    {
        for (int bit = 0; bit < 16; bit++)
            CheckRefused(Hex.Flip(Samples.Grant(1).ToBytes(), bit));
    }

    [TestMethod]
    public void Every_reserved_right_is_refused()
    {
        for (int bit = 9; bit < 16; bit++)
            CheckRefused(Hex.Flip(Samples.Grant(1).ToBytes(), (RightsOffset * 8) + bit));
    }

    [TestMethod]
    public void No_windows_and_nine_windows_are_refused()
    {
        byte[] none = Hex.Resize(Samples.Grant(1).ToBytes(), Grant.HeaderSize);
        none[CountOffset] = 0;
        CheckRefused(none);
        byte[] nine = Hex.Resize(Samples.Grant(1).ToBytes(), Grant.HeaderSize + (9 * AccessWindows.EntrySize));
        Bytes.Append(nine, Grant.HeaderSize, Samples.Windows(9));
        nine[CountOffset] = 9;
        CheckRefused(nine);
    }

    [TestMethod]
    public void Every_changed_bit_makes_another_holder_secret()
    {
        byte[] bytes = Samples.Grant(1).ToBytes();
        byte[] secret = Grant.HolderSecret(Samples.LockSecret, bytes);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] other = Grant.HolderSecret(Samples.LockSecret, Hex.Flip(bytes, bit));
            Assert.IsFalse(Bytes.AreEqual(secret, 0, other, 0, Hmac.HashSize), "bit " + bit.ToString());
        }
    }

    private static void CheckRefused(byte[] bytes) => Assert.IsFalse(new Grant().TryRead(bytes, 0, bytes.Length), "refused");
}
