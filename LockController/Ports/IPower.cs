namespace LockFirmware.LockController.Ports;

/// <summary>The board's power and chance.</summary>
public interface IPower
{
    /// <summary>Starts the board again. On a device it does not return.</summary>
    void Reboot();

    /// <summary>Fills 16 bytes with entropy, as good as the board has it.</summary>
    void FillEntropy(byte[] target);
}
