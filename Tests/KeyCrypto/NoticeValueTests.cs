using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The values of notice items, byte by byte, and the reading of each (docs/protocol.md, 6.1).</summary>
[TestClass]
public class NoticeValueTests
{
    [TestMethod]
    public void Revocations_have_this_form()
    {
        byte[] holder = NoticeItem.RevokeHolder(0x04030201, 0x08070605, 0x0C0B0A09);
        CollectionAssert.AreEqual(Hex.Parse("0102030405060708090a0b0c"), holder, "holder");
        Assert.AreEqual(0x04030201u, NoticeItem.Subject(holder, 0), "the holder");
        Assert.AreEqual(0x08070605u, NoticeItem.Before(holder, 0), "before");
        Assert.AreEqual(0x0C0B0A09u, NoticeItem.Until(NoticeItemKind.RevokeHolder, holder, 0), "until");
        byte[] key = NoticeItem.RevokeKey(0x04030201, 0x08070605);
        CollectionAssert.AreEqual(Hex.Parse("0102030405060708"), key, "key");
        Assert.AreEqual(0x04030201u, NoticeItem.Subject(key, 0), "the key");
        Assert.AreEqual(0x08070605u, NoticeItem.Until(NoticeItemKind.RevokeKey, key, 0), "until");
        byte[] guest = NoticeItem.RevokeGuest(0x04030201, 0x08070605, 0x0C0B0A09);
        CollectionAssert.AreEqual(Hex.Parse("0102030405060708090a0b0c"), guest, "guest");
        Assert.AreEqual(0x08070605u, NoticeItem.Guest(guest, 0), "the guest");
        Assert.AreEqual(0x0C0B0A09u, NoticeItem.Until(NoticeItemKind.RevokeGuest, guest, 0), "until");
    }

    [TestMethod]
    public void Small_values_have_this_form()
    {
        CollectionAssert.AreEqual(Hex.Parse("0201"), NoticeItem.Tenancy(0x0102), "tenancy");
        Assert.AreEqual(0x0102, (int)NoticeItem.TenancyNumber(NoticeItem.Tenancy(0x0102), 0), "tenancy");
        CollectionAssert.AreEqual(Hex.Parse("01"), NoticeItem.Switch(true), "on");
        CollectionAssert.AreEqual(Hex.Parse("00"), NoticeItem.Switch(false), "off");
        Assert.IsTrue(NoticeItem.IsOn(NoticeItem.Switch(true), 0), "on");
        Assert.IsFalse(NoticeItem.IsOn(NoticeItem.Switch(false), 0), "off");
        CollectionAssert.AreEqual(Hex.Parse("04030201"), NoticeItem.EventsStored(0x01020304), "stored");
        Assert.AreEqual(0x01020304u, NoticeItem.StoredThrough(NoticeItem.EventsStored(0x01020304), 0), "stored");
    }

    [TestMethod]
    public void A_rekey_hides_the_secret_and_shows_the_generation()
    {
        byte[] value = NoticeItem.Rekey(Samples.LockSecret, 9, 0x0102, Hex.Count(5, 32));
        Assert.AreEqual(34, value.Length, "size");
        Assert.AreEqual(0x0102, (int)NoticeItem.Generation(value, 0), "generation");
        Assert.IsFalse(Bytes.AreEqual(Hex.Count(5, 32), 0, value, 2, 32), "sealed");
        CollectionAssert.AreEqual(Hex.Count(5, 32), NoticeItem.OpenRekey(Samples.LockSecret, 9, value, 0), "opened");
    }

    [TestMethod]
    public void A_value_has_one_length_only()
    {
        AssertLength(NoticeItemKind.RevokeHolder, 12);
        AssertLength(NoticeItemKind.RevokeKey, 8);
        AssertLength(NoticeItemKind.RevokeGuest, 12);
        AssertLength(NoticeItemKind.Tenancy, 2);
        AssertLength(NoticeItemKind.Overlock, 1);
        AssertLength(NoticeItemKind.Lockdown, 1);
        AssertLength(NoticeItemKind.EventsStored, 4);
        AssertLength(NoticeItemKind.Rekey, 34);
    }

    [TestMethod]
    public void Unknown_kinds_and_other_switches_than_0_and_1_are_refused()
    {
        byte[] two = { 2 };
        Assert.AreEqual((int)Status.NotApplicable, (int)NoticeItem.FormOf(NoticeItemKind.Overlock, two, 0, 1), "a switch of 2");
        Assert.AreEqual((int)Status.NotApplicable, (int)NoticeItem.FormOf((NoticeItemKind)0, two, 0, 1), "kind 0");
        Assert.AreEqual((int)Status.NotApplicable, (int)NoticeItem.FormOf((NoticeItemKind)10, two, 0, 1), "kind 10");
    }

    [TestMethod]
    public void A_configuration_of_a_later_version_is_told_from_a_wrong_one()
    {
        byte[] configuration = Samples.ConfigurationBytes();
        Assert.AreEqual((int)Status.Ok, (int)Form(configuration), "as it is");
        configuration[ZoneRule.Size] = LockConfiguration.Version + 1;
        Assert.AreEqual((int)Status.SettingsTooNew, (int)Form(configuration), "later");
        configuration[ZoneRule.Size] = 0;
        Assert.AreEqual((int)Status.NotApplicable, (int)Form(configuration), "none");
    }

    private static Status Form(byte[] configuration) =>
        NoticeItem.FormOf(NoticeItemKind.Configuration, configuration, 0, configuration.Length);

    private static void AssertLength(NoticeItemKind kind, int length)
    {
        byte[] value = new byte[40];
        for (int i = 0; i <= value.Length; i++)
            Assert.AreEqual((int)(i == length ? Status.Ok : Status.NotApplicable), (int)NoticeItem.FormOf(kind, value, 0, i),
                "length " + i.ToString());
    }
}
