using LockFirmware.VirtualBoard.Hardware;

namespace LockFirmware.VirtualBoard.Listen;

/// <summary>What a person does at the door and at the lock's housing, a key of the keyboard for each.</summary>
/// <param name="board">The lock.</param>
/// <param name="soon">Does something after the time for which a button is pressed.</param>
internal sealed class DoorKeys(Hardware.VirtualBoard board, Action<Action> soon)
{
    /// <summary>The keys and what they do, for the help.</summary>
    public const string Help = "o push the door, c close it, f force it, r request to exit, a fire alarm on or off, l lid of the housing, "
        + "j jam the bolt or free it, x press the reset button or let it go, p power";

    private const string RealDoor = "The door is at the real pins: move it by hand.";
    private const string DoorLetters = "ocfraljx";

    private bool _isFire;
    private bool _isLidOpen;
    private bool _isResetPressed;

    /// <summary>Presses a key.</summary>
    /// <returns>What happened, as a sentence; null when the key has no meaning here.</returns>
    public string? Press(char key)
    {
        if (board.Pins.HasLines && DoorLetters.Contains(char.ToLowerInvariant(key)))
            return RealDoor;
        VirtualDoor door = board.Door;
        switch (char.ToLowerInvariant(key))
        {
            case 'o':
                return door.TryOpen() ? "The door is open." : "The door does not open.";
            case 'c':
                door.Close();
                return "The door is closed.";
            case 'f':
                door.Force();
                return "The door has been broken open.";
            case 'r':
                door.PressRequestToExit(true);
                soon(() => door.PressRequestToExit(false));
                return "Request to exit.";
            case 'a':
                door.SoundFireAlarm(_isFire = !_isFire);
                return _isFire ? "Fire alarm: its loop is open." : "The fire alarm is over: its loop is closed.";
            case 'l':
                door.OpenHousing(_isLidOpen = !_isLidOpen);
                return _isLidOpen ? "The lid of the housing is open." : "The lid of the housing is closed.";
            case 'j':
                door.StickBolt(!door.IsBoltStuck);
                return door.IsBoltStuck ? "The bolt is jammed." : "The bolt is free.";
            case 'x':
                door.PressReset(_isResetPressed = !_isResetPressed);
                return _isResetPressed ? "The reset button is pressed. Press x again to let it go." : "The reset button is up.";
            case 'p':
                return SwitchPower();
            default:
                return null;
        }
    }

    private string SwitchPower()
    {
        if (board.Firmware != null)
        {
            board.CutPower();
            return "The power is cut.";
        }
        board.PowerOn();
        return "The power is back; the lock has lost the time.";
    }
}
