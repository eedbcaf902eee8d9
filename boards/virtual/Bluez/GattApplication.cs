using LockFirmware.LockLink.Bluez;
using LockFirmware.VirtualRadio;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;
using Tmds.DBus.Protocol;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.VirtualBoard.Bluez;

/// <summary>The firmware's service as BlueZ wants it: a tree of objects below one path. Source: BlueZ 5.66, doc/gatt-api.txt.</summary>
internal sealed class GattApplication : IPathMethodHandler
{
    /// <summary>Its path.</summary>
    public const string RootPath = "/lockfirmware";

    private const string ServicePath = RootPath + "/service";

    private static readonly (GattCharacteristicProperties Property, string Flag)[] Flags =
    [
        (GattCharacteristicProperties.Read, "read"),
        (GattCharacteristicProperties.Write, "write"),
        (GattCharacteristicProperties.Notify, "notify"),
    ];

    private readonly BusObject[] _objects;

    /// <summary>Makes the tree.</summary>
    /// <param name="service">The UUID of the service.</param>
    /// <param name="values">Its values, as the firmware has made them.</param>
    /// <param name="sessions">Serves the centrals.</param>
    public GattApplication(Guid service, IReadOnlyList<OfferedValue> values, BluezSessions sessions)
    {
        List<BusObject> objects =
        [
            new BusObject(ServicePath, "org.bluez.GattService1", new Values { ["UUID"] = service.ToString("D"), ["Primary"] = true }),
        ];
        for (int i = 0; i < values.Count; i++)
        {
            OfferedValue value = values[i];
            objects.Add(new GattValueObject($"{ServicePath}/value{i}", value.Uuid, sessions, new Values
            {
                ["UUID"] = value.Uuid.ToString("D"),
                ["Service"] = new ObjectPath(ServicePath),
                ["Flags"] = VariantValue.Array(
                    (string[])[.. Flags.Where(flag => value.Properties.HasFlag(flag.Property)).Select(flag => flag.Flag)]),
            }));
        }
        _objects = [.. objects];
    }

    /// <inheritdoc/>
    public string Path => RootPath;

    /// <inheritdoc/>
    public bool HandlesChildPaths => false;

    /// <summary>All objects with their handlers.</summary>
    public IReadOnlyList<IPathMethodHandler> Handlers => [this, .. _objects];

    /// <inheritdoc/>
    public ValueTask HandleMethodAsync(MethodContext context)
    {
        if (context.Request.InterfaceAsString != BluezNames.ObjectManager || context.Request.MemberAsString != "GetManagedObjects")
        {
            context.ReplyUnknownMethodError();
            return ValueTask.CompletedTask;
        }
        MessageWriter writer = context.CreateReplyWriter("a{oa{sa{sv}}}");
        ArrayStart all = writer.WriteDictionaryStart();
        foreach (BusObject one in _objects)
        {
            writer.WriteDictionaryEntryStart();
            writer.WriteObjectPath(one.Path);
            ArrayStart interfaces = writer.WriteDictionaryStart();
            writer.WriteDictionaryEntryStart();
            writer.WriteString(one.Interface);
            writer.WriteDictionary(one.Properties);
            writer.WriteDictionaryEnd(interfaces);
        }
        writer.WriteDictionaryEnd(all);
        context.Reply(writer.CreateMessage());
        writer.Dispose();
        return ValueTask.CompletedTask;
    }
}
