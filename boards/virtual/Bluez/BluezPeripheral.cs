using System.Threading.Channels;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using LockFirmware.VirtualRadio;
using Tmds.DBus.Protocol;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.VirtualBoard.Bluez;

/// <summary>
/// The firmware's radio on a Bluetooth adapter of this computer: BlueZ advertises it and serves its values, so that a real phone opens
/// the lock. The firmware and the model of the platform's library stay as they are.
/// </summary>
public sealed class BluezPeripheral : IDisposable
{
    private const string AdvertisementPath = GattApplication.RootPath + "/advertisement";
    private const string AdvertisementInterface = "org.bluez.LEAdvertisement1";
    private const int MtuMax = 517;
    private const int StopMsMax = 5_000;

    private readonly VirtualAir _air;
    private readonly BluezBus _bus;
    private readonly string _adapterPath;
    private readonly BluezSessions _sessions;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;
    private readonly Timer _again;
    private string _advertised = string.Empty;
    private volatile bool _isStale;

    private BluezPeripheral(VirtualAir air, BluezBus bus, string adapter)
    {
        (_air, _bus, _adapterPath) = (air, bus, BluezNames.PathOf(adapter));
        _sessions = new BluezSessions(air, HangUp, Notify);
        _again = new Timer(_ => AdvertiseAgain());
    }

    /// <summary>Offers the lock from now on. It must have started to advertise.</summary>
    /// <param name="air">The firmware's radio.</param>
    /// <param name="adapter">For example hci0. It belongs to the lock until the result is disposed.</param>
    /// <param name="again">
    /// How often it advertises anew while nobody is connected; null for never. Emulated controllers need it: they tell a scan of an
    /// advertiser only when one of the two begins, and what they tell at the beginning of a scan is often lost.
    /// </param>
    /// <exception cref="LockLinkException">The adapter cannot be used; the message says what to do.</exception>
    public static BluezPeripheral Start(VirtualAir air, string adapter, TimeSpan? again = null) =>
        StartAsync(air, adapter, again).GetAwaiter().GetResult();

    /// <summary>Ends the advertisement. The bus then forgets everything else.</summary>
    public void Dispose()
    {
        _air.OfferChanged -= OnOffer;
        _again.Dispose();
        _stopping.Cancel();
        _changes.Writer.TryComplete();
        _following.Wait(StopMsMax);
        using (CancellationTokenSource late = new(StopMsMax))
            FollowAsync(string.Empty, late.Token).Wait(StopMsMax);
        _bus.DisposeAsync().AsTask().Wait(StopMsMax);
        _stopping.Dispose();
    }

    private static async Task<BluezPeripheral> StartAsync(VirtualAir air, string adapter, TimeSpan? again)
    {
        BluezBus? bus = null;
        try
        {
            bus = await BluezBus.OpenAsync().ConfigureAwait(false);
            await BluezScan.AdaptersAsync(bus, adapter, CancellationToken.None).ConfigureAwait(false);
            BluezPeripheral peripheral = new(air, bus, adapter);
            await peripheral.OfferAsync().ConfigureAwait(false);
            if (again is { } interval)
                peripheral._again.Change(interval, interval);
            return peripheral;
        }
        catch (Exception exception)
        {
            if (bus != null)
                await bus.DisposeAsync().ConfigureAwait(false);
            if (exception is BluezException refused)
                throw new LockLinkException(LinkFault.Unreachable, BluezScan.Words(refused), 0, refused);
            throw;
        }
    }

    private async Task OfferAsync()
    {
        // The agreed MTU is BlueZ's; the model must not offer less.
        _air.PreferredMtu = MtuMax;
        GattApplication application = new(_air.AdvertisedServices.Single(), _air.OfferedValues, _sessions);
        _bus.Connection.AddMethodHandlers([.. application.Handlers]);
        await _bus.WatchAsync(BluezNames.Properties, "PropertiesChanged", _adapterPath, OnProperties).ConfigureAwait(false);
        await _bus.WatchAsync(BluezNames.ObjectManager, "InterfacesAdded", null, _ => Change()).ConfigureAwait(false);
        await RegisterAsync("org.bluez.GattManager1", "RegisterApplication", GattApplication.RootPath).ConfigureAwait(false);
        await FollowAsync(_air.DeviceName, CancellationToken.None).ConfigureAwait(false);
        _air.OfferChanged += OnOffer;
        _following = Task.Run(FollowAllAsync);
        Change();
    }

    private Task RegisterAsync(string itf, string member, string path, CancellationToken cancel = default) =>
        _bus.DoAsync(_adapterPath, itf, member, "oa{sv}", (ref MessageWriter writer) =>
        {
            writer.WriteObjectPath(path);
            writer.WriteDictionary(new Values());
        }, cancel);

