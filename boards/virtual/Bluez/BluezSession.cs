using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Bluez;

/// <summary>One central of BlueZ, which is a central of the firmware's radio.</summary>
/// <param name="device">Its object at BlueZ.</param>
/// <param name="central">Its end of the firmware's radio.</param>
internal sealed class BluezSession(string device, VirtualCentral central)
{
    private readonly object _asking = new();

    /// <summary>Its object at BlueZ.</summary>
    public string Device => device;

    /// <summary>Its end of the firmware's radio.</summary>
    public VirtualCentral Central => central;

    /// <summary>Does one request. BlueZ tells the MTU with each, because it may be agreed on at any time.</summary>
    public AttResult Ask(int mtu, Func<BluezSession, AttResult> ask)
    {
        lock (_asking)
        {
            if (mtu > central.Mtu)
                central.ExchangeMtu(mtu);
            return ask(this);
        }
    }
}
