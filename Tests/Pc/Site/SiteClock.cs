namespace LockFirmware.Tests.Pc.Site;

/// <summary>The true time of a site. Only its owner advances it.</summary>
internal sealed class SiteClock
{
    public long Ms { get; private set; } = Rig.LockRig.Noon * 1000L;

    public uint Seconds => (uint)(Ms / 1000);

    public void Pass(long ms) => Ms += ms;
}
