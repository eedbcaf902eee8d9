using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>
/// The link to a lock on a virtual board over the TCP port of its radio. Each line is a JSON object; each answer has the id of its
/// question, and notifications can come between them (boards/virtual/README.md, "A listening lock").
/// </summary>
/// <param name="host">Name or address of the machine.</param>
/// <param name="port">TCP port.</param>
/// <param name="timeout">The time limit of one operation; null for 10 s.</param>
/// <param name="time">The clock for the time limit; null for the system's clock.</param>
public sealed class VirtualRadioLink(string host, int port, TimeSpan? timeout = null, TimeProvider? time = null) : ILockLink
{
    private const int MtuMin = 23;
    private const int MtuWanted = 247;
    private const int LineSizeMax = 8 * 1024;

    private readonly TimeSpan _timeout = timeout ?? TimeSpan.FromSeconds(10);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private TcpClient? _client;
    private PipeReader? _lines;
    private long _id;

    /// <inheritdoc/>
    public string Place => $"{host}:{port}";

    /// <inheritdoc/>
    public bool IsConnected => _client != null;

    /// <inheritdoc/>
    public int Mtu { get; private set; } = MtuMin;

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancel = default)
    {
        if (_client != null)
            return;
        TcpClient client = new() { NoDelay = true };
        try
        {
            await TimedAsync(async token =>
            {
                await client.ConnectAsync(host, port, token).ConfigureAwait(false);
                return true;
            }, cancel).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            client.Dispose();
            if (exception is LockLinkException or OperationCanceledException)
                throw;
            throw new LockLinkException(LinkFault.Unreachable, $"No lock answers at {Place}: {exception.Message}. Check the address, and " +
                $"that the lock is running.", 0, exception);
        }
        _client = client;
        _lines = PipeReader.Create(client.GetStream());
        using JsonDocument agreed = await AskAsync("mtu", json => json.WriteNumber("mtu", MtuWanted), cancel).ConfigureAwait(false);
        if (!agreed.RootElement.TryGetProperty("mtu", out JsonElement mtu) || !mtu.TryGetInt32(out int bytes) || bytes < MtuMin)
            throw await ForeignAsync().ConfigureAwait(false);
        Mtu = bytes;
    }

    /// <inheritdoc/>
    public Task DisconnectAsync()
    {
        _lines?.Complete();
        _client?.Dispose();
        _lines = null;
        _client = null;
        Mtu = MtuMin;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) => ReadAsync(LockUuids.Identity, cancel);

    /// <inheritdoc/>
    public Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default) => ReadAsync(LockUuids.Challenge, cancel);

    /// <inheritdoc/>
    public Task<byte[]> ReadReplyAsync(CancellationToken cancel = default) => ReadAsync(LockUuids.Reply, cancel);

    /// <inheritdoc/>
    public async Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default)
    {
        using JsonDocument answer = await AskAsync("write", json =>
        {
            json.WriteString("characteristic", LockUuids.Request);
            json.WriteString("value", Convert.ToHexStringLower(piece));
        }, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await DisconnectAsync().ConfigureAwait(false);

    private async Task<byte[]> ReadAsync(Guid characteristic, CancellationToken cancel)
    {
        using JsonDocument answer = await AskAsync("read", json => json.WriteString("characteristic", characteristic), cancel)
            .ConfigureAwait(false);
        if (answer.RootElement.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.String)
        {
            try
            {
                return Convert.FromHexString(value.GetString()!);
            }
            catch (FormatException)
            {
                // Reported below, like every answer that is not from the radio of a lock.
            }
        }
        throw await ForeignAsync().ConfigureAwait(false);
    }

    private async Task<JsonDocument> AskAsync(string op, Action<Utf8JsonWriter> writeFields, CancellationToken cancel)
    {
        if (_client == null || _lines == null)
            throw new LockLinkException(LinkFault.Lost, $"There is no connection to {Place}. Connect again.");
        long id = ++_id;
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("op", op);
            writeFields(json);
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        try
        {
            return await TimedAsync(token => ExchangeAsync(_client.GetStream(), _lines, line.WrittenMemory, id, token), cancel)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            await DisconnectAsync().ConfigureAwait(false);
            throw new LockLinkException(LinkFault.Lost, $"The connection to {Place} has ended: the lock reboots, has no power, or has " +
                "disconnected this program. Connect again.", 0, exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException or LockLinkException { EndsConnection: true })
        {
            // A late answer would be taken for the answer to the next question.
            await DisconnectAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<JsonDocument> ExchangeAsync(NetworkStream stream, PipeReader lines, ReadOnlyMemory<byte> question, long id,
        CancellationToken cancel)
    {
        await stream.WriteAsync(question, cancel).ConfigureAwait(false);
        while (true)
        {
            JsonDocument answer = Parse(await ReadLineAsync(lines, cancel).ConfigureAwait(false));
            if (IsAnswer(answer.RootElement, id))
                return answer;
            answer.Dispose();
        }
    }

    /// <summary>Whether the line answers the question; false for a notification. Throws the error of the answer.</summary>
    private bool IsAnswer(JsonElement line, long id)
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw Foreign();
        if (line.TryGetProperty("notify", out _))
            return false;
        line.TryGetProperty("error", out JsonElement error);
        if (!line.TryGetProperty("id", out JsonElement number))
        {
            throw error.ValueKind != JsonValueKind.String
                ? Foreign()
                : error.GetString() == "busy"
                    ? new LockLinkException(LinkFault.Taken, $"Another phone is connected to the lock at {Place}. Try again when it has " +
                        $"left; the lock puts off one that does nothing.")
                    : new LockLinkException(LinkFault.Unreachable, $"The lock at {Place} is not advertising ({error.GetString()}): it " +
                        $"starts, reboots or has no power. Try again in a few seconds.");
        }
        if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out long answered) || answered != id)
            throw Foreign();
        if (error.ValueKind == JsonValueKind.Undefined)
            return true;
        if (error.ValueKind != JsonValueKind.Number || !error.TryGetByte(out byte code))
            throw Foreign();
        throw new LockLinkException(LinkFault.Refused, $"The radio of the lock at {Place} refused with ATT error 0x{code:X2}. Try " +
            $"again.", code);
    }

    private JsonDocument Parse(byte[] line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            throw Foreign();
        }
    }

    private async Task<byte[]> ReadLineAsync(PipeReader lines, CancellationToken cancel)
    {
        while (true)
        {
            ReadResult result = await lines.ReadAsync(cancel).ConfigureAwait(false);
            SequencePosition? end = result.Buffer.PositionOf((byte)'\n');
            if (end is { } position)
            {
                byte[] line = result.Buffer.Slice(0, position).ToArray();
                lines.AdvanceTo(result.Buffer.GetPosition(1, position));
                return line;
            }
            if (result.Buffer.Length > LineSizeMax)
                throw Foreign();
            lines.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
                throw new IOException("The other side has closed the connection.");
        }
    }

    private async Task<T> TimedAsync<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancel)
    {
        using CancellationTokenSource late = new(_timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await run(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new LockLinkException(LinkFault.TimedOut, $"The lock at {Place} did not answer within {_timeout.TotalSeconds:0.#} s. " +
                $"Go nearer or check its power, and try again.");
        }
    }

    private async Task<LockLinkException> ForeignAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        return Foreign();
    }

    private LockLinkException Foreign() =>
        new(LinkFault.Foreign, $"The program at {Place} is not the radio of a virtual lock. Check the port.");
}
