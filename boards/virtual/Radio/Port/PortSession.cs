using System.Net.Sockets;
using System.Threading.Channels;

namespace LockFirmware.VirtualRadio;

/// <summary>
/// One TCP connection, which acts as a central: answers its lines in order, and sends notifications between them. If the
/// other end does not read, notifications are lost, as over the air.
/// </summary>
internal sealed class PortSession
{
    private const int OutgoingLineCountMax = 1024;
    private const int FlushTimeoutMs = 1000;

    private readonly TcpClient _client;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly VirtualCentral _central;
    private readonly CancellationTokenSource _leaving;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(OutgoingLineCountMax);

    internal PortSession(TcpClient client, VirtualCentral central, CancellationToken stopping)
    {
        _client = client;
        _socket = client.Client;
        _stream = client.GetStream();
        _central = central;
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        central.Notified += notification => _outgoing.Writer.TryWrite(PortAnswer.Of(notification));
        central.Disconnected += () => _leaving.CancelAsync();
        Ended = Task.Run(RunAsync, CancellationToken.None);
    }

    internal Task Ended { get; }

    /// <summary>Whether the other end has closed and nothing is left to answer.</summary>
    internal bool HasLeft
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0;
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    private async Task RunAsync()
    {
        Task writing = WriteAsync();
        try
        {
            await AnswerAllAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // Either side may close at any moment; the cleanup is the same.
        }
        finally
        {
            _central.Disconnect();
            _outgoing.Writer.TryComplete();
            _closing.CancelAfter(FlushTimeoutMs);
            await writing.ConfigureAwait(false);
            _client.Dispose();
        }
    }

    private async Task AnswerAllAsync()
    {
        LineReader lines = new(_stream);
        while (_central.IsConnected)
        {
            LineReader.Line? line = await lines.ReadAsync(_leaving.Token).ConfigureAwait(false);
            if (line == null)
                return;

            byte[]? answer = Answer(line.Value);
            if (answer != null)
                await _outgoing.Writer.WriteAsync(answer, _leaving.Token).ConfigureAwait(false);
        }
    }

    private byte[]? Answer(LineReader.Line line)
    {
        PortRequest request = line.IsTooLong
            ? PortRequest.Malformed(null, $"A line has at most {LineReader.LineSizeMax} bytes.")
            : PortRequest.Parse(line.Text);
        if (request.Complaint != null)
            return PortAnswer.Complaint(request);

        AttResult result = request.Run(_central);
        return result == AttResult.Disconnected ? null : PortAnswer.Of(request, result, _central.Mtu);
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (byte[] line in _outgoing.Reader.ReadAllAsync(_closing.Token).ConfigureAwait(false))
                await _stream.WriteAsync(line, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            _outgoing.Writer.TryComplete();
            await _leaving.CancelAsync().ConfigureAwait(false);
        }
    }

    private static bool IsEndOfConnection(Exception exception) => exception is IOException or SocketException
        or OperationCanceledException or ObjectDisposedException or ChannelClosedException;
}
