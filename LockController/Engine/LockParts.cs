using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Engine;

/// <summary>What a board provides for the lock that runs on it.</summary>
public sealed class LockParts
{
    /// <summary>Collects the parts.</summary>
    /// <param name="records">Stores the records that must survive a reboot.</param>
    /// <param name="events">Stores the audit trail.</param>
    /// <param name="clock">The board's wall clock.</param>
    /// <param name="door">The wires of the door.</param>
    /// <param name="power">Reboot and random numbers.</param>
    /// <param name="setupSecret">The setup secret that the board was flashed with, 32 bytes.</param>
    public LockParts(IRecordStore records, IEventStore events, IHardwareClock clock, IDoorPort door, IPower power, byte[] setupSecret)
        : this(records, events, clock, new Egress(door), power, setupSecret)
    {
    }

    /// <summary>Collects the parts when a thread serves the way out before the lock starts.</summary>
    /// <param name="records">Stores the records that must survive a reboot.</param>
    /// <param name="events">Stores the audit trail.</param>
    /// <param name="clock">The board's wall clock.</param>
    /// <param name="egress">The owner of the latch.</param>
    /// <param name="power">Reboot and random numbers.</param>
    /// <param name="setupSecret">The setup secret that the board was flashed with, 32 bytes.</param>
    public LockParts(IRecordStore records, IEventStore events, IHardwareClock clock, Egress egress, IPower power, byte[] setupSecret)
    {
        Records = records;
        Events = events;
        Clock = clock;
        Egress = egress;
        Power = power;
        SetupSecret = setupSecret;
    }

    /// <summary>Stores the records that must survive a reboot.</summary>
    public IRecordStore Records { get; }

    /// <summary>Stores the audit trail.</summary>
    public IEventStore Events { get; }

    /// <summary>The board's wall clock.</summary>
    public IHardwareClock Clock { get; }

    /// <summary>The owner of the latch and of the wires of the door.</summary>
    public Egress Egress { get; }

    /// <summary>Reboot and random numbers.</summary>
    public IPower Power { get; }

    /// <summary>The setup secret that the board was flashed with, 32 bytes.</summary>
    public byte[] SetupSecret { get; }

    /// <summary>Lights and buzzer; null when none are fitted.</summary>
    public ISignalPort? Signals { get; set; }

    /// <summary>The internal storage, where the installer's cable may have left an identity; null when there is none.</summary>
    public IFileStore? Files { get; set; }

    /// <summary>Counts the exceptions that the lock survives; null when nobody counts them.</summary>
    public IFaultSink? Faults { get; set; }

    /// <summary>Whether the internal storage does not hold the setup secret that the installer's cable leaves there.</summary>
    public bool IsStorageEmpty { get; set; }
}
