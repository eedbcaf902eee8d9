using LockFirmware.Facility.Data;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.Facility.UseCases.Jobs;

/// <summary>What the new locks of a job are for.</summary>
public enum NewLockKind
{
    /// <summary>A door or gate of the site.</summary>
    Gate,

    /// <summary>A gate through which people leave the site.</summary>
    ExitGate,

    /// <summary>A unit that is let.</summary>
    Unit,
}

/// <summary>The form in which an administrator asks for a job file.</summary>
public sealed class JobForm
{
    /// <summary>How many locks a job can have.</summary>
    public const int LocksMax = 100;

    private const int NameLengthMax = 100;

    /// <summary>The numbers of known locks.</summary>
    public long[] Locks { get; set; } = [];

    /// <summary>The names of new locks, one a line.</summary>
    public string? Names { get; set; }

    /// <summary>What the new locks are for.</summary>
    public NewLockKind Kind { get; set; }

    /// <summary>The board that all locks of the job get.</summary>
    public string Board { get; set; } = "";

    /// <summary>When the job ends, in local time.</summary>
    public string Until { get; set; } = "";

    /// <summary>The names of the new locks.</summary>
    public string[] NewNames() => [.. (Names ?? "").Split('\n').Select(NameKeys.Clean).Where(name => name.Length > 0)];

    /// <summary>What is wrong with the form, as a text for people; null if nothing is.</summary>
    /// <param name="time">The facility's local time.</param>
    /// <param name="now">Seconds since 2020-01-01T00:00:00Z.</param>
    /// <param name="notAfter">When the job ends, if nothing is wrong.</param>
    public string? Complaint(LocalTime time, uint now, out uint notAfter)
    {
        // A browser writes the T of ISO 8601 between date and time.
        if (time.TryRead(Until.Trim().Replace('T', ' '), out notAfter) is { } wrong)
            return wrong;
        if (notAfter <= now)
            return "The job would have ended already. Choose a later time.";
        string[] names = NewNames();
        int count = Locks.Distinct().Count() + names.Length;
        if (count is 0 or > LocksMax)
            return $"Choose locks, or write names of new ones: 1 to {LocksMax} together.";
        if (!BoardNames.All.Contains(Board))
            return "Choose the board of the hardware.";
        if (names.FirstOrDefault(name => name.Length > NameLengthMax) is { } tooLong)
            return $"A name has at most {NameLengthMax} characters: {tooLong[..20]}…";
        return names.GroupBy(NameKeys.Of).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"The name {twice.First()} is there twice."
            : null;
    }
}
