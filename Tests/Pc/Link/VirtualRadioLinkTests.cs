using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.Tests.Pc.Board;
using LockFirmware.Tests.Rig;
using LockFirmware.VirtualRadio;
using DoorBoard = LockFirmware.LockController.Gpio.Board;

namespace LockFirmware.Tests.Pc.Link;

/// <summary>The link over the TCP port of the virtual radio.</summary>
[TestClass]
public sealed class VirtualRadioLinkTests
{
    private const string Here = "127.0.0.1";

    [TestMethod]
    [DataRow(23)]
    [DataRow(185)]
    public async Task An_exchange_over_the_port_opens_the_door(int mtu)
    {
        using BoardBench bench = new();
        bench.Board.Air.PreferredMtu = mtu;
        using RadioPort port = new(bench.Board.Air, 0);
        await using VirtualRadioLink link = new(Here, port.Port);
        await link.ConnectAsync();
        Assert.AreEqual(mtu, link.Mtu);
        LockClient client = new(link);
        IdentityFrame identity = await client.ReadIdentityAsync();
        Assert.AreEqual(LockRig.LockId, identity.LockId);
        Assert.AreEqual(DoorBoard.Name, identity.Board);
        PhoneAnswer answer = await client.AskAsync(Command.Unlock, bench.NewKey(Rights.Unlock));
        Assert.AreEqual(Status.Ok, answer.Status);
        Assert.IsTrue(answer.IsProven);
        bench.AssertNoFaults();
    }

    [TestMethod]
    public async Task A_lock_with_another_phone_is_taken_and_free_again_afterwards()
    {
        using BoardBench bench = new();
        using RadioPort port = new(bench.Board.Air, 0);
        await using VirtualRadioLink first = new(Here, port.Port);
        await first.ConnectAsync();
        await using VirtualRadioLink second = new(Here, port.Port);
        Assert.AreEqual(LinkFault.Taken, (await Faulted(() => second.ConnectAsync())).Fault);
        Assert.IsFalse(second.IsConnected);
        await first.DisconnectAsync();
        await second.ConnectAsync();
        Assert.IsTrue(second.IsConnected);
    }

    [TestMethod]
    public async Task A_connection_that_ends_is_reported_as_lost_and_can_be_made_anew()
    {
        using BoardBench bench = new();
        VirtualRadioLink link;
        using (RadioPort port = new(bench.Board.Air, 0))
        {
            link = new VirtualRadioLink(Here, port.Port);
            await link.ConnectAsync();
        }
        Assert.AreEqual(LinkFault.Lost, (await Faulted(() => link.ReadChallengeAsync())).Fault);
        Assert.IsFalse(link.IsConnected);
        Assert.AreEqual(LinkFault.Lost, (await Faulted(() => link.ReadChallengeAsync())).Fault);
    }

    [TestMethod]
    public async Task Nobody_at_the_address_is_reported_with_the_address()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        LockLinkException fault = await Faulted(() => new VirtualRadioLink(Here, port).ConnectAsync());
        Assert.AreEqual(LinkFault.Unreachable, fault.Fault);
        StringAssert.Contains(fault.Message, $"{Here}:{port}");
    }

    [TestMethod]
    [DataRow("HTTP/1.1 400 Bad Request\r\n")]
    [DataRow("[]\n")]
    [DataRow("{}\n")]
    [DataRow("{\"id\":2,\"ok\":true}\n")]
    [DataRow("{\"id\":1,\"ok\":true}\n")]
    [DataRow("{\"id\":1,\"ok\":true,\"mtu\":3}\n")]
    [DataRow("{\"id\":1,\"error\":\"no\"}\n")]
    [DataRow("{\"id\":1,\"error\":300}\n")]
    public async Task A_program_that_is_no_lock_is_reported_as_foreign(string answer)
    {
        using Stranger stranger = new(answer);
        Assert.AreEqual(LinkFault.Foreign, (await Faulted(() => new VirtualRadioLink(Here, stranger.Port).ConnectAsync())).Fault);
    }

    [TestMethod]
    public async Task A_line_without_end_is_not_read_for_ever()
    {
        using Stranger stranger = new(new string('x', 100_000));
        Assert.AreEqual(LinkFault.Foreign, (await Faulted(() => new VirtualRadioLink(Here, stranger.Port).ConnectAsync())).Fault);
    }

    [TestMethod]
    public async Task Silence_ends_in_time()
    {
        using Stranger stranger = new(string.Empty);
        VirtualRadioLink link = new(Here, stranger.Port, TimeSpan.FromSeconds(10), new HurriedTime());
        Assert.AreEqual(LinkFault.TimedOut, (await Faulted(() => link.ConnectAsync())).Fault);
        Assert.IsFalse(link.IsConnected);
    }

    [TestMethod]
    public async Task A_cancelled_operation_ends_the_connection()
    {
        using Stranger stranger = new("{\"id\":1,\"ok\":true,\"mtu\":185}\n");
        VirtualRadioLink link = new(Here, stranger.Port);
        await link.ConnectAsync();
        using CancellationTokenSource cancel = new();
        Task reading = link.ReadChallengeAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => reading);
        Assert.IsFalse(link.IsConnected);
    }

    private static Task<LockLinkException> Faulted(Func<Task> operation) => Assert.ThrowsExactlyAsync<LockLinkException>(operation);

    /// <summary>A server that sends one text to each client, and then only reads.</summary>
    private sealed class Stranger : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _speaking;
        private TcpClient? _client;

        public Stranger(string words)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _speaking = SpeakAsync(Encoding.UTF8.GetBytes(words));
        }

        public int Port { get; }

        public void Dispose()
        {
            _listener.Stop();
            ((IAsyncResult)_speaking).AsyncWaitHandle.WaitOne();
            _client?.Dispose();
        }

        private async Task SpeakAsync(byte[] words)
        {
            try
            {
                _client = await _listener.AcceptTcpClientAsync();
                await _client.GetStream().WriteAsync(words);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or System.IO.IOException)
            {
                // The test has closed the connection.
            }
        }
    }
}
