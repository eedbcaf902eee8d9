using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The notice: layout, strict reading, mac, rekey.</summary>
[TestClass]
public sealed class NoticeFormatTests
{
    [TestMethod]
    public void The_fields_of_a_notice_stand_in_their_order()
    {
        NoticeBuilder builder = new NoticeBuilder(Samples.LockId, 2, 1, 0x11121314);
        builder.RevokeHolder(0x0A, 0x0B, 0x0C);
        builder.RevokeKey(0x0D, 0x0E);
        builder.RevokeGuest(0x0F, 0x10, 0x11);
        builder.Tenancy(0x1213);
        builder.Overlock(true);
        builder.Lockdown(false);
        builder.EventsStored(0x14);
        byte[] notice = builder.ToBytes(Samples.LockSecret);
        byte[] expected = Hex.Parse("0807060502000000010000001413121107"
            + "010c0a0000000b0000000c000000" + "02080d0000000e000000" + "030c0f0000001000000011000000"
            + "04021312" + "050101" + "060100" + "080414000000");
        CollectionAssert.AreEqual(expected, Bytes.Copy(notice, 0, notice.Length - Hmac.MacSize), "bytes");
    }

    [TestMethod]
    public void A_notice_reads_back_what_was_written()
    {
        byte[] bytes = Sample();
        Notice notice = new Notice();
        Assert.IsTrue(notice.TryRead(bytes, 0, bytes.Length), "reads");
        Assert.AreEqual(Samples.LockId, notice.LockId, "lock");
        Assert.AreEqual(9u, notice.Number, "number");
        Assert.AreEqual(7u, notice.After, "after");
        Assert.AreEqual(1234u, notice.IssuedAt, "issuedAt");
        Assert.AreEqual(3, notice.ItemCount, "items");
        Assert.IsTrue(notice.HasMac(Samples.LockSecret), "mac");
        int item = notice.FirstItem;
        Assert.AreEqual((int)NoticeItemKind.Overlock, (int)notice.ItemKind(item), "first");
        item = notice.NextItem(item);
        Assert.AreEqual((int)NoticeItemKind.Configuration, (int)notice.ItemKind(item), "second");
        byte[] configuration = Bytes.Copy(bytes, item + Notice.ItemHeaderSize, notice.ItemLength(item));
        CollectionAssert.AreEqual(Samples.ConfigurationBytes(), configuration, "configuration");
        item = notice.NextItem(item);
        Assert.AreEqual((int)NoticeItemKind.Rekey, (int)notice.ItemKind(item), "third");
        CollectionAssert.AreEqual(Hex.Count(5, 32), NoticeItem.OpenRekey(Samples.LockSecret, 9, bytes, item + Notice.ItemHeaderSize),
            "secret");
        Assert.IsFalse(Bytes.AreEqual(Hex.Count(5, 32), 0, bytes, item + Notice.ItemHeaderSize + 2, 32), "sealed");
    }

    [TestMethod]
    public void A_rekey_opens_under_its_own_number_only()
    {
        byte[] bytes = Sample();
        int value = bytes.Length - Hmac.MacSize - 34;
        Assert.IsFalse(Bytes.AreEqual(Hex.Count(5, 32), 0, NoticeItem.OpenRekey(Samples.LockSecret, 10, bytes, value), 0, 32),
            "another number");
    }

    [TestMethod]
    public void A_notice_without_items_has_33_bytes()
    {
        byte[] bytes = new NoticeBuilder(1, 1, 0, 0).ToBytes(Samples.LockSecret);
        Assert.AreEqual(33, bytes.Length, "length");
        Assert.AreEqual(33, Notice.SizeMin, "shortest");
        Assert.AreEqual(473, Notice.SizeMax, "longest");
        Assert.IsTrue(new Notice().TryRead(bytes, 0, bytes.Length), "reads");
    }

    [TestMethod]
    public void A_notice_of_any_other_length_is_refused()
    {
        byte[] bytes = Sample();
        for (int length = 0; length <= bytes.Length + 5; length++)
        {
            byte[] resized = Hex.Resize(bytes, length);
            bool holds = new Notice().TryRead(resized, 0, length);
            Assert.AreEqual(length == bytes.Length, holds, "length " + length.ToString());
        }
        Assert.IsFalse(new Notice().TryRead(new byte[600], 0, Notice.SizeMax + 1), "over the longest");
    }

    [TestMethod]
    public void After_must_lie_below_number()
    {
        Assert.IsFalse(Reads(new NoticeBuilder(1, 5, 5, 0)), "equal");
        Assert.IsFalse(Reads(new NoticeBuilder(1, 5, 6, 0)), "above");
        Assert.IsTrue(Reads(new NoticeBuilder(1, 5, 4, 0)), "below");
        Assert.IsFalse(Reads(new NoticeBuilder(1, 0, 0, 0)), "number 0");
    }

    [TestMethod]
    public void Every_changed_bit_of_a_notice_voids_it()
    {
        byte[] bytes = Sample();
        Notice notice = new Notice();
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = Hex.Flip(bytes, bit);
            bool holds = notice.TryRead(changed, 0, changed.Length) && notice.HasMac(Samples.LockSecret);
            Assert.IsFalse(holds, "bit " + bit.ToString());
        }
    }

    [TestMethod]
    public void Another_locks_secret_does_not_verify()
    {
        byte[] bytes = Sample();
        Notice notice = new Notice();
        notice.TryRead(bytes, 0, bytes.Length);
        Assert.IsFalse(notice.HasMac(Hex.Count(0x81, 32)), "another secret");
    }

    [TestMethod]
    public void An_item_that_does_not_fit_is_not_added()
    {
        NoticeBuilder builder = new NoticeBuilder(1, 1, 0, 0);
        int count = 0;
        while (builder.RevokeHolder((uint)count, 1, 2))
            count++;
        Assert.AreEqual((Notice.SizeMax - Notice.SizeMin) / 14, count, "as many as fit");
        byte[] bytes = builder.ToBytes(Samples.LockSecret);
        Notice notice = new Notice();
        Assert.IsTrue(notice.TryRead(bytes, 0, bytes.Length), "reads");
        Assert.AreEqual(count, notice.ItemCount, "count");
    }

    private static bool Reads(NoticeBuilder builder)
    {
        byte[] bytes = builder.ToBytes(Samples.LockSecret);
        return new Notice().TryRead(bytes, 0, bytes.Length);
    }

    private static byte[] Sample()
    {
        NoticeBuilder builder = new NoticeBuilder(Samples.LockId, 9, 7, 1234);
        builder.Overlock(true);
        builder.Configuration(Samples.Configuration());
        builder.Rekey(Samples.LockSecret, 12, Hex.Count(5, 32));
        return builder.ToBytes(Samples.LockSecret);
    }
}
