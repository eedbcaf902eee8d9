namespace LockFirmware.LockController.Door;

/// <summary>The wires of the door.</summary>
public interface IDoorPort
{
    /// <summary>Whether a door contact is fitted.</summary>
    bool HasContact { get; }

    /// <summary>Whether the door stands open; false without a contact.</summary>
    bool IsOpen { get; }

    /// <summary>Whether somebody inside presses the request-to-exit.</summary>
    bool IsRequestToExit { get; }

    /// <summary>Drives the latch.</summary>
    void DriveLatch(bool released);
}
