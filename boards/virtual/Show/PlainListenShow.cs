using LockFirmware.LockController.Feedback;
using LockFirmware.LockLink.Words;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Listen;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Shows a running lock in lines of text.</summary>
internal sealed class PlainListenShow(FacilityFile facility, TextWriter output) : IListenShow
{
    private readonly EventWords _words = new(facility.Time, new FacilityNames(facility));
    private string _state = string.Empty;
    private Signal _signal;

    /// <inheritdoc/>
    public void Run(LockSite site, Action listen)
    {
        output.WriteLine(ListenText.Identity(facility, site));
        listen();
    }

    /// <inheritdoc/>
    public void Ready(int port, bool hasKeys)
    {
        output.WriteLine(ListenText.Listening(port));
        if (hasKeys)
            Help();
        output.Flush();
    }

    /// <inheritdoc/>
    public void Event(TrailEvent item)
    {
        string line =
            $"event {item.Sequence}, {_words.Time(item.Event)}, clock {EventWords.Trust(item.Event)}: {EventWords.Kind(item.Event)}";
        foreach (string more in new[] { _words.Who(item.Event), _words.Why(item.Event) }.Where(more => more.Length > 0))
            line += $", {more}";
        output.WriteLine(line);
    }

    /// <inheritdoc/>
    public void Moved(LockSite site)
    {
        string latch = site.Board.Door.IsReleased ? "released" : "secured";
        string state = $"latch {latch}, door {(site.Board.Door.IsOpen ? "open" : "closed")}, power {(site.HasPower ? "on" : "off")}";
        if (state != _state)
            output.WriteLine(state);
        _state = state;
        Signal signal = site.Board.Signal;
        if (signal != _signal && signal != Signal.None)
            output.WriteLine($"signal {SignalWords.Of(signal, SignalTable.Of(signal).Slots)}");
        _signal = signal;
    }

    /// <inheritdoc/>
    public void Say(string sentence) => output.WriteLine(sentence);

    /// <inheritdoc/>
    public void Help() => output.WriteLine($"keys: {ListenText.Keys}");
}
