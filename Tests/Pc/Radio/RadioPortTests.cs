using System.Linq;
using System.Net.Sockets;
using System.Text;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>The virtual radio, used by other programs over TCP.</summary>
[TestClass]
public class RadioPortTests
{
    private readonly RadioBench _bench = new();
    private RadioPort _port = null!;

    [TestInitialize]
    public void Open() => _port = new RadioPort(_bench.Air, 0);

    [TestCleanup]
    public void Close() => _port.Dispose();

    [TestMethod]
    public void The_four_requests_are_answered_as_agreed()
    {
        byte[] written = [];
        _bench.OnWrite = request =>
        {
            written = RadioBench.BytesOf(request.Value);
            request.Respond();
        };
        using PortClient phone = new(_port.Port);

        Assert.AreEqual("{\"id\":1,\"ok\":true,\"mtu\":185}", phone.Ask("{\"id\":1,\"op\":\"mtu\",\"mtu\":185}"));
        Assert.AreEqual("{\"id\":2,\"value\":\"010203\"}", phone.Ask(Read(2)));
        Assert.AreEqual("{\"id\":3,\"ok\":true}", phone.Ask(Write(3, "0aFF")));
        Assert.AreEqual("{\"id\":4,\"ok\":true}", phone.Ask(Subscribe(4)));
        CollectionAssert.AreEqual(new byte[] { 0x0A, 0xFF }, written);
        Assert.AreEqual(185, _bench.Server.Session.MaxMtuSize);
    }

    [TestMethod]
    public void Upper_case_and_unknown_fields_are_taken()
    {
        using PortClient phone = new(_port.Port);
        string uuid = RadioBench.SourceUuid.ToString().ToUpperInvariant();

        string? answer = phone.Ask($" {{\"more\":[1],\"characteristic\":\"{uuid}\",\"op\":\"read\",\"id\":-7}}\r");

        Assert.AreEqual("{\"id\":-7,\"value\":\"010203\"}", answer);
    }

    [TestMethod]
    public void A_long_value_is_read_whole()
    {
        _bench.OnRead = request => request.RespondWithValue(RadioBench.BufferOf(RadioBench.Counting(60)));
        using PortClient phone = new(_port.Port);

        Assert.AreEqual(
            "{\"id\":1,\"value\":\"" + string.Concat(Enumerable.Range(0, 60).Select(i => i.ToString("x2"))) + "\"}",
            phone.Ask(Read(1)));
    }

    [TestMethod]
    public void Att_errors_are_numbers()
    {
        using PortClient phone = new(_port.Port);
        string sink = RadioBench.SinkUuid.ToString();

        Assert.AreEqual("{\"id\":1,\"error\":2}", phone.Ask($"{{\"id\":1,\"op\":\"read\",\"characteristic\":\"{sink}\"}}"));
        Assert.AreEqual("{\"id\":2,\"error\":13}", phone.Ask(Write(2, new string('0', 42))));
        Assert.AreEqual(
            "{\"id\":3,\"error\":10}",
            phone.Ask($"{{\"id\":3,\"op\":\"subscribe\",\"characteristic\":\"{RadioBench.UnknownUuid}\"}}"));
    }

    [TestMethod]
    public void Notifications_come_between_the_answers()
    {
        _bench.OnWrite = request =>
        {
            request.Respond();
            _bench.Bell.NotifyValue(RadioBench.BufferOf(0xAB, 0xCD));
        };
        using PortClient phone = new(_port.Port);
        phone.Ask(Subscribe(1));

        Assert.AreEqual($"{{\"notify\":\"{RadioBench.BellUuid}\",\"value\":\"abcd\"}}", phone.Ask(Write(2, "01")));
        Assert.AreEqual("{\"id\":2,\"ok\":true}", phone.Receive());
    }

    [TestMethod]
    public void Requests_sent_ahead_are_answered_in_order_and_the_last_may_lack_its_line_feed()
    {
        using PortClient phone = new(_port.Port);

        phone.SendBytes(Encoding.UTF8.GetBytes(Read(1) + "\n" + Read(2) + "\n" + Read(3)[..10]));
        phone.SendBytes(Encoding.UTF8.GetBytes(Read(3)[10..]));
        phone.FinishSending();

        for (int id = 1; id <= 3; id++)
            Assert.AreEqual($"{{\"id\":{id},\"value\":\"010203\"}}", phone.Receive());
        Assert.IsNull(phone.Receive());
    }

    [TestMethod]
    public void A_second_central_is_told_busy_and_the_first_does_not_notice()
    {
        using PortClient first = new(_port.Port);
        first.Ask(Read(1));

        using (PortClient second = new(_port.Port))
        {
            for (int i = 0; i < 2000; i++)
                second.Send(Read(i));
            second.FinishSending();
            Assert.AreEqual("{\"error\":\"busy\"}", second.Receive());
            Assert.IsNull(second.Receive());
        }

        Assert.AreEqual("{\"id\":2,\"value\":\"010203\"}", first.Ask(Read(2)));
    }

    [TestMethod]
    public void A_client_that_disconnects_and_connects_again_is_a_new_central()
    {
        for (int i = 0; i < 20; i++)
        {
            using PortClient phone = new(_port.Port);
            Assert.AreEqual("{\"id\":1,\"value\":\"010203\"}", phone.Ask(Read(1)));
        }
    }

    [TestMethod]
    public void A_board_without_power_is_not_advertising()
    {
        _bench.Air.PowerOff();
        using PortClient phone = new(_port.Port);

        Assert.AreEqual("{\"error\":\"not advertising\"}", phone.Receive());
        Assert.IsNull(phone.Receive());
    }

    [TestMethod]
    public void A_reboot_drops_the_connection_and_the_next_one_finds_the_lock_again()
    {
        using (PortClient before = new(_port.Port))
        {
            before.Ask(Read(1));
            _bench.Boot();
            Assert.IsNull(before.Receive());
        }

        using PortClient after = new(_port.Port);
        Assert.AreEqual("{\"id\":1,\"value\":\"010203\"}", after.Ask(Read(1)));
    }

    [TestMethod]
    public void A_reboot_instead_of_an_answer_drops_the_connection()
    {
        _bench.OnWrite = _ => { };
        _bench.Time.Pump = () =>
        {
            if (_bench.Time.NowMs < 100)
                return;
            _bench.Time.Pump = () => { };
            _bench.Boot();
        };
        using PortClient phone = new(_port.Port);

        Assert.IsNull(phone.Ask(Write(1, "01")));
    }

    [TestMethod]
    public void Closing_the_port_disconnects_and_frees_the_lock()
    {
        using PortClient phone = new(_port.Port);
        phone.Ask(Read(1));

        _port.Dispose();

        Assert.IsNull(phone.Receive());
        Assert.IsTrue(_bench.Air.IsAdvertising);
        Assert.ThrowsExactly<SocketException>(() => new PortClient(_port.Port));
    }

    private static string Read(int id) => $"{{\"id\":{id},\"op\":\"read\",\"characteristic\":\"{RadioBench.SourceUuid}\"}}";

    private static string Write(int id, string hex) =>
        $"{{\"id\":{id},\"op\":\"write\",\"characteristic\":\"{RadioBench.SinkUuid}\",\"value\":\"{hex}\"}}";

    private static string Subscribe(int id) =>
        $"{{\"id\":{id},\"op\":\"subscribe\",\"characteristic\":\"{RadioBench.BellUuid}\"}}";
}
