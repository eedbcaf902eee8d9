using System.Globalization;
using System.Text.RegularExpressions;
using LockFirmware.KeyCrypto;
using Tmds.DBus.Protocol;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.LockLink.Bluez;

/// <summary>
/// The link to a lock over Bluetooth LE of this computer. It scans until the lock is heard, then connects. A lock is known by its
/// Identity: one that only has the name, or the address of before, is left alone.
/// </summary>
public sealed partial class BluezLink : ILockLink
{
    private const int MtuMin = 23;

    // BlueZ as a peripheral can send own errors from 0x80 on only. A lock on a computer sends 0x11 so (boards/virtual/README.md).
    private const byte OwnErrors = 0x80;

    private readonly string? _adapter;
    private readonly string? _address;
    private readonly SoughtLock _sought;
    private readonly Func<CancellationToken, Task<IBluez>> _open;
    private readonly BluezLimits _limits;
    private readonly TimeProvider _time;
    private IBluez? _bluez;
    private AdapterGate? _gate;
    private HeardLock? _lock;
    private Dictionary<Guid, string> _values = [];
    private int _heardMs;
    private int _connectMs;
    private int _discoverMs;
    private int _tries;
    private int _transactions;

    /// <summary>Makes a link.</summary>
    /// <param name="adapter">The adapter that must be used, for example hci1; null for whichever hears the lock.</param>
    /// <param name="address">The address that the lock must have; null for any.</param>
    /// <param name="sought">The lock.</param>
    public BluezLink(string? adapter, string? address, SoughtLock sought)
        : this(adapter, address, sought, async cancel => await BluezBus.OpenAsync(cancel).ConfigureAwait(false), new BluezLimits(),
            TimeProvider.System)
    {
    }

    /// <summary>Makes a link with a BlueZ, limits and a clock of a test.</summary>
    public BluezLink(string? adapter, string? address, SoughtLock sought, Func<CancellationToken, Task<IBluez>> open, BluezLimits limits,
        TimeProvider time)
    {
        (_adapter, _address, _sought, _open, _limits, _time) = (adapter, address, sought, open, limits, time);
    }

    /// <inheritdoc/>
    public string Place => _lock is { } there ? $"{there.Address} by {there.Adapter}" : _address ?? $"{_adapter ?? "any adapter"}";

    /// <inheritdoc/>
    public bool IsConnected => _lock != null;

    /// <inheritdoc/>
    public int Mtu { get; private set; } = MtuMin;

