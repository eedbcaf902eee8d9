using System.Text.Json.Serialization;

namespace LockFirmware.InstallerTool.Site;

/// <summary>What a door is for.</summary>
internal enum DoorKind
{
    /// <summary>A door or gate of the site; keys to it carry no tenancy.</summary>
    Entry,

    /// <summary>A unit that is let; keys to it carry the number of the tenancy.</summary>
    Unit,
}

/// <summary>The facility file: as secret as all locks of the site together (docs/lockctl.md).</summary>
internal sealed class SiteFile
{
    /// <summary>What <see cref="Format"/> says.</summary>
    public const string FormatName = "lockfirmware-facility-1";

    /// <summary>What kind of file this is.</summary>
    public required string Format { get; init; }

    /// <summary>The facility's name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The facility's number, in every key and lock.</summary>
    public required uint FacilityId { get; init; }

    /// <summary>The facility's secret, 32 bytes in hex.</summary>
    public required string FacilitySecret { get; init; }

    /// <summary>When the file was made, seconds since 2020-01-01T00:00:00Z.</summary>
    public required uint CreatedAt { get; init; }

    /// <summary>The zone by its IANA name.</summary>
    public required string Zone { get; init; }

    /// <summary>The zone's rule, 14 bytes in hex.</summary>
    public required string ZoneRule { get; init; }

    /// <summary>The facility's holidays, like 2026-12-25.</summary>
    public required List<string> Holidays { get; init; }

    /// <summary>The number of the next key.</summary>
    public required uint NextKeyId { get; set; }

    /// <summary>The locks, by their number.</summary>
    public required List<SiteLock> Locks { get; init; }
}

/// <summary>One lock of the facility file.</summary>
internal sealed class SiteLock
{
    /// <summary>Its number, unique in the facility.</summary>
    public required uint Id { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The board it runs on: a folder of boards/.</summary>
    public required string Board { get; set; }

    /// <summary>What the door is for.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<DoorKind>))]
    public required DoorKind Kind { get; init; }

    /// <summary>Whether people leave the site by it.</summary>
    public required bool IsExit { get; init; }

    /// <summary>The serial port that it is flashed at; null for none.</summary>
    public string? SerialPort { get; set; }

    /// <summary>The setup secret of the hardware in the door, 32 bytes in hex.</summary>
    public required string SetupSecret { get; set; }

    /// <summary>
    /// The generation given out last, from 1: that of the identity this lock has or is to get. Raised and on the disk before an
    /// identity of it leaves this file; never lowered.
    /// </summary>
    public required ushort Generation { get; set; }

    /// <summary>The generation that the lock has been seen with; 0 before.</summary>
    public ushort InstalledGeneration { get; set; }

    /// <summary>Whether the hardware was changed since <see cref="InstalledGeneration"/>.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>
    /// What admits the next Provision after a reset by the button inside (docs/protocol.md, 8), hex, the newest last: one of each
    /// identity that was offered over the air, because the answer that says which was taken may be lost.
    /// </summary>
    public List<string> RecoverySecrets { get; init; } = [];

    /// <summary>The highest head of the trail that was read of this hardware, stored or not; 0 before.</summary>
    public uint SeenHead { get; set; }

    /// <summary>The highest boot count that was read with the trail of this hardware; 0 before.</summary>
    public uint SeenBootCount { get; set; }

    /// <summary>What the facility knows of the lock's notices and events; null before the first. Base64.</summary>
    public string? Ledger { get; set; }
}
