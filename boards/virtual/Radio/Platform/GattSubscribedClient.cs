namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile;

/// <summary>A central that has subscribed to notifications.</summary>
public class GattSubscribedClient
{
    internal GattSubscribedClient(GattSession session) => Session = session;

    /// <summary>Always 1,024, which is not true: the radio cuts a notification at MTU-3.</summary>
    public ushort MaxNotificationSize => 1024;

    /// <summary>A session of its own, whose id is the connection handle and whose MTU stays 0.</summary>
    public GattSession Session { get; }
}

/// <summary>The result of one notification.</summary>
public class GattClientNotificationResult
{
    internal GattClientNotificationResult(int returnCode, GattSubscribedClient client, ushort length)
    {
        ProtocolError = (byte)returnCode;
        Status = returnCode == 0 ? GattCommunicationStatus.Success : GattCommunicationStatus.Unreachable;
        SubscribedClient = client;
        BytesSent = length;
    }

    /// <summary>Not an ATT code but the return code of the radio's host: 0, 1 no such value, 7 not connected.</summary>
    public byte ProtocolError { get; }

    /// <summary>Success when the radio took it, Unreachable otherwise. Nobody acknowledges a notification.</summary>
    public GattCommunicationStatus Status { get; }

    /// <summary>The central that it was sent to.</summary>
    public GattSubscribedClient SubscribedClient { get; }

    /// <summary>Length of the value given, also when the radio cut it.</summary>
    public ushort BytesSent { get; }
}
