using LockFirmware.LockLink.Words;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Listen;
using Spectre.Console;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Shows a running lock in colours: its events, and below them the state of its door.</summary>
internal sealed class RichListenShow(FacilityFile facility, IAnsiConsole console) : IListenShow
{
    private readonly EventWords _words = new(facility.Time, new FacilityNames(facility));
    private readonly DoorBoard _doors = new();
    private LiveDisplayContext? _live;

    /// <inheritdoc/>
    public void Run(LockSite site, Action listen)
    {
        Write($"[grey]{Markup.Escape(ListenText.Identity(facility, site))}[/]");
        _doors.Show([site]);
        console.Live(_doors.Table).AutoClear(true).Start(live =>
        {
            _live = live;
            listen();
        });
    }

    /// <inheritdoc/>
    public void Ready(int port, bool hasKeys)
    {
        Write($"[bold green]{ListenText.Listening(port)}[/]");
        if (hasKeys)
            Help();
    }

    /// <inheritdoc/>
    public void Event(TrailEvent item)
    {
        string who = Markup.Escape(_words.Who(item.Event));
        string why = Markup.Escape(_words.Why(item.Event));
        string kind = Markup.Escape(EventWords.Kind(item.Event));
        Write($"[grey]{item.Sequence,4}  {_words.Time(item.Event),-14}  {EventWords.Trust(item.Event),-7}[/]  "
            + $"[{EventColours.Of(item.Event.Kind)}]{kind,-16}[/]  {who}  [silver]{why}[/]");
    }

    /// <inheritdoc/>
    public void Moved(LockSite site)
    {
        _doors.Update(site);
        _live!.Refresh();
    }

    /// <inheritdoc/>
    public void Say(string sentence) => Write(Markup.Escape(sentence));

    /// <inheritdoc/>
    public void Help() => Write($"[grey]keys: {Markup.Escape(ListenText.Keys)}[/]");

    private void Write(string markup)
    {
        console.Write(Blocks.Line(markup));
        _live?.Refresh();
    }
}
