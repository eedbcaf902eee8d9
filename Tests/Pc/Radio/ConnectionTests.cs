using System.Collections.Generic;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>Connections, the MTU and subscriptions.</summary>
[TestClass]
public class ConnectionTests
{
    [TestMethod]
    public void One_central_at_a_time_and_advertising_only_between_connections()
    {
        RadioBench bench = new();
        Assert.IsTrue(bench.Air.IsAdvertising);

        VirtualCentral phone = bench.Connect();
        Assert.IsFalse(bench.Air.IsAdvertising);
        Assert.IsNull(bench.Air.Connect());

        phone.Disconnect();
        Assert.IsTrue(bench.Air.IsAdvertising);
        bench.Connect();
    }

    [TestMethod]
    public void The_session_hears_of_centrals_that_come_and_go()
    {
        RadioBench bench = new();
        List<GattSessionStatus> heard = [];
        bench.Server.Session.SessionStatusChanged += (_, args) => heard.Add(args.Status);

        bench.Connect().Disconnect();

        CollectionAssert.AreEqual(new[] { GattSessionStatus.Active, GattSessionStatus.Closed }, heard);
    }

    [TestMethod]
    public void A_connection_that_ended_answers_nothing()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        int told = 0;
        phone.Disconnected += () => told++;

        phone.Disconnect();
        phone.Disconnect();

