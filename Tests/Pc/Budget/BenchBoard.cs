using System;
using LockFirmware.LockController.Ports;

namespace LockFirmware.Tests.Pc.Budget;

/// <summary>A board that costs nothing, so that what is measured is the lock; its chance is constant, so that two of them do the same.</summary>
internal sealed class BenchBoard : IPower, IHardwareClock, IDoorPort
{
    public uint Seconds { get; private set; }

    public bool HasContact => false;

    public bool IsOpen => false;

    public bool IsRequestToExit => false;

    public bool IsFailSafe => false;

    public bool HasBoltSensor => false;

    public bool IsBoltReleased => false;

    public bool IsFireAlarm => false;

    public bool IsHousingOpen => false;

    public bool IsResetPressed => false;

    public void Set(uint seconds) => Seconds = seconds;

    public void Reboot()
    {
    }

    public void FillEntropy(byte[] target) => Array.Fill(target, (byte)0x55);

    public void DriveLatch(bool released)
    {
    }
}
