namespace LockFirmware.FacilityBenchmarks;

/// <summary>The amount of data, and how often it is measured.</summary>
/// <param name="Users">Users; each has a unit, a phone and two keys. At least 1000.</param>
/// <param name="Events">Events of locks, at least ten thousand.</param>
internal sealed record Size(int Users, int Events)
{
    /// <summary>Locks: gates, doors of buildings, and the doors of the first units.</summary>
    public const int Entries = 1000;

    /// <summary>The number of gates: the first locks, which every tenant passes.</summary>
    public const int Gates = 2;

    /// <summary>The number of buildings. Each has a door; their locks follow the gates.</summary>
    public const int Buildings = 100;

    private const long SpanSeconds = 3L * 365 * 86400;

    /// <summary>The number of requests for a page that are not measured.</summary>
    public int WarmUps { get; init; } = 3;

    /// <summary>The number of requests for a page that are measured.</summary>
    public int Repetitions { get; init; } = 21;

    /// <summary>The number of phones that ask for keys, each once, in one line of the table.</summary>
    public int Phones { get; init; } = 96;

    /// <summary>The number of batches of each lock in one line of the table.</summary>
    public int BatchesOfLock { get; init; } = 30;

    /// <summary>The number of records of what the office did.</summary>
    public int OfficeRecords => Events / 10;

    /// <summary>Seconds from one event to the next. All events together fill three years.</summary>
    public long EventSeconds => Math.Max(1, SpanSeconds / Events);

    /// <summary>How long ago the first event was, seconds.</summary>
    public static long Span => SpanSeconds;
}
