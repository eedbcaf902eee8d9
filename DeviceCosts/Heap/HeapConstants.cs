namespace LockFirmware.DeviceCosts.Heap;

/// <summary>
/// What was measured on the interpreter itself (nf-interpreter, 32 bits, with the firmware of November 2026) and cannot be counted here.
/// </summary>
public static class HeapConstants
{
    /// <summary>The managed heap of an ESP32-C3 with Bluetooth, as firmware 1.17.0.257 reports it.</summary>
    public const int HeapBytes = 54_472;

    /// <summary>The tables of the device's libraries. All assemblies took 19,848, of which 6,850 were ours; Bluetooth took 4,120.</summary>
    public const int LibraryTables = 19_848 - 6_850;

    /// <summary>A native thread: four took 1,632.</summary>
    public const int Thread = 1_632 / 4;
}