    private void OnOffer() => Change();

    private void AdvertiseAgain()
    {
        if (_sessions.HasSession)
            return;
        _isStale = true;
        Change();
    }

    private void Change() => _changes.Writer.TryWrite(true);

    /// <summary>Follows what the firmware advertises, and which centrals connect.</summary>
    private async Task FollowAllAsync()
    {
        try
        {
            while (await _changes.Reader.WaitToReadAsync(_stopping.Token).ConfigureAwait(false))
            {
                _changes.Reader.TryRead(out _);
                await FollowAsync(_air.DeviceName, _stopping.Token).ConfigureAwait(false);
                await WelcomeAsync(_stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or BluezException or ChannelClosedException)
        {
            // The program ends, or BlueZ has ended: nothing can be offered any more.
        }
    }

    /// <summary>
    /// Advertises a name instead of the one before; an empty one: nothing. When a central has left, the same name is advertised anew: what
    /// changes during a connection does not always reach the controller.
    /// </summary>
    private async Task FollowAsync(string name, CancellationToken cancel)
    {
        if (name == _advertised && !_isStale)
            return;
        _isStale = false;
        try
        {
            if (_advertised.Length > 0)
            {
                await _bus.DoAsync(_adapterPath, "org.bluez.LEAdvertisingManager1", "UnregisterAdvertisement", "o",
                    (ref MessageWriter writer) => writer.WriteObjectPath(AdvertisementPath), cancel).ConfigureAwait(false);
                _bus.Connection.RemoveMethodHandler(AdvertisementPath);
            }
            _advertised = name;
            // A central that connects reads the adapter's name, and would show it from then on.
            await _bus.SetAsync(_adapterPath, BluezNames.Adapter, "Alias", name, cancel).ConfigureAwait(false);
            if (name.Length == 0)
                return;
            _bus.Connection.AddMethodHandler(new BusObject(AdvertisementPath, AdvertisementInterface, new Values
            {
                ["Type"] = "peripheral",
                ["ServiceUUIDs"] = VariantValue.Array((string[])[.. _air.AdvertisedServices.Select(uuid => uuid.ToString("D"))]),
                ["LocalName"] = name,
            }));
            await RegisterAsync("org.bluez.LEAdvertisingManager1", "RegisterAdvertisement", AdvertisementPath, cancel)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (_stopping.IsCancellationRequested && exception is BluezException or OperationCanceledException)
        {
            // The program ends; the bus forgets the advertisement.
        }
    }

    /// <summary>Gives every connected central its session, also one that asks for nothing: it takes the lock's only place.</summary>
    private async Task WelcomeAsync(CancellationToken cancel)
    {
        foreach ((string path, Dictionary<string, Values> interfaces) in await _bus.ObjectsAsync(cancel).ConfigureAwait(false))
        {
            bool isOurs = path.StartsWith(_adapterPath + "/", StringComparison.Ordinal);
            // A device that is paired is the user's own, like a headset.
            if (isOurs && interfaces.TryGetValue(BluezNames.Device, out Values? device) && Is(device, "Connected") && !Is(device, "Paired"))
                _sessions.Of(path);
        }
    }

    private void OnProperties(Message message)
    {
        Reader reader = message.GetBodyReader();
        if (reader.ReadString() != BluezNames.Device)
            return;
        Values values = reader.ReadDictionaryOfStringToVariantValue();
        if (!values.TryGetValue("Connected", out VariantValue connected))
            return;
        if (!connected.GetBool())
        {
            _sessions.Gone(message.PathAsString!);
            _isStale = true;
        }
        Change();
    }

    private void HangUp(string device) => _ = Task.Run(async () =>
    {
        try
        {
            await _bus.DoAsync(device, BluezNames.Device, "Disconnect", null, null, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BluezException or OperationCanceledException or ObjectDisposedException)
        {
            // It has left by itself.
        }
    });

    private void Notify(string path, byte[] value)
    {
        MessageWriter writer = _bus.Connection.GetMessageWriter();
        try
        {
            writer.WriteSignalHeader(null, path, BluezNames.Properties, "PropertiesChanged", "sa{sv}as");
            writer.WriteString(BluezNames.Characteristic);
            writer.WriteDictionary(new Values { ["Value"] = VariantValue.Array(value) });
            writer.WriteArray(Array.Empty<string>());
            _bus.Connection.TrySendMessage(writer.CreateMessage());
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static bool Is(Values values, string name) => values.TryGetValue(name, out VariantValue value) && value.GetBool();
}