    /// <inheritdoc/>
    public RadioFigures? Figures => _lock is { } there
        ? new RadioFigures(there.Adapter, there.Address, there.Signal, _heardMs, _connectMs, _discoverMs, _tries, _transactions)
        : null;

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancel = default)
    {
        if (IsConnected)
            return;
        try
        {
            _bluez ??= await _open(cancel).ConfigureAwait(false);
            IReadOnlyList<string> adapters = await BluezScan.AdaptersAsync(_bluez, _adapter, cancel).ConfigureAwait(false);
            using CancellationTokenSource late = new(_limits.Adapter, _time);
            _gate = await AdapterGate.EnterAsync(adapters, late.Token, cancel).ConfigureAwait(false)
                ?? throw new LockLinkException(LinkFault.Taken, BluezWords.Busy(string.Join(", ", adapters)));
            await FindAsync(_bluez, adapters, cancel).ConfigureAwait(false);
        }
        catch (BluezException exception)
        {
            await DisconnectAsync().ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
            throw new LockLinkException(LinkFault.Unreachable, BluezWords.Of(exception), 0, exception);
        }
        catch
        {
            await DisconnectAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task DisconnectAsync()
    {
        HeardLock? there = _lock;
        _lock = null;
        _values = [];
        Mtu = MtuMin;
        if (there != null && _bluez != null)
            await HangUpAsync(_bluez, there).ConfigureAwait(false);
        _gate?.Dispose();
        _gate = null;
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) => ReadAsync(LockUuids.Identity, cancel);

    /// <inheritdoc/>
    public Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default) => ReadAsync(LockUuids.Challenge, cancel);

    /// <inheritdoc/>
    public Task<byte[]> ReadReplyAsync(CancellationToken cancel = default) => ReadAsync(LockUuids.Reply, cancel);

    /// <inheritdoc/>
    public Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default) => DoAsync(async (bluez, token) =>
    {
        _transactions++;
        await bluez.WriteAsync(_values[LockUuids.Request], piece, token).ConfigureAwait(false);
        return true;
    }, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    private Task<byte[]> ReadAsync(Guid value, CancellationToken cancel) => DoAsync(async (bluez, token) =>
    {
        byte[] bytes = await bluez.ReadAsync(_values[value], token).ConfigureAwait(false);
        // Each full piece is followed by one more read (Bluetooth Core 5.4, Vol 3 Part G 4.8.3).
        _transactions += 1 + bytes.Length / (Mtu - 1);
        return bytes;
    }, cancel);

    /// <summary>Listens until the lock is heard, connects, and checks its identity; again until the time is over.</summary>
    private async Task FindAsync(IBluez bluez, IReadOnlyList<string> adapters, CancellationToken cancel)
    {
        LockSearch search = new(_sought, _address);
        while (true)
        {
            HeardLock there = await HearAsync(bluez, adapters, search, cancel).ConfigureAwait(false);
            // From here on the connection is ended when something fails.
            _lock = there;
            _transactions = 0;
            IdentityFrame? identity = await StayConnectedAsync(bluez, there, cancel).ConfigureAwait(false);
            if (identity != null && search.IsRight(identity))
            {
                _gate!.Keep(there.Adapter);
                return;
            }
            search.Exclude(there, identity);
            _lock = null;
            await HangUpAsync(bluez, there).ConfigureAwait(false);
        }
    }

    private async Task<HeardLock> HearAsync(IBluez bluez, IReadOnlyList<string> adapters, LockSearch search, CancellationToken cancel)
    {
        await using BluezScan scan = await BluezScan.StartAsync(bluez, adapters, _time, cancel).ConfigureAwait(false);
        long begun = _time.GetTimestamp();
        long? firstHeard = null;
        while (true)
        {
            IReadOnlyList<HeardLock> heard = await scan.HeardAsync(cancel).ConfigureAwait(false);
            if (heard.Count > 0)
                firstHeard ??= _time.GetTimestamp();
            bool isSettled = firstHeard is { } first && _time.GetElapsedTime(first) >= _limits.Settle;
            if (search.Next(heard, isSettled) is { } there)
            {
                _heardMs = (int)_time.GetElapsedTime(begun).TotalMilliseconds;
                return there;
            }
            if (_time.GetElapsedTime(begun) >= _limits.Heard)
                throw search.NotFound(heard, (int)_limits.Heard.TotalSeconds);
            await scan.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Connects and reads the identity. A radio link often drops in its first moment, and is tried again.</summary>
    /// <returns>The identity; null if it is no lock.</returns>
    private async Task<IdentityFrame?> StayConnectedAsync(IBluez bluez, HeardLock there, CancellationToken cancel)
    {
        long begun = _time.GetTimestamp();
        string last = string.Empty;
        for (_tries = 1; _tries <= _limits.TriesMax; _tries++)
        {
            if (_tries > 1)
                await Task.Delay(_limits.Pause, _time, cancel).ConfigureAwait(false);
            try
            {
                if (await TimedAsync(token => TryConnectAsync(bluez, there, begun, token), _limits.Connect, cancel).ConfigureAwait(false))
                    return await TimedAsync(token => LookAsync(bluez, token), _limits.Connect, cancel).ConfigureAwait(false);
                last = "it ended at once";
            }
            catch (BluezException exception) when (BluezWords.OfComputer(exception) == null)
            {
                last = exception.Message.TrimEnd('.');
            }
            catch (TimeoutException)
            {
                last = "no answer in time";
                await HangUpAsync(bluez, there).ConfigureAwait(false);
            }
        }
        throw new LockLinkException(LinkFault.Unreachable, BluezWords.Dropped(there, _limits.TriesMax, last));
    }

    /// <returns>False if the connection has ended already.</returns>
    private async Task<bool> TryConnectAsync(IBluez bluez, HeardLock there, long begun, CancellationToken cancel)
    {
        await bluez.CallAsync(there.Path, BluezNames.Device, "Connect", cancel).ConfigureAwait(false);
        _connectMs = (int)_time.GetElapsedTime(begun).TotalMilliseconds;
        long connected = _time.GetTimestamp();
        while (true)
        {
            Dictionary<string, Dictionary<string, Values>> objects = await bluez.ObjectsAsync(cancel).ConfigureAwait(false);
            if (!Is(objects, there.Path, "Connected"))
                return false;
            // BlueZ answers Connect before it knows what the device offers.
            if (Is(objects, there.Path, "ServicesResolved"))
            {
                TakeValues(objects, there);
                _discoverMs = (int)_time.GetElapsedTime(connected).TotalMilliseconds;
                return true;
            }
            await bluez.WaitForChangeAsync(_limits.Pause, cancel).ConfigureAwait(false);
        }
    }

    private void TakeValues(Dictionary<string, Dictionary<string, Values>> objects, HeardLock there)
    {
        _values = [];
        Mtu = MtuMin;
        foreach ((string path, Dictionary<string, Values> interfaces) in objects)
        {
            if (!path.StartsWith(there.Path + "/", StringComparison.Ordinal)
                || !interfaces.TryGetValue(BluezNames.Characteristic, out Values? value)
                || !value.TryGetValue("UUID", out VariantValue uuid) || !Guid.TryParse(uuid.GetString(), out Guid id))
                continue;
            _values[id] = path;
            if (id == LockUuids.Request && value.TryGetValue("MTU", out VariantValue mtu))
                Mtu = Math.Max(MtuMin, (int)mtu.GetUInt16());
        }
    }

    /// <returns>The identity; null if it is no lock.</returns>
    private async Task<IdentityFrame?> LookAsync(IBluez bluez, CancellationToken cancel)
    {
        if (new[] { LockUuids.Identity, LockUuids.Challenge, LockUuids.Request, LockUuids.Reply }.Any(id => !_values.ContainsKey(id)))
            return null;
        IdentityFrame identity = new();
        return identity.TryRead(await bluez.ReadAsync(_values[LockUuids.Identity], cancel).ConfigureAwait(false)) ? identity : null;
    }

    private async Task<T> DoAsync<T>(Func<IBluez, CancellationToken, Task<T>> run, CancellationToken cancel)
    {
        if (_lock is not { } there || _bluez is not { } bluez)
            throw new LockLinkException(LinkFault.Lost, "There is no connection to the lock. Connect again.");
        try
        {
            return await TimedAsync(token => run(bluez, token), _limits.Operation, cancel).ConfigureAwait(false);
        }
        catch (BluezException exception)
        {
            if (AttErrorOf(exception) is { } code && await IsThereAsync(bluez, there).ConfigureAwait(false))
                throw new LockLinkException(LinkFault.Refused, $"The radio of the lock at {Place} refused with ATT error 0x{code:X2}. " +
                    "Try again.", code);
            string place = Place;
            await DisconnectAsync().ConfigureAwait(false);
            throw new LockLinkException(LinkFault.Lost, $"The connection to the lock at {place} has ended " +
                $"({exception.Message.TrimEnd('.')}): it reboots, has no power, is out of reach, or has disconnected this program. " +
                "Connect again.", 0, exception);
        }
        catch (TimeoutException)
        {
            string place = Place;
            await DisconnectAsync().ConfigureAwait(false);
            throw new LockLinkException(LinkFault.TimedOut, $"The lock at {place} did not answer within " +
                $"{_limits.Operation.TotalSeconds:0.#} s. Go nearer or check its power, and try again.");
        }
        catch (OperationCanceledException)
        {
            // A late answer would be taken for the answer to the next question.
            await DisconnectAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs with a time limit.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    private async Task<T> TimedAsync<T>(Func<CancellationToken, Task<T>> run, TimeSpan limit, CancellationToken cancel)
    {
        using CancellationTokenSource late = new(limit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await run(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private async Task<bool> IsThereAsync(IBluez bluez, HeardLock there)
    {
        try
        {
            return await TimedAsync(async token => Is(await bluez.ObjectsAsync(token).ConfigureAwait(false), there.Path, "Connected"),
                _limits.Call, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BluezException or TimeoutException)
        {
            return false;
        }
    }

    private async Task HangUpAsync(IBluez bluez, HeardLock there)
    {
        try
        {
            await TimedAsync(async token =>
            {
                await bluez.CallAsync(there.Path, BluezNames.Device, "Disconnect", token).ConfigureAwait(false);
                return true;
            }, _limits.Call, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BluezException or TimeoutException)
        {
            // The connection has ended already, or ends with the lock's patience.
        }
    }

    private async Task CloseAsync()
    {
        _gate?.Dispose();
        _gate = null;
        _lock = null;
        if (_bluez != null)
            await _bluez.DisposeAsync().ConfigureAwait(false);
        _bluez = null;
    }

    private static bool Is(Dictionary<string, Dictionary<string, Values>> objects, string path, string property) =>
        objects.TryGetValue(path, out Dictionary<string, Values>? interfaces)
        && interfaces.TryGetValue(BluezNames.Device, out Values? device)
        && device.TryGetValue(property, out VariantValue value) && value.GetBool();

    /// <summary>The ATT error in what BlueZ says; null if it is another failure. Source: BlueZ 5.66, src/gatt-client.c.</summary>
    private static byte? AttErrorOf(BluezException exception)
    {
        switch (exception.Name)
        {
            case "org.bluez.Error.InvalidValueLength":
                return 0x0D;
            case "org.bluez.Error.InvalidOffset":
                return 0x07;
            case "org.bluez.Error.NotPermitted":
                return 0x03;
            case "org.bluez.Error.NotAuthorized":
                return 0x08;
            case "org.bluez.Error.NotSupported":
                return 0x06;
        }
        Match found = AttError().Match(exception.Message);
        if (!found.Success)
            return null;
        byte code = byte.Parse(found.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return code == (OwnErrors | LockLinkException.AttInsufficientResources) ? LockLinkException.AttInsufficientResources : code;
    }

    [GeneratedRegex("ATT error: 0x([0-9a-fA-F]{2})")]
    private static partial Regex AttError();
}
