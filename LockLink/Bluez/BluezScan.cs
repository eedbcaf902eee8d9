using LockFirmware.KeyCrypto;
using Tmds.DBus.Protocol;
using Objects = System.Collections.Generic.Dictionary<string,
    System.Collections.Generic.Dictionary<string, System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>>>;

namespace LockFirmware.LockLink.Bluez;

/// <summary>A scan for locks with adapters of this computer, until it is disposed. BlueZ also ends it when this program ends.</summary>
public sealed class BluezScan : IAsyncDisposable
{
    // A controller tells each device once for a scan, and what it told too early is lost until the next scan.
    private static readonly TimeSpan ScanAgain = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    private readonly IBluez _bluez;
    private readonly TimeProvider _time;
    private readonly List<string> _running = [];
    private long _begun;

    private BluezScan(IBluez bluez, TimeProvider time) => (_bluez, _time, _begun) = (bluez, time, time.GetTimestamp());

    /// <summary>The adapters that can be used.</summary>
    /// <param name="bluez">BlueZ.</param>
    /// <param name="wanted">The adapter that must be used; null for all that are on.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>One or more names, for example hci0.</returns>
    /// <exception cref="LockLinkException">There is none. The message says what to do.</exception>
    public static async Task<IReadOnlyList<string>> AdaptersAsync(IBluez bluez, string? wanted, CancellationToken cancel)
    {
        Objects objects = await bluez.ObjectsAsync(cancel).ConfigureAwait(false);
        Dictionary<string, bool> isOn = [];
        foreach ((string path, Dictionary<string, Dictionary<string, VariantValue>> interfaces) in objects)
        {
            if (interfaces.TryGetValue(BluezNames.Adapter, out Dictionary<string, VariantValue>? adapter))
                isOn[BluezNames.AdapterOf(path)] = adapter.TryGetValue("Powered", out VariantValue powered) && powered.GetBool();
        }
        if (isOn.Count == 0)
            throw Unusable(BluezWords.NoAdapter);
        if (wanted != null && !isOn.ContainsKey(wanted))
            throw Unusable(BluezWords.Missing(wanted, isOn.Keys.Order(StringComparer.Ordinal)));
        string[] usable = [.. isOn.Where(one => one.Value && (wanted ?? one.Key) == one.Key).Select(one => one.Key)
            .Order(StringComparer.Ordinal)];
        if (usable.Length > 0)
            return usable;
        string off = wanted ?? isOn.Keys.Min(StringComparer.Ordinal)!;
        throw Unusable(bluez.IsBlocked(off) ? BluezWords.Blocked(off) : BluezWords.Off(off));
    }

    /// <summary>What a refused call means, with its cure.</summary>
    public static string Words(BluezException exception) => BluezWords.Of(exception);

    /// <summary>Starts a scan.</summary>
    /// <param name="bluez">BlueZ.</param>
    /// <param name="adapters">The adapters that listen.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task<BluezScan> StartAsync(IBluez bluez, IReadOnlyList<string> adapters, TimeProvider time,
        CancellationToken cancel)
    {
        BluezScan scan = new(bluez, time);
        try
        {
            foreach (string adapter in adapters)
            {
                string path = BluezNames.PathOf(adapter);
                await bluez.FilterScanAsync(path, LockUuids.Service, cancel).ConfigureAwait(false);
                await bluez.CallAsync(path, BluezNames.Adapter, "StartDiscovery", cancel).ConfigureAwait(false);
                scan._running.Add(adapter);
            }
            return scan;
        }
        catch
        {
            await scan.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The locks that are heard now, the strongest first.</summary>
    public async Task<IReadOnlyList<HeardLock>> HeardAsync(CancellationToken cancel) =>
        HeardLock.Of(await _bluez.ObjectsAsync(cancel).ConfigureAwait(false), _running);

    /// <summary>Waits until something may have changed. Now and then it begins the scan anew.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        await _bluez.WaitForChangeAsync(LookAgain, cancel).ConfigureAwait(false);
        if (_time.GetElapsedTime(_begun) < ScanAgain)
            return;
        _begun = _time.GetTimestamp();
        foreach (string adapter in _running)
        {
            await StopAsync(adapter, cancel).ConfigureAwait(false);
            await _bluez.CallAsync(BluezNames.PathOf(adapter), BluezNames.Adapter, "StartDiscovery", cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource late = new(StopMax);
        try
        {
            foreach (string adapter in _running)
                await StopAsync(adapter, late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // BlueZ stops it when the connection to the bus ends.
        }
        _running.Clear();
    }

    private async Task StopAsync(string adapter, CancellationToken cancel)
    {
        try
        {
            await _bluez.CallAsync(BluezNames.PathOf(adapter), BluezNames.Adapter, "StopDiscovery", cancel).ConfigureAwait(false);
        }
        catch (BluezException)
        {
            // The adapter is gone, or BlueZ has stopped it already.
        }
    }

    private static LockLinkException Unusable(string words) => new(LinkFault.Unreachable, words);
}
