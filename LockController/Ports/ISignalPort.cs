namespace LockFirmware.LockController.Ports;

/// <summary>The lights and the buzzer of a lock.</summary>
public interface ISignalPort
{
    /// <summary>Switches lights and buzzer on or off. Called when one of them changes.</summary>
    void Show(bool red, bool green, bool buzzer);
}
