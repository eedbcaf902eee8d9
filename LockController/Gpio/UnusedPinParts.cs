using System.Collections;
using System.Device.Gpio;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Gpio;

/// <summary>Lets go of what the GPIO library keeps of each pin for calls by the pin's number, which this firmware does not make.</summary>
internal static class UnusedPinParts
{
    /// <summary>Call it when all pins are open. The firmware holds the pins themselves.</summary>
    internal static void LetGo() => (PrivateField.Get(typeof(GpioController), "s_GpioPins") as ArrayList)?.Clear();
}
