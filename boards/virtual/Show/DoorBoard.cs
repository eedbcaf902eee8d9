using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Hardware;
using Spectre.Console;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>A table of the current state of all doors.</summary>
internal sealed class DoorBoard
{
    private const int LatchColumn = 1;
    private const int DoorColumn = 2;
    private const int SignalColumn = 3;
    private const int PowerColumn = 4;

    private const int SignalWidth = 20;
    private const string Lamp = "●";
    private const string Note = "♪";

    private readonly List<LockSite> _sites = [];
    private readonly List<string> _shown = [];

    /// <summary>Makes an empty table.</summary>
    public DoorBoard()
    {
        Table = new Table { Border = TableBorder.Rounded };
        Table.BorderColor(Color.Grey);
        foreach (string column in new[] { "lock", "latch", "door", "signal", "power" })
            Table.AddColumn(
                new TableColumn($"[grey]{column}[/]")
                {
                    NoWrap = true,
                    Width = column switch { "lock" => null, "signal" => SignalWidth, _ => 10 }
                });
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>Adds a row for each door.</summary>
    public void Show(IReadOnlyList<LockSite> sites)
    {
        foreach (LockSite site in sites)
        {
            _sites.Add(site);
            _shown.Add(Words(site));
            Table.AddRow($"[bold]{Markup.Escape(site.Entry.Name)}[/]", Latch(site), Door(site), Signal(site), Power(site));
        }
    }

    /// <summary>Redraws a door's row.</summary>
    /// <returns>Whether anything has changed.</returns>
    public bool Update(LockSite site)
    {
        int row = _sites.IndexOf(site);
        if (_shown[row] == Words(site))
            return false;
        _shown[row] = Words(site);
        Table.UpdateCell(row, LatchColumn, Latch(site));
        Table.UpdateCell(row, DoorColumn, Door(site));
        Table.UpdateCell(row, SignalColumn, Signal(site));
        Table.UpdateCell(row, PowerColumn, Power(site));
        return true;
    }

    private static string Words(LockSite site) => Latch(site) + Door(site) + Signal(site) + Power(site);

    private static string Latch(LockSite site) => site.Board.Door.IsReleased ? "[green]released[/]" : "[grey]secured[/]";

    private static string Door(LockSite site) => site.Board.Door.IsOpen ? "[yellow]open[/]" : "[grey]closed[/]";

    private static string Signal(LockSite site)
    {
        VirtualSignals signals = site.Board.Signals;
        string red = signals.IsRed ? "red" : "grey", green = signals.IsGreen ? "green" : "grey";
        string note = signals.IsSounding ? Note : " ";
        return $"[{red}]{Lamp}[/][{green}]{Lamp}[/]{note} {SignalWords.Name(site.Board.Signal)}";
    }

    private static string Power(LockSite site) => site.HasPower ? "[grey]on[/]" : "[red]off[/]";
}
