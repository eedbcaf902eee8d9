using LockFirmware.LockController.Ports;

namespace LockFirmware.TestKit.Budget;

/// <summary>
/// A board that allocates nothing and takes no time, so that a measurement contains only the lock. Its entropy is constant, so that two
/// runs do the same.
/// </summary>
public sealed class BenchBoard : IPower, IHardwareClock, IDoorPort
{
    /// <inheritdoc/>
    public uint Seconds { get; private set; }

    /// <inheritdoc/>
    public bool HasContact => false;

    /// <inheritdoc/>
    public bool IsOpen => false;

    /// <inheritdoc/>
    public bool IsRequestToExit => false;

    /// <inheritdoc/>
    public bool IsFailSafe => false;

    /// <inheritdoc/>
    public bool HasBoltSensor => false;

    /// <inheritdoc/>
    public bool IsBoltReleased => false;

    /// <inheritdoc/>
    public bool IsFireAlarm => false;

    /// <inheritdoc/>
    public bool IsHousingOpen => false;

    /// <inheritdoc/>
    public bool IsResetPressed => false;

    /// <inheritdoc/>
    public void Set(uint seconds) => Seconds = seconds;

    /// <inheritdoc/>
    public void Reboot()
    {
    }

    /// <inheritdoc/>
    public void FillEntropy(byte[] target) => Array.Fill(target, (byte)0x55);

    /// <inheritdoc/>
    public void CompactMemory()
    {
    }

    /// <inheritdoc/>
    public void DriveLatch(bool released)
    {
    }
}
