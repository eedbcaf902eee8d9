namespace LockFirmware.Facility.Data;

/// <summary>A job file that the portal gave to an installer (docs/lockctl.md, Jobs).</summary>
public sealed class Job
{
    /// <summary>The number of the job, from 1.</summary>
    public long Id { get; set; }

    /// <summary>When it was made, seconds since 2020-01-01T00:00:00Z.</summary>
    public long MadeAt { get; set; }

    /// <summary>From when on lockctl does not use it any more, seconds since 2020-01-01T00:00:00Z.</summary>
    public long NotAfter { get; set; }

    /// <summary>The member who made it.</summary>
    public long? StaffId { get; set; }

    /// <summary>The numbers of its locks, with blanks between them.</summary>
    public required string Locks { get; set; }
}

/// <summary>What the facility knows of the hardware of a lock that is or was in a job. The lock may have no entry yet.</summary>
public sealed class JobLock
{
    /// <summary>The lock's number.</summary>
    public long Id { get; set; }

    /// <summary>The job that has the lock now; null for none.</summary>
    public long? JobId { get; set; }

    /// <summary>Whether a job has put it into service.</summary>
    public bool IsInService { get; set; }

    /// <summary>A FacilityLock with the setup secret, encrypted under the facility's secret.</summary>
    public required byte[] Sealed { get; set; }
}
