using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>A holder's share: layout, round trip, strict reading.</summary>
[TestClass]
public sealed class ShareTests
{
    private const int RightsOffset = 8;
    private const int CountOffset = 10;

    [TestMethod]
    public void The_fields_of_a_share_stand_in_their_order() => CollectionAssert.AreEqual(
        Hex.Parse("24232221282726250500" + "01" + "010000a005"), Samples.Share(1).ToBytes(), "bytes");

    [TestMethod]
    public void A_share_reads_back_what_was_written()
    {
        for (int count = 1; count <= 8; count++)
        {
            byte[] bytes = Samples.Share(count).ToBytes();
            Assert.AreEqual(11 + (5 * count), bytes.Length, "length");
            Share share = new Share();
            Assert.IsTrue(share.TryRead(bytes, 0, bytes.Length), "reads");
            CollectionAssert.AreEqual(bytes, share.ToBytes(), "bytes");
        }
    }

    [TestMethod]
    public void A_share_of_any_other_length_is_refused()
    {
        byte[] bytes = Samples.Share(2).ToBytes();
        for (int length = 0; length <= Share.SizeMax + 1; length++)
        {
            bool reads = new Share().TryRead(Hex.Resize(bytes, length), 0, length);
            Assert.AreEqual(length == bytes.Length, reads, "length " + length.ToString());
        }
    }

    [TestMethod]
    public void Reserved_rights_no_windows_and_nine_windows_are_refused()
    {
        for (int bit = 9; bit < 16; bit++)
            CheckRefused(Hex.Flip(Samples.Share(1).ToBytes(), (RightsOffset * 8) + bit));
        byte[] none = Hex.Resize(Samples.Share(1).ToBytes(), Share.HeaderSize);
        none[CountOffset] = 0;
        CheckRefused(none);
        byte[] nine = Hex.Resize(Samples.Share(1).ToBytes(), Share.HeaderSize + (9 * AccessWindows.EntrySize));
        Bytes.Append(nine, Share.HeaderSize, Samples.Windows(9));
        nine[CountOffset] = 9;
        CheckRefused(nine);
    }

    [TestMethod]
    public void Every_changed_bit_makes_another_guest_secret()
    {
        byte[] bytes = Samples.Share(1).ToBytes();
        byte[] secret = Share.GuestSecret(Samples.LockSecret, bytes);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] other = Share.GuestSecret(Samples.LockSecret, Hex.Flip(bytes, bit));
            Assert.IsFalse(Bytes.AreEqual(secret, 0, other, 0, Hmac.HashSize), "bit " + bit.ToString());
        }
    }

    private static void CheckRefused(byte[] bytes) => Assert.IsFalse(new Share().TryRead(bytes, 0, bytes.Length), "refused");
}
