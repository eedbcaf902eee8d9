using LockFirmware.LockLink.Bluez;
using Tmds.DBus.Protocol;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.VirtualBoard.Bluez;

/// <summary>An object with one interface that this program offers to BlueZ.</summary>
internal class BusObject : IPathMethodHandler
{
    private const string InvalidArguments = "org.freedesktop.DBus.Error.InvalidArgs";

    /// <summary>Makes an object.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="itf">Its interface.</param>
    /// <param name="properties">Its properties, which never change.</param>
    public BusObject(string path, string itf, Values properties) => (Path, Interface, Properties) = (path, itf, properties);

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>Its interface.</summary>
    public string Interface { get; }

    /// <summary>Its properties.</summary>
    public Values Properties { get; }

    /// <inheritdoc/>
    public bool HandlesChildPaths => false;

    /// <inheritdoc/>
    public ValueTask HandleMethodAsync(MethodContext context)
    {
        string member = context.Request.MemberAsString ?? string.Empty;
        if (context.Request.InterfaceAsString == BluezNames.Properties)
            AnswerProperty(context, member);
        else if (context.Request.InterfaceAsString == Interface)
            Call(context, member);
        if (!context.ReplySent && !context.DisposesAsynchronously)
            context.ReplyUnknownMethodError();
        return ValueTask.CompletedTask;
    }

    /// <summary>Answers a call of a method of its interface; the base has none but Release, which BlueZ calls when it forgets it.</summary>
    protected virtual void Call(MethodContext context, string member)
    {
        if (member == "Release")
            Answer(context, null, null);
    }

    /// <summary>Answers a call.</summary>
    protected static void Answer(MethodContext context, string? signature, BluezBus.WriteBody? body)
    {
        MessageWriter writer = context.CreateReplyWriter(signature!);
        try
        {
            body?.Invoke(ref writer);
            context.Reply(writer.CreateMessage());
        }
        finally
        {
            writer.Dispose();
        }
    }

    private void AnswerProperty(MethodContext context, string member)
    {
        if (member == "GetAll")
        {
            Answer(context, "a{sv}", (ref MessageWriter writer) => writer.WriteDictionary(Properties));
            return;
        }
        if (member != "Get")
            return;
        Reader reader = context.Request.GetBodyReader();
        reader.ReadString();
        if (Properties.TryGetValue(reader.ReadString(), out VariantValue value))
            Answer(context, "v", (ref MessageWriter writer) => writer.WriteVariant(value));
        else
            context.ReplyError(InvalidArguments, "There is no such property.");
    }
}
