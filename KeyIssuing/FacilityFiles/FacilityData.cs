namespace LockFirmware.KeyIssuing.FacilityFiles;

/// <summary>The content of the facility file (docs/lockctl.md). Whoever has it can make a key for every lock of the facility.</summary>
public sealed class FacilityData
{
    /// <summary>The only valid value of <see cref="Format"/>.</summary>
    public const string FormatName = "lockfirmware-facility-1";

    /// <summary>The lowest number of a key that is issued to a person.</summary>
    public const uint FirstKeyId = 1001;

    /// <summary>The file format, <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The facility's name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The facility's number, from 1. Every key and every lock has it.</summary>
    public required uint FacilityId { get; init; }

    /// <summary>The facility's secret, 32 bytes in hex; empty in a job file.</summary>
    public required string FacilitySecret { get; init; }

    /// <summary>When the file was made, seconds since 2020-01-01T00:00:00Z.</summary>
    public required uint CreatedAt { get; init; }

    /// <summary>The IANA name of the facility's time zone.</summary>
    public required string Zone { get; init; }

    /// <summary>The zone's rule, 14 bytes in hex.</summary>
    public required string ZoneRule { get; init; }

    /// <summary>The facility's holidays, as yyyy-MM-dd.</summary>
    public required List<string> Holidays { get; init; }

    /// <summary>The number of the next key, from <see cref="FirstKeyId"/>.</summary>
    public required uint NextKeyId { get; set; }

    /// <summary>The facility's locks.</summary>
    public required List<FacilityLock> Locks { get; init; }

    /// <summary>The locks that were removed. Their generations must not be used again, because old keys would open.</summary>
    public List<RemovedLock> Removed { get; init; } = [];

    /// <summary>The job that this file is for; null in the facility's own file.</summary>
    public JobData? Job { get; init; }

    /// <summary>The jobs that were given out.</summary>
    public List<JobNote> Jobs { get; init; } = [];
}

/// <summary>A lock number that is not in use any more.</summary>
/// <param name="Id">The lock's number.</param>
/// <param name="Generation">The highest generation that was used for it.</param>
public sealed record RemovedLock(uint Id, ushort Generation);
