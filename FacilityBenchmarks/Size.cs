namespace LockFirmware.FacilityBenchmarks;

/// <summary>How much there is, and how often it is measured.</summary>
/// <param name="Users">Users; each has a unit, a phone and two keys. At least 1000.</param>
/// <param name="Events">Events of locks, at least ten thousand.</param>
internal sealed record Size(int Users, int Events)
{
    /// <summary>Locks: gates, doors of buildings, and the doors of the first units.</summary>
    public const int Entries = 1000;

    /// <summary>The first of the locks, which every tenant passes.</summary>
    public const int Gates = 2;

    /// <summary>Buildings, each with a door, whose locks follow the gates.</summary>
    public const int Buildings = 100;

    private const long SpanSeconds = 3L * 365 * 86400;

    /// <summary>Requests for a page whose time does not count.</summary>
    public int WarmUps { get; init; } = 3;

    /// <summary>Requests for a page that are measured.</summary>
    public int Repetitions { get; init; } = 21;

    /// <summary>Phones that ask for keys, each once, in one line of the table.</summary>
    public int Phones { get; init; } = 96;

    /// <summary>Batches of each lock in one line of the table.</summary>
    public int BatchesOfLock { get; init; } = 30;

    /// <summary>Records of the office.</summary>
    public int OfficeRecords => Events / 10;

    /// <summary>From one event to the next: they fill three years.</summary>
    public long EventSeconds => Math.Max(1, SpanSeconds / Events);

    /// <summary>How long ago the first event was, seconds.</summary>
    public static long Span => SpanSeconds;
}
