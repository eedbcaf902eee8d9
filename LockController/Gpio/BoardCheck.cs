namespace LockFirmware.LockController.Gpio;

/// <summary>
/// What a board must not be. A constant that does not hold is a compile error (CS0221) whose text names the rule.
/// </summary>
internal static class BoardCheck
{
    // Opening an output drives it low: an active-low latch would open the door at every boot.
    private const LatchOutputMustBeActiveHigh Latch = (LatchOutputMustBeActiveHigh)(Board.LatchActiveHigh ? 1 : -1);

    private enum LatchOutputMustBeActiveHigh : byte
    {
        Holds = 1,
    }
}
