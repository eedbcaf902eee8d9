using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Engine;

/// <summary>What a board gives to the lock that runs on it.</summary>
public sealed class LockParts
{
    /// <summary>Collects the parts.</summary>
    /// <param name="records">Where the lock keeps what must outlive a reboot.</param>
    /// <param name="events">Where it keeps the audit trail.</param>
    /// <param name="clock">The board's wall clock.</param>
    /// <param name="door">The wires of the door.</param>
    /// <param name="power">Power and chance.</param>
    /// <param name="setupSecret">The setup secret that the board was flashed with, 32 bytes.</param>
    public LockParts(IRecordStore records, IEventStore events, IHardwareClock clock, IDoorPort door, IPower power, byte[] setupSecret)
        : this(records, events, clock, new Egress(door), power, setupSecret)
    {
    }

    /// <summary>Collects the parts where the way out is served before the lock has started.</summary>
    /// <param name="records">Where the lock keeps what must outlive a reboot.</param>
    /// <param name="events">Where it keeps the audit trail.</param>
    /// <param name="clock">The board's wall clock.</param>
    /// <param name="egress">The owner of the latch.</param>
    /// <param name="power">Power and chance.</param>
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

    /// <summary>Where the lock keeps what must outlive a reboot.</summary>
    public IRecordStore Records { get; }

    /// <summary>Where it keeps the audit trail.</summary>
    public IEventStore Events { get; }

    /// <summary>The board's wall clock.</summary>
    public IHardwareClock Clock { get; }

    /// <summary>The owner of the latch, and the wires of the door behind it.</summary>
    public Egress Egress { get; }

    /// <summary>Power and chance.</summary>
    public IPower Power { get; }

    /// <summary>The setup secret that the board was flashed with, 32 bytes.</summary>
    public byte[] SetupSecret { get; }

    /// <summary>Lights and buzzer; null when none are fitted.</summary>
    public ISignalPort? Signals { get; set; }

    /// <summary>The internal storage, where the cable may have left an identity; null where a lock has none.</summary>
    public IFileStore? Files { get; set; }

    /// <summary>Counts the exceptions that the lock survives; null for nobody.</summary>
    public IFaultSink? Faults { get; set; }

    /// <summary>Whether the internal storage came up without the setup secret that the installer's cable leaves on it.</summary>
    public bool IsStorageEmpty { get; set; }
}
