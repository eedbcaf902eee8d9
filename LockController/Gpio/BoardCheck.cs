namespace LockFirmware.LockController.Gpio;

/// <summary>
/// What a board must not be. A constant that does not hold is a compile error (CS0031) at the line that names the rule.
/// </summary>
internal static class BoardCheck
{
    // Opening an output drives it low: an active-low latch would open the door at every boot.
    private const byte LatchOutputMustBeActiveHigh = Board.LatchActiveHigh ? 1 : -1;
}
