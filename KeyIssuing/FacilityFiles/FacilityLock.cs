using System.Text.Json.Serialization;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>What a door is for.</summary>
public enum DoorKind
{
    /// <summary>A door or gate of the site. Keys for it have no tenancy number.</summary>
    Entry,

    /// <summary>A unit that is rented out. Keys for it have the number of the tenancy.</summary>
    Unit,
}

/// <summary>One lock in the facility file.</summary>
public sealed class FacilityLock
{
    /// <summary>The lock's number, from 1; unique in the facility.</summary>
    public required uint Id { get; init; }

    /// <summary>The lock's name, for people.</summary>
    public required string Name { get; set; }

    /// <summary>The board that the lock runs on: the name of a folder in boards/.</summary>
    public required string Board { get; set; }

    /// <summary>What the door is for.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<DoorKind>))]
    public required DoorKind Kind { get; init; }

    /// <summary>Whether people leave the site through this door.</summary>
    public required bool IsExit { get; init; }

    /// <summary>The serial port at which the lock is flashed; null when unknown.</summary>
    public string? SerialPort { get; set; }

    /// <summary>The setup secret of the hardware in the door, 32 bytes in hex.</summary>
    public required string SetupSecret { get; set; }

    /// <summary>
    /// The highest generation that was used for this lock, from 1: the generation of the identity that the lock has or will get.
    /// The file is saved with it before an identity of that generation leaves the file. It never becomes lower.
    /// </summary>
    public required ushort Generation { get; set; }

    /// <summary>The generation that the lock last proved; 0 when it has proved none.</summary>
    public ushort InstalledGeneration { get; set; }

    /// <summary>Whether the hardware was replaced after <see cref="InstalledGeneration"/> was proved.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>
    /// The secrets that can authorize the next Provision after a reset with the button inside (docs/protocol.md, 8), in hex, newest
    /// last. There is one for each identity that was offered over the air, because the answer that says which one the lock took may
    /// be lost.
    /// </summary>
    public List<string> RecoverySecrets { get; init; } = [];

    /// <summary>The highest event number that this hardware reported, stored or not; 0 when its trail was never read.</summary>
    public uint SeenHead { get; set; }

    /// <summary>The highest boot count that this hardware reported with its trail; 0 when its trail was never read.</summary>
    public uint SeenBootCount { get; set; }

    /// <summary>The lock's ledger (<see cref="LockLedger"/>) in base64; null when none was stored.</summary>
    public string? Ledger { get; set; }

    /// <summary>The highest generation that a job may use for this lock; 0 when it never was in a job.</summary>
    public ushort ReservedThrough { get; set; }

    /// <summary>The job that has this lock now; 0 for none.</summary>
    public uint JobNumber { get; set; }

    /// <summary>In a job file: the secrets of the lock, one for each generation that the job may use.</summary>
    public List<JobSecret> JobSecrets { get; init; } = [];

    /// <summary>Stores that the lock has proved its <see cref="Generation"/>. The caller saves the file.</summary>
    public void TakeInstalled()
    {
        LockLedger ledger = ReadLedger();
        while (ledger.HighestGeneration < Generation)
            ledger.NextGeneration();
        if (IsReplaced)
        {
            ledger.Replaced(Generation);
            (SeenHead, SeenBootCount) = (0, 0);
        }
        else
            ledger.Provisioned(Generation);
        WriteLedger(ledger);
        InstalledGeneration = Generation;
        IsReplaced = false;
    }

    /// <summary>Reads the lock's ledger.</summary>
    /// <returns>The stored ledger, or a new one when none was stored.</returns>
    /// <exception cref="FacilityFileException">The stored ledger is damaged.</exception>
    public LockLedger ReadLedger()
    {
        LockLedger ledger = new(Id, InstalledGeneration == 0 ? Generation : InstalledGeneration);
        byte[] bytes = new byte[Ledger?.Length ?? 0];
        if (Ledger != null && !(Convert.TryFromBase64String(Ledger, bytes, out int count) && ledger.TryRead(bytes[..count])))
            throw new FacilityFileException($"The ledger of lock {Id} in the facility file is damaged. Take the newest good copy of the " +
                $"file.");
        return ledger;
    }

    /// <summary>Puts a ledger into <see cref="Ledger"/>. The caller saves the file.</summary>
    public void WriteLedger(LockLedger ledger) => Ledger = Convert.ToBase64String(ledger.ToBytes());
}
