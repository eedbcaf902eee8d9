using System.Globalization;

namespace LockFirmware.Facility.Features.Activity;

/// <summary>
/// The place of a line in a list, after which the next page starts. An address contains it as time-sequence-number. Events of the same
/// second are in the order of their trail, whatever order they arrived in.
/// </summary>
/// <param name="Time">Seconds since 2020-01-01T00:00:00Z.</param>
/// <param name="Sequence">The number in the lock's trail; 0 for a record of the office.</param>
/// <param name="Id">The number of the row.</param>
public readonly record struct ListPlace(long Time, long Sequence, long Id) : IComparable<ListPlace>
{
    /// <summary>Before every line.</summary>
    public static ListPlace Top { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>Null if the text is no place; then the list starts at the top.</returns>
    public static ListPlace? Read(string? text)
    {
        string[] parts = (text ?? "").Split('-');
        return parts.Length == 3 && TryRead(parts[0], out long time) && TryRead(parts[1], out long sequence)
            && TryRead(parts[2], out long id) ? new ListPlace(time, sequence, id) : null;
    }

    /// <inheritdoc/>
    public int CompareTo(ListPlace other) =>
        Time != other.Time ? Time.CompareTo(other.Time)
        : Sequence != other.Sequence ? Sequence.CompareTo(other.Sequence)
        : Id.CompareTo(other.Id);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time}-{Sequence}-{Id}");

    private static bool TryRead(string part, out long number) =>
        long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
