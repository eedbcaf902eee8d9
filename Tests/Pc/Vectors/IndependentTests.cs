using System;
using System.Text;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>
/// Compares the second implementation with published values, and the product with the second implementation on many inputs.
/// </summary>
[TestClass]
public sealed class IndependentTests
{
    [TestMethod]
    public void The_second_crc_is_the_catalogues() =>
        Assert.AreEqual((ushort)0x29B1, IndependentProtocol.Crc(Encoding.ASCII.GetBytes("123456789")), "CRC-16/IBM-3740");

    [TestMethod]
    public void The_check_value_of_events_is_the_second_crc()
    {
        Random random = new(2026);
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new();
        for (int i = 0; i < 1000; i++)
        {
            random.NextBytes(record);
            Bytes.WriteU16(record, 14, IndependentProtocol.Crc(record[..14]));
            Assert.IsTrue(audit.TryRead(record, 0), Convert.ToHexString(record));
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void Counter_mode_is_the_second_one_at_every_length()
    {
        Random random = new(38);
        byte[] key = new byte[16];
        byte[] prefix = new byte[12];
        for (int length = 0; length <= 490; length++)
        {
            byte[] data = new byte[length];
            random.NextBytes(key);
            random.NextBytes(prefix);
            random.NextBytes(data);
            byte[] bare = (byte[])data.Clone();
            byte[] expected = IndependentProtocol.Ctr(key, prefix, data);
            byte[] expectedBare = IndependentProtocol.Ctr(key, new byte[12], data);
            AesCtr.Apply(key, prefix, data, 0, length);
            AesCtr.Apply(key, null, bare, 0, length);
            Assert.AreEqual(Convert.ToHexString(expected), Convert.ToHexString(data), $"length {length}");
            Assert.AreEqual(Convert.ToHexString(expectedBare), Convert.ToHexString(bare), $"length {length}, no prefix");
        }
    }
}
