using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.VirtualBoard.Hardware;
using LockFirmware.VirtualRadio;

namespace LockFirmware.FacilityDemo;

/// <summary>
/// One lock on a virtual board in this process. It runs the firmware in real time, with its radio on a TCP port of 127.0.0.1.
/// </summary>
internal sealed class VirtualLock : IDisposable
{
    private readonly RealTime _time = new();
    private readonly RadioPort _port;

    /// <summary>Starts a lock.</summary>
    /// <param name="identity">The identity that a cable brought; null for a new lock.</param>
    /// <param name="setupSecret">The setup secret of the hardware, 32 bytes.</param>
    /// <param name="port">TCP port, 0 for any free one.</param>
    public VirtualLock(ProvisionBody? identity, byte[] setupSecret, int port = 0)
    {
        VirtualFlash flash = new();
        if (identity != null)
            flash.Files.Write(DeployedIdentity.FileName, IdentityFile.Write(identity));
        Board = new VirtualBoard.Hardware.VirtualBoard(_time, setupSecret, flash);
        Board.PowerOn();
        _port = new RadioPort(Board.Air, port);
    }

    /// <summary>The board, with its door.</summary>
    public VirtualBoard.Hardware.VirtualBoard Board { get; }

    /// <summary>Its address for a <see cref="LockLink.VirtualRadioLink"/>.</summary>
    public string Address => $"127.0.0.1:{_port.Port}";

    /// <summary>Lets a second pass at once: the lock opens once a second.</summary>
    public void SkipSecond() => _time.Skip(1000);

    /// <inheritdoc/>
    public void Dispose()
    {
        _port.Dispose();
        Board.Dispose();
    }
}
