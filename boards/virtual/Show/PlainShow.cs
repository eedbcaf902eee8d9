using LockFirmware.LockLink.Words;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Shows a demo in lines of text without colour, at most 80 columns wide, for files, pipes and simple terminals.</summary>
internal sealed class PlainShow(TextWriter output) : IDemoShow
{
    private const int Width = 80;
    private const int LabelWidth = 13;
    private static readonly int[] TrailColumns = [4, 15, 8, 16, 17, 20];

    private FacilityFile? _facility;

    /// <inheritdoc/>
    public bool Run(Func<bool> demo) => demo();

    /// <inheritdoc/>
    public void Begin(FacilityFile facility, IReadOnlyList<LockSite> sites)
    {
        _facility = facility;
        WriteWrapped(string.Empty, 0, Summary.Opening(facility));
        output.WriteLine();
    }

    /// <inheritdoc/>
    public void Provisioned(LockSite site, ProvisionReport report) => WriteWrapped("  ", 2, Summary.Provisioned(site, report));

    /// <inheritdoc/>
    public void Moved(LockSite site)
    {
        // A line cannot show a state that lasts for seconds; the line about the step describes it.
    }

    /// <inheritdoc/>
    public void Attempted(AttemptOutcome outcome)
    {
        output.WriteLine();
        output.WriteLine($"{outcome.Attempt.Number,3}  {_facility!.Time.Full(outcome.At)}  {AttemptText.Title(outcome)}");
        foreach (TextLine line in AttemptText.Lines(outcome, _facility.Time))
            WriteWrapped($"     {line.Label}".PadRight(LabelWidth), LabelWidth, line.Text);
    }

    /// <inheritdoc/>
    public void Trail(PulledTrail trail, IReadOnlyList<AttemptOutcome> outcomes)
    {
        EventWords words = new(_facility!.Time, new FacilityNames(_facility));
        output.WriteLine();
        WriteWrapped(string.Empty, 0, $"Audit trail of {trail.Site.Entry.Name}: {Summary.Trail(trail, outcomes)}");
        WriteRow("#", "local time", "clock", "event", "who", "why");
        foreach (TrailEvent item in trail.Events)
        {
            WriteRow(item.Sequence.ToString(), words.Time(item.Event), EventWords.Trust(item.Event),
                EventWords.Kind(item.Event), words.Who(item.Event), words.Why(item.Event));
        }
    }

    /// <inheritdoc/>
    public void End(IReadOnlyList<AttemptOutcome> outcomes, IReadOnlyList<string> differences)
    {
        output.WriteLine();
        WriteWrapped(string.Empty, 0, Summary.Ending(outcomes, differences));
        foreach (string difference in differences)
            WriteWrapped("  - ", 4, difference);
    }

    private void WriteRow(params string[] cells)
    {
        List<string>[] wrapped = [.. cells.Select((cell, i) => TextWrap.Lines(cell, TrailColumns[i] - 1))];
        for (int line = 0; line < wrapped.Max(cell => cell.Count); line++)
        {
            IEnumerable<string> parts =
                wrapped.Select((cell, i) => (line < cell.Count ? cell[line] : string.Empty).PadRight(TrailColumns[i]));
            output.WriteLine(string.Concat(parts).TrimEnd());
        }
    }

    private void WriteWrapped(string first, int indent, string text)
    {
        string before = first;
        foreach (string line in TextWrap.Lines(text, Width - indent))
        {
            output.WriteLine(before + line);
            before = new string(' ', indent);
        }
    }
}
