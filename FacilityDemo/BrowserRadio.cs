using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityDemo;

/// <summary>
/// The demo's radio for browsers: /demo/air is one connection to a virtual lock, /demo/doors shows and moves the doors. Both are
/// WebSockets and exist only in the demo.
/// </summary>
internal sealed class BrowserRadio(IDemoDoors doors) : IStartupFilter
{
    private const string AirPath = "/demo/air";
    private const string DoorsPath = "/demo/doors";
    private const int MessageSizeMax = 8 * 1024;

    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWebSockets();
        app.Use((http, rest) => (string?)http.Request.Path switch
        {
            AirPath => ServeAsync(http, AirAsync),
            DoorsPath => ServeAsync(http, DoorsAsync),
            _ => rest(http),
        });
        next(app);
    };

    /// <summary>Takes a connection of a page of this very address; a page from elsewhere gets none.</summary>
    private static async Task ServeAsync(HttpContext http, Func<HttpContext, WebSocket, CancellationToken, Task> serve)
    {
        bool isOwnPage = Uri.TryCreate(http.Request.Headers.Origin, UriKind.Absolute, out Uri? origin)
            && string.Equals(origin.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
        if (!http.WebSockets.IsWebSocketRequest || !isOwnPage)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync();
        CancellationToken stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            await serve(http, socket, stop.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or SocketException or OperationCanceledException)
        {
            // Either side may leave at any moment.
        }
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    /// <summary>Passes lines on between the browser and the port of the lock's radio (boards/virtual/README.md).</summary>
    private async Task AirAsync(HttpContext http, WebSocket socket, CancellationToken stop)
    {
        if (!uint.TryParse(http.Request.Query["lock"], NumberStyles.None, CultureInfo.InvariantCulture, out uint lockId)
            || doors.Doors.FirstOrDefault(door => door.LockId == lockId) is not { } door)
            return;
        RadioAddress address = RadioAddress.TryRead(door.Lock.Address)!;
        using TcpClient radio = new() { NoDelay = true };
        await radio.ConnectAsync(address.Host, address.Port, stop);
        NetworkStream stream = radio.GetStream();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task down = FromRadioAsync(PipeReader.Create(stream), socket, end.Token);
        Task up = ToRadioAsync(socket, stream, end.Token);
        if (await Task.WhenAny(down, up) == down && socket.State == WebSocketState.Open)
        {
            // The browser still gets the last line, such as "busy". To cancel a receive would drop the connection at once.
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);
            end.CancelAfter(LeaveWithin);
            await Settled(up);
        }
        radio.Close();
        await Task.WhenAll(Settled(down), Settled(up));
    }

    private static async Task ToRadioAsync(WebSocket socket, NetworkStream stream, CancellationToken stop)
    {
        while (await ReceiveAsync(socket, stop) is { } message)
        {
            await stream.WriteAsync(message, stop);
            await stream.WriteAsync("\n"u8.ToArray(), stop);
        }
    }

    private static async Task FromRadioAsync(PipeReader lines, WebSocket socket, CancellationToken stop)
    {
        while (true)
        {
            ReadResult result = await lines.ReadAsync(stop);
            ReadOnlySequence<byte> left = result.Buffer;
            while (left.PositionOf((byte)'\n') is { } end)
            {
                byte[] line = left.Slice(0, end).ToArray();
                await socket.SendAsync(line, WebSocketMessageType.Text, true, stop);
                left = left.Slice(left.GetPosition(1, end));
            }
            lines.AdvanceTo(left.Start, left.End);
            if (result.IsCompleted)
                return;
        }
    }

    /// <summary>Tells how the doors stand whenever one changes, and does what a person does at them.</summary>
    private async Task DoorsAsync(HttpContext http, WebSocket socket, CancellationToken stop)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task telling = TellAsync(socket, end.Token);
        while (await ReceiveAsync(socket, stop) is { } message)
            Act(message);
        await end.CancelAsync();
        await Settled(telling);
    }

    private async Task TellAsync(WebSocket socket, CancellationToken stop)
    {
        string told = "";
        while (true)
        {
            string now = JsonSerializer.Serialize(doors.Doors.Select(door => new
            {
                door.LockId,
                door.Name,
                door.Lock.Board.Door.IsReleased,
                door.Lock.Board.Door.IsOpen,
                Light = door.Lock.Board.Signals.Slot.ToString(),
            }), JsonSerializerOptions.Web);
            if (now != told)
                await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(now), WebSocketMessageType.Text, true, stop);
            told = now;
            await Task.Delay(LookEvery, stop);
        }
    }

    private void Act(byte[] message)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            uint lockId = document.RootElement.GetProperty("lockId").GetUInt32();
            string? act = document.RootElement.GetProperty("act").GetString();
            if (doors.Doors.FirstOrDefault(door => door.LockId == lockId) is not { } at)
                return;
            if (act == "push")
                at.Lock.Board.Door.TryOpen();
            else if (act == "close")
                at.Lock.Board.Door.Close();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            // Only the app's own page sends here, and it sends another form only if it is of another version.
        }
    }

    /// <summary>The next message; null at the end, or if it is too long.</summary>
    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, CancellationToken stop)
    {
        byte[] buffer = new byte[MessageSizeMax];
        int size = 0;
        while (size < buffer.Length)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(size), stop);
            if (result.MessageType == WebSocketMessageType.Close)
                return null;
            size += result.Count;
            if (result.EndOfMessage)
                return buffer[..size];
        }
        return null;
    }

    private static async Task Settled(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or SocketException or OperationCanceledException
            or ObjectDisposedException)
        {
            // It ended because the other side did.
        }
    }
}
