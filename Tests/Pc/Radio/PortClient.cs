using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>Another program at the radio's TCP port.</summary>
internal sealed class PortClient : IDisposable
{
    // Only so that a broken port fails a test instead of holding it for ever.
    private const int HangTimeoutMs = 30_000;

    private readonly TcpClient _client;
    private readonly StreamReader _lines;

    public PortClient(int port)
    {
        _client = new TcpClient { ReceiveTimeout = HangTimeoutMs, SendTimeout = HangTimeoutMs };
        _client.Connect(IPAddress.Loopback, port);
        _lines = new StreamReader(_client.GetStream(), new UTF8Encoding(false));
    }

    public void Send(string line) => SendBytes(Encoding.UTF8.GetBytes(line + "\n"));

    public void SendBytes(byte[] bytes) => _client.GetStream().Write(bytes);

    /// <summary>Sends nothing more, but goes on receiving.</summary>
    public void FinishSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The next line, null when the port hung up.</summary>
    public string? Receive() => _lines.ReadLine();

    public string? Ask(string line)
    {
        Send(line);
        return Receive();
    }

    /// <summary>Sends what must be complained about, and returns the id and the sentence of the complaint.</summary>
    public (long? Id, string Sentence) AskBadly(string line)
    {
        string? answer = Ask(line);
        Assert.IsNotNull(answer, line);
        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement id = document.RootElement.GetProperty("id");
        string? sentence = document.RootElement.GetProperty("error").GetString();
        Assert.IsFalse(string.IsNullOrEmpty(sentence), line);
        return (id.ValueKind == JsonValueKind.Null ? null : id.GetInt64(), sentence);
    }

    public void Dispose()
    {
        _lines.Dispose();
        _client.Dispose();
    }
}
