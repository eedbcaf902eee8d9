namespace LockFirmware.LockController.Ports;

/// <summary>Reboot and random numbers of the board.</summary>
public interface IPower
{
    /// <summary>Reboots the board. On a device it does not return.</summary>
    void Reboot();

    /// <summary>Fills an array of 16 bytes with the best entropy that the board has.</summary>
    void FillEntropy(byte[] target);
}
