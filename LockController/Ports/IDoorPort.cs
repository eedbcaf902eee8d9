namespace LockFirmware.LockController.Ports;

/// <summary>
/// The wires of the door. Two threads read the request-to-exit and the fire alarm and drive the latch, one at a time under a
/// lock. Only the lock's thread uses the rest.
/// </summary>
public interface IDoorPort
{
    /// <summary>Whether the door is free without power; for the status only, the output is the same.</summary>
    bool IsFailSafe { get; }

    /// <summary>Whether a door contact is fitted.</summary>
    bool HasContact { get; }

    /// <summary>Whether the door stands open; false without a contact.</summary>
    bool IsOpen { get; }

    /// <summary>Whether a bolt or strike sensor is fitted.</summary>
    bool HasBoltSensor { get; }

    /// <summary>Whether the bolt is released; false without a sensor.</summary>
    bool IsBoltReleased { get; }

    /// <summary>Whether somebody inside presses the request-to-exit.</summary>
    bool IsRequestToExit { get; }

    /// <summary>Whether the loop of the fire alarm is open; false where none is fitted.</summary>
    bool IsFireAlarm { get; }

    /// <summary>Whether the housing is open; false where that is not watched.</summary>
    bool IsHousingOpen { get; }

    /// <summary>Whether the reset button inside the housing is pressed; false where none is fitted.</summary>
    bool IsResetPressed { get; }

    /// <summary>Drives the latch.</summary>
    void DriveLatch(bool released);
}
