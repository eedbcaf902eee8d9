using System.Device.Gpio;
using LockFirmware.KeyCrypto;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Hardware;

namespace LockFirmware.VirtualBoard.Demo;

/// <summary>A lock of a facility and the board it runs on.</summary>
internal sealed class LockSite : IDisposable
{
    /// <summary>Makes a new board for a lock, without power.</summary>
    public LockSite(FacilityFile facility, LockEntry entry, IBoardTime time, VirtualFlash? flash = null, GpioDriver? lines = null)
    {
        Entry = entry;
        Secrets = Issuer.SecretsOf(facility, entry);
        Board = new Hardware.VirtualBoard(time, entry.SetupSecret, flash, lines: lines);
    }

    /// <summary>The lock as the facility file describes it.</summary>
    public LockEntry Entry { get; }

    /// <summary>The facility's copy of its secrets.</summary>
    public LockSecrets Secrets { get; }

    /// <summary>The board.</summary>
    public Hardware.VirtualBoard Board { get; }

    /// <summary>Whether the board has power.</summary>
    public bool HasPower => Board.Firmware != null;

    /// <inheritdoc/>
    public void Dispose() => Board.Dispose();
}
