using System;
using nanoFramework.Device.Bluetooth;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>The platform's byte buffers and their pitfalls.</summary>
[TestClass]
public class BufferTests
{
    private static readonly Guid Uuid = new("00112233-4455-6677-8899-aabbccddeeff");

    [TestMethod]
    public void A_buffer_over_an_array_shares_it()
    {
        byte[] array = [1, 2];
        nanoFramework.Device.Bluetooth.Buffer buffer = new(array);
        array[0] = 9;

        Assert.AreEqual(9, DataReader.FromBuffer(buffer).ReadByte());
    }

    [TestMethod]
    public void A_buffer_has_a_length_within_its_capacity()
    {
        nanoFramework.Device.Bluetooth.Buffer buffer = new(4u);
        Assert.AreEqual(0u, buffer.Length);

        buffer.Length = 4;
        Assert.ThrowsExactly<ArgumentException>(() => buffer.Length = 5);
        buffer.EnsureCapacity(5);
        buffer.Length = 5;
        Assert.AreEqual(5u, buffer.Capacity);
    }

    [TestMethod]
    public void What_is_written_is_read_back()
    {
        DataWriter writer = new();
        writer.WriteByte(1);
        writer.WriteUInt16(0x0203);
        writer.WriteUInt32(0x04050607);
        writer.WriteInt64(-8);
        Assert.AreEqual(3u, writer.WriteString("9 \u00b7"[..2] + "x"));
        writer.WriteBytes(new byte[40]);
        DataReader reader = DataReader.FromBuffer(writer.DetachBuffer());

        Assert.AreEqual(1, reader.ReadByte());
        Assert.AreEqual(0x0203, reader.ReadUInt16());
        Assert.AreEqual(0x04050607u, reader.ReadUInt32());
        Assert.AreEqual(-8L, reader.ReadInt64());
        Assert.AreEqual("9 x", reader.ReadString(3));
        Assert.AreEqual(40u, reader.UnconsumedBufferLength);
    }

    [TestMethod]
    public void A_uuid_goes_over_the_air_backwards()
    {
        DataWriter writer = new();
        writer.WriteUuid(Uuid);
        writer.WriteUuid2(Uuid);
        byte[] bytes = RadioBench.BytesOf(writer);

        Assert.AreEqual("ffeeddccbbaa99887766554433221100", Convert.ToHexStringLower(bytes, 0, 16));
        Assert.AreEqual("00112233445566778899aabbccddeeff", Convert.ToHexStringLower(bytes, 16, 16));
        DataReader reader = DataReader.FromBuffer(new nanoFramework.Device.Bluetooth.Buffer(bytes));
        Assert.AreEqual(Uuid, reader.ReadUuid());
        Assert.AreEqual(Uuid, reader.ReadUuid2());
    }

    [TestMethod]
    public void A_buffer_that_was_read_out_has_storage_but_no_length()
    {
        nanoFramework.Device.Bluetooth.Buffer part = DataReader.FromBuffer(RadioBench.BufferOf(1, 2, 3)).ReadBuffer(2);

        Assert.AreEqual(2u, part.Capacity);
        Assert.AreEqual(0u, part.Length);
    }

    [TestMethod]
    public void Reading_beyond_the_end_throws()
    {
        DataWriter writer = new();
        writer.WriteBytes([1, 2, 3]);
        Assert.IsGreaterThan(4u, writer.Capacity);
        DataReader reader = DataReader.FromBuffer(writer);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => reader.ReadUInt32());
        Assert.AreEqual(3u, reader.UnconsumedBufferLength);
        reader.ReadBytes(new byte[3]);
        Assert.AreEqual(0u, reader.UnconsumedBufferLength);
    }
}
