using System;
using System.Collections.Generic;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>Reads and writes as a phone sees them.</summary>
[TestClass]
public class AttTests
{
    [TestMethod]
    public void A_short_value_is_one_transaction()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();

        AttResult result = phone.Read(RadioBench.SourceUuid);

        Assert.IsTrue(result.Ok);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, result.Value);
        Assert.AreEqual(1, phone.Transactions);
        Assert.AreEqual(3, phone.BytesSent);
        Assert.AreEqual(1 + 3, phone.BytesReceived);
    }

    [TestMethod]
    public void A_long_value_is_read_in_pieces_and_the_handler_is_called_anew_for_each()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        int calls = 0;
        bench.OnRead = request =>
        {
            calls++;
            request.RespondWithValue(RadioBench.BufferOf(RadioBench.Counting(50)));
        };

        AttResult result = phone.Read(RadioBench.SourceUuid);

        CollectionAssert.AreEqual(RadioBench.Counting(50), result.Value);
        Assert.AreEqual(3, calls);
        Assert.AreEqual(3, phone.Transactions);
        Assert.AreEqual(3 + 5 + 5, phone.BytesSent);
        Assert.AreEqual(3 * 1 + 50, phone.BytesReceived);
    }

    [TestMethod]
    public void A_value_of_exactly_one_full_piece_is_asked_for_twice()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnRead = request => request.RespondWithValue(RadioBench.BufferOf(RadioBench.Counting(22)));

        Assert.AreEqual(22, phone.Read(RadioBench.SourceUuid).Value.Length);
        Assert.AreEqual(2, phone.Transactions);
    }

    [TestMethod]
    public void A_value_that_changes_between_pieces_arrives_mixed()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        byte next = 0;
        bench.OnRead = request =>
        {
            byte[] value = new byte[30];
            Array.Fill(value, ++next);
            request.RespondWithValue(RadioBench.BufferOf(value));
        };

        byte[] mixed = phone.Read(RadioBench.SourceUuid).Value;

        Assert.AreEqual(1, mixed[0]);
        Assert.AreEqual(2, mixed[29]);
    }

    [TestMethod]
    public void A_value_that_shrinks_between_pieces_is_an_invalid_offset()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        Queue<int> sizes = new([30, 5]);
        bench.OnRead = request => request.RespondWithValue(RadioBench.BufferOf(new byte[sizes.Dequeue()]));

        AttResult result = phone.Read(RadioBench.SourceUuid);

        Assert.IsFalse(result.Ok);
        Assert.AreEqual(AttError.InvalidOffset, result.Error);
    }

    [TestMethod]
    public void A_piece_at_the_end_is_empty()
    {
        VirtualCentral phone = new RadioBench().Connect();

        AttResult result = phone.ReadPiece(RadioBench.SourceUuid, 3);

        Assert.IsTrue(result.Ok);
        Assert.IsEmpty(result.Value);
    }

    [TestMethod]
    public void A_value_without_end_is_read_up_to_512_bytes()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnRead = request => request.RespondWithValue(RadioBench.BufferOf(new byte[2000]));

        Assert.AreEqual(24 * 22, phone.Read(RadioBench.SourceUuid).Value.Length);
    }

    [TestMethod]
    public void The_firmware_gets_the_bytes_written()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        byte[] got = [];
        bench.OnWrite = request =>
        {
            got = RadioBench.BytesOf(request.Value);
            request.Respond();
        };

        Assert.IsTrue(phone.Write(RadioBench.SinkUuid, RadioBench.Counting(20)).Ok);
        CollectionAssert.AreEqual(RadioBench.Counting(20), got);
        Assert.AreEqual(23, phone.BytesSent);
        Assert.AreEqual(1, phone.BytesReceived);
    }

    [TestMethod]
    public void A_write_beyond_the_packet_is_refused_before_it_is_sent()
    {
        VirtualCentral phone = new RadioBench().Connect();

        AttResult result = phone.Write(RadioBench.SinkUuid, new byte[21]);

        Assert.AreEqual(AttError.InvalidAttributeValueLength, result.Error);
        Assert.AreEqual(0, phone.Transactions);
    }

    [TestMethod]
    public void A_long_write_is_put_together_and_reaches_the_firmware_as_one()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        List<byte[]> got = [];
        bench.OnWrite = request =>
        {
            got.Add(RadioBench.BytesOf(request.Value));
            request.Respond();
        };

        Assert.IsTrue(phone.WriteLong(RadioBench.SinkUuid, RadioBench.Counting(40)).Ok);
        CollectionAssert.AreEqual(RadioBench.Counting(40), got[0]);
        Assert.HasCount(1, got);
        Assert.AreEqual(3 + 1, phone.Transactions, "pieces of 18 bytes, and the execution");

        Assert.AreEqual(AttError.InvalidAttributeValueLength, phone.WriteLong(RadioBench.SinkUuid, new byte[513]).Error);
        Assert.AreEqual(AttError.WriteNotPermitted, phone.WriteLong(RadioBench.SourceUuid, new byte[40]).Error);
        Assert.HasCount(1, got);
        bench.AssertFaults();
    }

    [TestMethod]
    public void The_firmware_can_refuse_with_a_code_of_its_own()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnWrite = request => request.RespondWithProtocolError(0x80);
        bench.OnRead = request => request.RespondWithProtocolError(0x81);

        Assert.AreEqual(new AttResult(false, 0x80, []), phone.Write(RadioBench.SinkUuid, [1]));
        Assert.AreEqual(new AttResult(false, 0x81, []), phone.Read(RadioBench.SourceUuid));
        Assert.AreEqual(2 * 5, phone.BytesReceived);
    }

    [TestMethod]
    public void What_a_characteristic_does_not_offer_is_refused_without_asking_the_firmware()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.Sink.ReadRequested += (_, _) => Assert.Fail();
        bench.Source.WriteRequested += (_, _) => Assert.Fail();

        Assert.AreEqual(AttError.ReadNotPermitted, phone.Read(RadioBench.SinkUuid).Error);
        Assert.AreEqual(AttError.WriteNotPermitted, phone.Write(RadioBench.SourceUuid, [1]).Error);
        Assert.AreEqual(AttError.AttributeNotFound, phone.Subscribe(RadioBench.SourceUuid).Error);
        Assert.AreEqual(AttError.AttributeNotFound, phone.Read(RadioBench.UnknownUuid).Error);
        bench.AssertFaults();
    }

    [TestMethod]
    public void What_wants_a_paired_link_is_refused()
    {
        RadioBench bench = new(boots: false);
        bench.Air.PowerOn();
        VirtualAir.Current = bench.Air;
        GattServiceProvider provider = GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider;
        provider.Service.CreateCharacteristic(RadioBench.SourceUuid, new GattLocalCharacteristicParameters
        {
            CharacteristicProperties = GattCharacteristicProperties.Read | GattCharacteristicProperties.Write,
            ReadProtectionLevel = GattProtectionLevel.EncryptionRequired,
            WriteProtectionLevel = GattProtectionLevel.AuthenticationRequired,
        });
        provider.StartAdvertising();
        VirtualCentral phone = bench.Connect();

        Assert.AreEqual(AttError.InsufficientAuthentication, phone.Read(RadioBench.SourceUuid).Error);
        Assert.AreEqual(AttError.InsufficientAuthentication, phone.Write(RadioBench.SourceUuid, [1]).Error);
    }

    [TestMethod]
    public void Without_a_handler_the_platform_answers_unlikely_error_at_once()
    {
        RadioBench bench = new(boots: false);
        bench.Air.PowerOn();
        VirtualAir.Current = bench.Air;
        GattServiceProvider provider = GattServiceProvider.Create(RadioBench.ServiceUuid).ServiceProvider;
        provider.Service.CreateCharacteristic(RadioBench.SourceUuid, new GattLocalCharacteristicParameters
        {
            CharacteristicProperties = GattCharacteristicProperties.Read | GattCharacteristicProperties.Write,
        });
        provider.StartAdvertising();
        VirtualCentral phone = bench.Connect();

        Assert.AreEqual(AttError.UnlikelyError, phone.Read(RadioBench.SourceUuid).Error);
        Assert.AreEqual(AttError.UnlikelyError, phone.Write(RadioBench.SourceUuid, [1]).Error);
        Assert.AreEqual(2 * bench.Time.ConnectionIntervalMs, bench.Time.NowMs);
    }

    [TestMethod]
    public void A_static_value_answers_itself()
    {
        VirtualCentral phone = new RadioBench().Connect();

        CollectionAssert.AreEqual(new byte[] { 7, 8, 9 }, phone.Read(RadioBench.FixedUuid).Value);
    }

    [TestMethod]
    public void The_write_does_not_say_who_wrote()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        GattSession? session = GattSession.FromDeviceId(null!);
        bench.Sink.WriteRequested += (_, args) => session = args.Session;

        phone.Write(RadioBench.SinkUuid, [1]);

        Assert.IsNull(session);
    }
}
