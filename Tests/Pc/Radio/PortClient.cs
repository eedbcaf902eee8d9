using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>A client program at the radio's TCP port.</summary>
internal sealed class PortClient : IDisposable
{
    // A broken port fails the test after this time, so that the test ends.
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

    /// <summary>Sends nothing more, but continues to receive.</summary>
    public void FinishSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The next line; null when the port has closed the connection.</summary>
    public string? Receive() => _lines.ReadLine();

    public string? Ask(string line)
    {
        Send(line);
        return Receive();
    }

    /// <summary>Sends a line that must be refused, and returns the id and the sentence of the complaint.</summary>
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
