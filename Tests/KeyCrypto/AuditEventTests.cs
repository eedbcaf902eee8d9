using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.KeyCryptoTests;

/// <summary>The record of an event, and CRC-16/IBM-3740 as its check value.</summary>
[TestClass]
public sealed class AuditEventTests
{
    [TestMethod]
    public void A_record_reads_back_what_was_written()
    {
        byte[] record = new byte[AuditEvent.Size + 2];
        Sample().WriteTo(record, 1);
        AuditEvent audit = new AuditEvent();
        Assert.IsTrue(audit.TryRead(record, 1), "check value");
        Assert.AreEqual(0x11223344u, audit.Time, "time");
        Assert.AreEqual((int)EventKind.Refused, (int)audit.Kind, "kind");
        Assert.AreEqual((int)ClockTrust.Set, (int)audit.Trust, "trust");
        Assert.AreEqual(64, (int)audit.Reason, "reason");
        Assert.AreEqual(0x55667788u, audit.KeyId, "keyId");
        Assert.AreEqual(0x99AABBCCu, audit.Detail, "detail");
        Assert.AreEqual(0, (int)record[0], "before");
        Assert.AreEqual(0, (int)record[AuditEvent.Size + 1], "behind");
    }

    [TestMethod]
    public void The_layout_is_16_bytes_with_the_trust_in_the_high_bits_of_the_kind()
    {
        byte[] record = new byte[AuditEvent.Size];
        Sample().WriteTo(record, 0);
        CollectionAssert.AreEqual(Hex.Parse("44332211834088776655ccbbaa99"), Bytes.Copy(record, 0, 14), "fields");
    }

    [TestMethod]
    public void The_check_value_is_the_published_one_of_123456789()
    {
        // The first five bytes set the register back to its initial 0xFFFF. The other bytes are the text of the catalogue.
        byte[] record = Hex.Parse("0102032962" + "313233343536373839" + "b129");
        AuditEvent audit = new AuditEvent();
        Assert.IsTrue(audit.TryRead(record, 0), "0x29B1");
        byte[] written = new byte[AuditEvent.Size];
        audit.WriteTo(written, 0);
        CollectionAssert.AreEqual(record, written, "written");
    }

    [TestMethod]
    public void Every_turned_bit_is_found()
    {
        byte[] record = new byte[AuditEvent.Size];
        Sample().WriteTo(record, 0);
        AuditEvent audit = new AuditEvent();
        for (int bit = 0; bit < record.Length * 8; bit++)
            Assert.IsFalse(audit.TryRead(Hex.Flip(record, bit), 0), "bit " + bit.ToString());
    }

    [TestMethod]
    public void Empty_flash_is_no_record()
    {
        Assert.IsFalse(new AuditEvent().TryRead(new byte[AuditEvent.Size], 0), "zeros");
        Assert.IsFalse(new AuditEvent().TryRead(Hex.Repeat(0xFF, AuditEvent.Size), 0), "ones");
    }

    private static AuditEvent Sample() => new AuditEvent
    {
        Time = 0x11223344,
        Kind = EventKind.Refused,
        Trust = ClockTrust.Set,
        Reason = RefusalReason.Superseded,
        KeyId = 0x55667788,
        Detail = 0x99AABBCC,
    };
}
