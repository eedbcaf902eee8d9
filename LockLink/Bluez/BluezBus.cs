using Tmds.DBus.Protocol;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.LockLink.Bluez;

/// <summary>
/// BlueZ on the system bus. Every call ends with its result, with a <see cref="BluezException"/>, or when its token is cancelled; a late
/// answer is dropped. May be used from any thread.
/// </summary>
public sealed class BluezBus : IBluez
{
    private const string RfkillFolder = "/sys/class/rfkill";

    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly List<IDisposable> _watches = [];

    private BluezBus(DBusConnection connection) => Connection = connection;

    /// <summary>Writes the body of a message. The writer is a ref struct, so that it needs a delegate type of its own.</summary>
    /// <param name="writer">The writer.</param>
    public delegate void WriteBody(ref MessageWriter writer);

    /// <summary>The connection, for objects that this program offers.</summary>
    public DBusConnection Connection { get; }

    /// <summary>Connects to the system bus and watches what changes at BlueZ.</summary>
    /// <exception cref="BluezException">There is no bus.</exception>
    public static async Task<BluezBus> OpenAsync(CancellationToken cancel = default)
    {
        if (DBusAddress.System is not { Length: > 0 } address)
            throw new BluezException(BluezException.NoBus, "This computer has no D-Bus");
        DBusConnection connection = new(address);
        BluezBus bus = new(connection);
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(cancel).ConfigureAwait(false);
            await bus.WatchAsync(BluezNames.Properties, "PropertiesChanged", null, _ => bus.SignalChange(), cancel).ConfigureAwait(false);
            await bus.WatchAsync(BluezNames.ObjectManager, null, null, _ => bus.SignalChange(), cancel).ConfigureAwait(false);
            return bus;
        }
        catch (Exception exception)
        {
            await bus.DisposeAsync().ConfigureAwait(false);
            if (exception is OperationCanceledException or BluezException)
                throw;
            throw new BluezException(BluezException.NoBus, exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public bool IsBlocked(string adapter)
    {
        try
        {
            return Directory.Exists(RfkillFolder) && Directory.EnumerateDirectories(RfkillFolder).Any(folder =>
                Text(folder, "name") == adapter && (Text(folder, "soft") == "1" || Text(folder, "hard") == "1"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task<Dictionary<string, Dictionary<string, Values>>> ObjectsAsync(CancellationToken cancel) =>
        AskAsync("/", BluezNames.ObjectManager, "GetManagedObjects", ReadObjects, null, null, cancel);

    /// <inheritdoc/>
    public Task CallAsync(string path, string itf, string member, CancellationToken cancel) =>
        DoAsync(path, itf, member, null, null, cancel);

    /// <inheritdoc/>
    public Task FilterScanAsync(string adapterPath, Guid service, CancellationToken cancel) =>
        DoAsync(adapterPath, BluezNames.Adapter, "SetDiscoveryFilter", "a{sv}", (ref MessageWriter writer) =>
            writer.WriteDictionary(new Values
            {
                ["Transport"] = "le",
                ["UUIDs"] = VariantValue.Array(new[] { service.ToString("D") }),
            }), cancel);

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string path, CancellationToken cancel) => AskAsync(path, BluezNames.Characteristic, "ReadValue",
        static message => message.GetBodyReader().ReadArrayOfByte(), "a{sv}",
        static (ref MessageWriter writer) => writer.WriteDictionary(new Values()), cancel);

    /// <inheritdoc/>
    public Task WriteAsync(string path, byte[] value, CancellationToken cancel) =>
        DoAsync(path, BluezNames.Characteristic, "WriteValue", "aya{sv}", (ref MessageWriter writer) =>
        {
            writer.WriteArray(value);
            writer.WriteDictionary(new Values { ["type"] = "request" });
        }, cancel);

    /// <summary>Sets a property of an object.</summary>
    public Task SetAsync(string path, string itf, string property, VariantValue value, CancellationToken cancel = default) =>
        DoAsync(path, BluezNames.Properties, "Set", "ssv", (ref MessageWriter writer) =>
        {
            writer.WriteString(itf);
            writer.WriteString(property);
            writer.WriteVariant(value);
        }, cancel);

    /// <summary>Calls a method that returns nothing.</summary>
    public Task DoAsync(string path, string itf, string member, string? signature, WriteBody? body, CancellationToken cancel = default) =>
        GuardAsync(async () =>
        {
            await Connection.CallMethodAsync(Message(path, itf, member, signature, body)).WaitAsync(cancel).ConfigureAwait(false);
            return true;
        });

    /// <summary>Calls handle for each signal of BlueZ, on the connection's thread, in order.</summary>
    /// <param name="itf">The interface.</param>
    /// <param name="member">The signal; null for all.</param>
    /// <param name="pathNamespace">Where; null for everywhere.</param>
    /// <param name="handle">Must not throw or wait. The message is valid during the call only.</param>
    /// <param name="cancel">Cancels.</param>
    public Task WatchAsync(string itf, string? member, string? pathNamespace, Action<Message> handle, CancellationToken cancel = default) =>
        GuardAsync(async () =>
        {
            MatchRule rule = new()
            {
                Type = MessageType.Signal,
                Sender = BluezNames.Service,
                Interface = itf,
                Member = member,
                PathNamespace = pathNamespace,
            };
            IDisposable watch = await Connection.AddMatchAsync(rule, (message, _) =>
            {
                handle(message);
                return true;
            }, static (Notification<bool> _) => { }, false, ObserverFlags.None).AsTask().WaitAsync(cancel).ConfigureAwait(false);
            lock (_watches)
                _watches.Add(watch);
            return true;
        });

    /// <inheritdoc/>
    public async Task WaitForChangeAsync(TimeSpan timeMax, CancellationToken cancel) =>
        await _changed.WaitAsync(timeMax, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_watches)
        {
            foreach (IDisposable watch in _watches)
                watch.Dispose();
            _watches.Clear();
        }
        Connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Text(string folder, string file) => File.ReadAllText(Path.Combine(folder, file)).Trim();

    private static async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (DBusErrorReplyException exception)
        {
            throw new BluezException(exception.ErrorName, exception.ErrorMessage, exception);
        }
        catch (DBusExceptionBase exception)
        {
            throw new BluezException(BluezException.NoBus, exception.Message, exception);
        }
        catch (ObjectDisposedException exception)
        {
            throw new BluezException(BluezException.NoBus, "The connection to the bus was closed", exception);
        }
    }

    private static Dictionary<string, Dictionary<string, Values>> ReadObjects(Message message)
    {
        Reader reader = message.GetBodyReader();
        Dictionary<string, Dictionary<string, Values>> objects = [];
        ArrayEnd end = reader.ReadDictionaryStart();
        while (reader.HasNext(end))
        {
            reader.AlignStruct();
            string path = reader.ReadObjectPathAsString();
            Dictionary<string, Values> interfaces = [];
            ArrayEnd inner = reader.ReadDictionaryStart();
            while (reader.HasNext(inner))
            {
                reader.AlignStruct();
                interfaces[reader.ReadString()] = reader.ReadDictionaryOfStringToVariantValue();
            }
            objects[path] = interfaces;
        }
        return objects;
    }

    private void SignalChange()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // A change that nobody has looked at yet is enough.
        }
    }

    private Task<T> AskAsync<T>(string path, string itf, string member, Func<Message, T> read, string? signature, WriteBody? body,
        CancellationToken cancel) =>
        GuardAsync(() => Connection.CallMethodAsync(Message(path, itf, member, signature, body),
            (message, _) => read(message), null).WaitAsync(cancel));

    private MessageBuffer Message(string path, string itf, string member, string? signature, WriteBody? body)
    {
        MessageWriter writer = Connection.GetMessageWriter();
        try
        {
            writer.WriteMethodCallHeader(BluezNames.Service, path, itf, member, signature);
            body?.Invoke(ref writer);
            return writer.CreateMessage();
        }
        finally
        {
            writer.Dispose();
        }
    }
}