        Assert.IsFalse(phone.IsConnected);
        Assert.AreEqual(1, told);
        Assert.AreEqual(AttResult.Disconnected, phone.Read(RadioBench.SourceUuid));
        Assert.AreEqual(AttResult.Disconnected, phone.ExchangeMtu(100));
        Assert.AreEqual(0, phone.Transactions);
    }

    [TestMethod]
    public void A_disconnect_of_the_last_connection_does_not_end_the_next()
    {
        RadioBench bench = new();
        VirtualCentral first = bench.Connect();
        first.Disconnect();
        VirtualCentral second = bench.Connect();

        first.Disconnect();

        Assert.IsTrue(second.IsConnected);
    }

    [TestMethod]
    public void The_mtu_is_the_smaller_offer_and_never_below_23()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        Assert.AreEqual(23, phone.Mtu);

        Assert.IsTrue(phone.ExchangeMtu(185).Ok);
        Assert.AreEqual(185, phone.Mtu);
        phone.ExchangeMtu(517);
        Assert.AreEqual(VirtualAir.PreferredMtuDefault, phone.Mtu);
        phone.ExchangeMtu(5);
        Assert.AreEqual(23, phone.Mtu);
        bench.Air.PreferredMtu = 512;
        phone.ExchangeMtu(517);
        Assert.AreEqual(512, phone.Mtu);
    }

    [TestMethod]
    public void The_session_knows_no_mtu_before_the_first_exchange_and_keeps_it_for_the_next_connection()
    {
        RadioBench bench = new();
        VirtualCentral first = bench.Connect();
        Assert.AreEqual(0, bench.Server.Session.MaxMtuSize);
        first.ExchangeMtu(100);
        Assert.AreEqual(100, bench.Server.Session.MaxMtuSize);

        first.Disconnect();
        VirtualCentral second = bench.Connect();

        Assert.AreEqual(100, bench.Server.Session.MaxMtuSize);
        Assert.AreEqual(23, second.Mtu);
        Assert.AreEqual(AttError.InvalidAttributeValueLength, second.Write(RadioBench.SinkUuid, new byte[97]).Error);
    }

    [TestMethod]
    public void A_notification_is_cut_to_the_packet_while_the_firmware_is_told_it_was_sent_whole()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        phone.Subscribe(RadioBench.BellUuid);
        int before = phone.BytesReceived;

        GattClientNotificationResult[] results = bench.Bell.NotifyValue(RadioBench.BufferOf(RadioBench.Counting(40)));

        Assert.HasCount(1, results);
        Assert.AreEqual(GattCommunicationStatus.Success, results[0].Status);
        Assert.AreEqual(40, results[0].BytesSent);
        Assert.AreEqual(0, results[0].SubscribedClient.Session.MaxMtuSize);
        Assert.IsTrue(phone.TryTakeNotification(out Notification? got));
        Assert.AreEqual(RadioBench.BellUuid, got.Characteristic);
        CollectionAssert.AreEqual(RadioBench.Counting(20), got.Value);
        Assert.AreEqual(23, phone.BytesReceived - before);
        Assert.IsFalse(phone.TryTakeNotification(out _));
    }

    [TestMethod]
    public void Of_too_many_notifications_the_oldest_are_lost()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        phone.Subscribe(RadioBench.BellUuid);
        int heard = 0;
        phone.Notified += _ => heard++;

        for (int i = 0; i <= VirtualCentral.NotificationCountMax; i++)
            bench.Bell.NotifyValue(RadioBench.BufferOf((byte)(i >> 8), (byte)i));

        Assert.AreEqual(VirtualCentral.NotificationCountMax + 1, heard);
        Assert.IsTrue(phone.TryTakeNotification(out Notification? oldest));
        CollectionAssert.AreEqual(new byte[] { 0, 1 }, oldest.Value);
    }

    [TestMethod]
    public void Without_subscribers_nothing_is_sent()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        phone.Subscribe(RadioBench.BellUuid);
        phone.Unsubscribe(RadioBench.BellUuid);

        Assert.IsEmpty(bench.Bell.NotifyValue(RadioBench.BufferOf(1)));
        Assert.IsFalse(phone.TryTakeNotification(out _));
    }

    [TestMethod]
    public void Subscriptions_end_with_the_connection_before_the_session_closes()
    {
        RadioBench bench = new();
        List<string> heard = [];
        bench.Bell.SubscribedClientsChanged += (sender, _) => heard.Add($"{sender.SubscribedClients.Length} subscribed");
        bench.Server.Session.SessionStatusChanged += (_, args) => heard.Add(args.Status.ToString());
        VirtualCentral phone = bench.Connect();
        phone.Subscribe(RadioBench.BellUuid);
        phone.Subscribe(RadioBench.BellUuid);

        phone.Disconnect();

        CollectionAssert.AreEqual(new[] { "Active", "1 subscribed", "0 subscribed", "Closed" }, heard);
        bench.Connect();
        Assert.IsEmpty(bench.Bell.NotifyValue(RadioBench.BufferOf(1)));
    }

    [TestMethod]
    public void A_notification_to_a_central_that_left_is_unreachable()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        phone.Subscribe(RadioBench.BellUuid);
        GattSubscribedClient client = bench.Bell.SubscribedClients[0];
        phone.Disconnect();

        GattClientNotificationResult result = bench.Bell.NotifyValue(RadioBench.BufferOf(1), client);

        Assert.AreEqual(GattCommunicationStatus.Unreachable, result.Status);
        Assert.AreEqual(7, result.ProtocolError);
    }

    [TestMethod]
    public void A_connected_but_unsubscribed_central_gets_what_is_sent_to_it_by_name()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        phone.Subscribe(RadioBench.BellUuid);
        GattSubscribedClient client = bench.Bell.SubscribedClients[0];
        phone.Unsubscribe(RadioBench.BellUuid);

        bench.Bell.NotifyValue(RadioBench.BufferOf(1), client);

        Assert.IsTrue(phone.TryTakeNotification(out _));
    }

    [TestMethod]
    public void A_central_that_leaves_while_a_request_waits_gets_no_answer()
    {
        RadioBench bench = new();
        VirtualCentral phone = bench.Connect();
        bench.OnRead = _ => phone.Disconnect();

        Assert.AreEqual(AttResult.Disconnected, phone.Read(RadioBench.SourceUuid));
    }
}
