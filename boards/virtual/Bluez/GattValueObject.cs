using LockFirmware.LockLink.Bluez;
using LockFirmware.VirtualRadio;
using Tmds.DBus.Protocol;
using Values = System.Collections.Generic.Dictionary<string, Tmds.DBus.Protocol.VariantValue>;

namespace LockFirmware.VirtualBoard.Bluez;

/// <summary>One value of the firmware's service at BlueZ. Reads and writes wait for the firmware on a thread of their own.</summary>
internal sealed class GattValueObject(string path, Guid uuid, BluezSessions sessions, Values properties)
    : BusObject(path, BluezNames.Characteristic, properties)
{
    private const int WriteHeaderSize = 3;
    private const string Failed = "org.bluez.Error.Failed";

    // BlueZ gives a central codes from 0x80 on as they are; of the others it knows those that have a D-Bus error of their own.
    private const byte OwnErrors = 0x80;

    /// <inheritdoc/>
    protected override void Call(MethodContext context, string member)
    {
        switch (member)
        {
            case "ReadValue":
                Values how = context.Request.GetBodyReader().ReadDictionaryOfStringToVariantValue();
                Serve(context, how, session => session.Central.ReadPiece(uuid, Number(how, "offset")), isRead: true);
                break;
            case "WriteValue":
                Reader reader = context.Request.GetBodyReader();
                byte[] value = reader.ReadArrayOfByte();
                Values options = reader.ReadDictionaryOfStringToVariantValue();
                Serve(context, options, session => Number(options, "offset") == 0
                    ? Write(session.Central, value)
                    : AttResult.Refused(AttError.InvalidOffset), isRead: false);
                break;
            case "StartNotify":
                sessions.Subscribe(uuid, Path);
                Answer(context, null, null);
                break;
            case "StopNotify":
                sessions.Unsubscribe(uuid);
                Answer(context, null, null);
                break;
        }
    }

    /// <summary>BlueZ puts the pieces of a long write together, as a board's radio does.</summary>
    private AttResult Write(VirtualCentral central, byte[] value) =>
        value.Length > central.Mtu - WriteHeaderSize ? central.WriteLong(uuid, value) : central.Write(uuid, value);

    private static int Number(Values options, string name) => options.TryGetValue(name, out VariantValue value) ? value.GetUInt16() : 0;

    private void Serve(MethodContext context, Values options, Func<BluezSession, AttResult> ask, bool isRead)
    {
        context.DisposesAsynchronously = true;
        string device = options.TryGetValue("device", out VariantValue who) ? who.GetObjectPathAsString() : string.Empty;
        int mtu = Number(options, "mtu");
        BluezSession? session = sessions.Of(device);
        _ = Task.Run(() =>
        {
            using (context)
            {
                AttResult result = session == null ? AttResult.Disconnected : session.Ask(mtu, ask);
                if (!result.Ok)
                    context.ReplyError(ErrorName(result.Error), $"0x{OwnErrors | result.Error:x2}");
                else if (isRead)
                    Answer(context, "ay", (ref MessageWriter writer) => writer.WriteArray(result.Value));
                else
                    Answer(context, null, null);
            }
        });
    }

    /// <summary>The error that makes BlueZ send the same code. Source: BlueZ 5.66, src/gatt-database.c, dbus_error_to_att.</summary>
    private static string ErrorName(byte code) => code switch
    {
        AttError.InvalidOffset => "org.bluez.Error.InvalidOffset",
        AttError.InvalidAttributeValueLength => "org.bluez.Error.InvalidValueLength",
        AttError.WriteNotPermitted or AttError.ReadNotPermitted => "org.bluez.Error.NotPermitted",
        // Any other name becomes 0x0E.
        AttError.UnlikelyError or 0 => "org.bluez.Error.NoAnswer",
        _ => Failed,
    };
}
