namespace LockFirmware.LockController.Ports;

/// <summary>Reboot, random numbers and working memory of the board.</summary>
public interface IPower
{
    /// <summary>Reboots the board. On a device it does not return.</summary>
    void Reboot();

    /// <summary>Fills an array of 16 bytes with the best entropy that the board has.</summary>
    void FillEntropy(byte[] target);

    /// <summary>
    /// Moves what lives in the working memory together, so that what is free is in one piece (docs/reliability.md, "Memory"). Does nothing
    /// where memory is plenty.
    /// </summary>
    void CompactMemory();
}
