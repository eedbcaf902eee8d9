using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Shows a demo in colours, with the state of the doors below the steps.</summary>
internal sealed class RichShow : IDemoShow
{
    private const int LabelWidth = 8;

    private readonly IAnsiConsole _console;
    private readonly int _paceMs;
    private FacilityFile? _facility;
    private DoorBoard? _doors;
    private LiveDisplayContext? _live;

    /// <summary>Makes it.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="paceMs">How long each movement of a door stays visible, ms; 0 for no wait.</param>
    public RichShow(IAnsiConsole console, int paceMs)
    {
        _console = console;
        _paceMs = paceMs;
    }

    /// <inheritdoc/>
    public bool Run(Func<bool> demo)
    {
        _doors = new DoorBoard();
        return _console.Live(_doors.Table).AutoClear(true).Start(live =>
        {
            _live = live;
            return demo();
        });
    }

    /// <inheritdoc/>
    public void Begin(FacilityFile facility, IReadOnlyList<LockSite> sites)
    {
        _facility = facility;
        _doors!.Show(sites);
        _console.Write(new Rule($"[bold]{Markup.Escape(facility.Name)}[/]").RuleStyle("grey").LeftJustified());
        _console.Write(Spaced(Blocks.Line(Markup.Escape(Summary.Opening(facility)))));
        _live!.Refresh();
    }

    /// <inheritdoc/>
    public void Provisioned(LockSite site, ProvisionReport report)
    {
        _console.Write(Hanging("[green]ready[/]", Markup.Escape(Summary.Provisioned(site, report))));
        Moved(site);
    }

    /// <inheritdoc/>
    public void Moved(LockSite site)
    {
        if (!_doors!.Update(site))
            return;
        _live!.Refresh();
        if (_paceMs > 0)
            Thread.Sleep(_paceMs);
    }

    /// <inheritdoc/>
    public void Attempted(AttemptOutcome outcome)
    {
        LocalTime time = _facility!.Time;
        string colour = Colour(AttemptText.ToneOf(outcome));
        string title = $"[{colour} bold]{Markup.Escape(AttemptText.Title(outcome))}[/]";
        Grid grid = NewGrid();
        grid.AddRow(new Markup($"[{colour}]{Mark(outcome)}[/] [grey]{outcome.Attempt.Number,3}[/]"),
            new Markup($"{title}  [grey]{time.Full(outcome.At)}[/]"));
        foreach (TextLine line in AttemptText.Lines(outcome, time))
        {
            string text = Markup.Escape(line.Text);
            IRenderable cell = line.Tone == Tone.Plain ? new Markup($"[silver]{text}[/]") : new Markup($"[{Colour(line.Tone)}]{text}[/]");
            grid.AddRow(new Markup($"[grey]{line.Label}[/]"), cell);
        }
        _console.Write(Spaced(grid));
        _live!.Refresh();
    }

    /// <inheritdoc/>
    public void Trail(PulledTrail trail, IReadOnlyList<AttemptOutcome> outcomes)
    {
        EventWords words = new(_facility!.Time, new FacilityNames(_facility));
        Table table = new() { Border = TableBorder.Simple, Expand = true };
        table.BorderColor(Color.Grey);
        foreach (string column in new[] { "#", "local time", "clock", "event", "who", "why" })
            table.AddColumn(
                new TableColumn($"[grey]{column}[/]") { NoWrap = column is not ("who" or "why"), Padding = new Padding(0, 0, 1, 0) });
        foreach (TrailEvent item in trail.Events)
        {
            string colour = EventColours.Of(item.Event.Kind);
            table.AddRow(
                new Markup($"[grey]{item.Sequence}[/]"),
                new Markup(words.Time(item.Event)),
                new Markup($"[grey]{EventWords.Trust(item.Event)}[/]"),
                new Markup($"[{colour}]{Markup.Escape(EventWords.Kind(item.Event))}[/]"),
                new Markup(Markup.Escape(words.Who(item.Event))),
                new Markup($"[silver]{Markup.Escape(words.Why(item.Event))}[/]"));
        }
        _console.Write(
            Blocks.Line(
                $"[bold]Audit trail of {Markup.Escape(trail.Site.Entry.Name)}:[/] "
                + $"[grey]{Markup.Escape(Summary.Trail(trail, outcomes))}[/]"));
        _console.Write(Spaced(table));
    }

    /// <inheritdoc/>
    public void End(IReadOnlyList<AttemptOutcome> outcomes, IReadOnlyList<string> differences)
    {
        string colour = differences.Count == 0 ? "green" : "red";
        _console.Write(Blocks.Line($"[{colour} bold]{Markup.Escape(Summary.Ending(outcomes, differences))}[/]"));
        foreach (string difference in differences)
            _console.Write(Hanging("[red]  -[/]", Markup.Escape(difference)));
    }

    private static Padder Spaced(IRenderable block) => new(block, new Padding(0, 0, 0, 1));

    private static Grid NewGrid()
    {
        Grid grid = new() { Expand = true };
        grid.AddColumn(new GridColumn { Width = LabelWidth, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        return grid;
    }

    private static Grid Hanging(string label, string text)
    {
        Grid grid = NewGrid();
        grid.AddRow(new Markup(label), new Markup(text));
        return grid;
    }

    private static string Mark(AttemptOutcome outcome) => AttemptText.ToneOf(outcome) switch
    {
        Tone.Good => "✓",
        Tone.Refused => "✗",
        Tone.Wrong => "!",
        _ => "·",
    };

    private static string Colour(Tone tone) => tone switch
    {
        Tone.Good => "green",
        Tone.Refused => "yellow",
        Tone.Wrong => "red",
        _ => "white",
    };
}
