using System.Net;
using System.Net.Sockets;

namespace LockFirmware.VirtualRadio;

/// <summary>
/// The virtual radio for other programs: a TCP port of this machine where each connection is one central. One JSON object
/// a line each way: mtu, read, write and subscribe with an id; an answer with that id; notifications without.
/// </summary>
public sealed class RadioPort : IDisposable
{
    private const int RefusalLingerMs = 5000;

    private readonly VirtualAir _air;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private PortSession? _session;

    /// <summary>Listens on 127.0.0.1 from now on.</summary>
    /// <param name="air">The board's radio.</param>
    /// <param name="port">TCP port, 0 for any free one.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public RadioPort(VirtualAir air, int port)
    {
        _air = air;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The port listened on.</summary>
    public int Port { get; }

    /// <summary>Stops listening, drops the connection and waits until all threads have ended. A second call does nothing.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Stop();
        _accepting.Wait();
        _session?.Ended.Wait();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token).ConfigureAwait(false);
                await WelcomeAsync(client).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The client left before it was accepted.
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task WelcomeAsync(TcpClient client)
    {
        client.NoDelay = true;

        // A client that reconnects at once must not be told "busy" while its old connection is being closed.
        if (_session is { HasLeft: true })
            await _session.Ended.ConfigureAwait(false);

        bool wasTaken = _air.HasCentral;
        VirtualCentral? central = _air.Connect();
        if (central == null)
            _ = RefuseAsync(client, wasTaken ? "busy" : "not advertising");
        else
            _session = new PortSession(client, central, _stopping.Token);
    }

    private async Task RefuseAsync(TcpClient client, string reason)
    {
        using (client)
        using (CancellationTokenSource linger = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token))
        {
            linger.CancelAfter(RefusalLingerMs);
            try
            {
                NetworkStream stream = client.GetStream();
                await stream.WriteAsync(PortAnswer.Refusal(reason), linger.Token).ConfigureAwait(false);
                client.Client.Shutdown(SocketShutdown.Send);

                // Closing on unread bytes would reset the connection and lose the line just sent.
                byte[] ignored = new byte[1024];
                while (await stream.ReadAsync(ignored, linger.Token).ConfigureAwait(false) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The other end has closed, or has not answered in time.
            }
        }
    }
}
