using System;

namespace LockFirmware.LockController.Door;

/// <summary>In which direction the bolt failed last; each is kept until the sensor shows a movement in that direction.</summary>
[Flags]
public enum BoltFault : byte
{
    /// <summary>In none.</summary>
    None = 0,

    /// <summary>It did not release.</summary>
    StuckSecured = 1,

    /// <summary>It did not secure.</summary>
    StuckReleased = 2,
}
