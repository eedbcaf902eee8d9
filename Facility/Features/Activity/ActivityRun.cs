namespace LockFirmware.Facility.Features.Activity;

/// <summary>Lines that stand together in the list: one line, or a run of technical events that the page folds.</summary>
/// <param name="Lines">The lines, newest first.</param>
/// <param name="IsFolded">Whether the page shows only how many there are until somebody opens them.</param>
public sealed record ActivityRun(IReadOnlyList<ActivityLine> Lines, bool IsFolded)
{
    /// <summary>From so many technical events on, a run is folded.</summary>
    public const int FoldedCountMin = 3;

    /// <summary>Takes a page of lines apart.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="folds">Whether technical events are folded; not if a reader has asked for them.</param>
    public static IEnumerable<ActivityRun> Of(IReadOnlyList<ActivityLine> lines, bool folds)
    {
        for (int at = 0; at < lines.Count;)
        {
            int count = folds ? lines.Skip(at).TakeWhile(line => line.IsTechnical).Count() : 0;
            bool isFolded = count >= FoldedCountMin;
            yield return new ActivityRun([.. lines.Skip(at).Take(isFolded ? count : 1)], isFolded);
            at += isFolded ? count : 1;
        }
    }

    /// <summary>What a folded run says about itself.</summary>
    public string Words
    {
        get
        {
            string[] entries = [.. Lines.Select(line => line.Entry).Distinct()];
            string where = entries.Length == 1 ? entries[0] : $"{entries.Length} entries";
            return $"{Lines.Count} technical events, {where}, {Lines[^1].When} to {Lines[0].When}";
        }
    }
}
