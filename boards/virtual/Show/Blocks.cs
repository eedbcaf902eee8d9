using Spectre.Console;

namespace LockFirmware.VirtualBoard.Show;

/// <summary>Pieces of coloured output.</summary>
internal static class Blocks
{
    /// <summary>Text over the full width, so that it overwrites what a live display showed on these lines.</summary>
    public static Grid Line(string markup)
    {
        Grid grid = new() { Expand = true };
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        grid.AddRow(new Markup(markup));
        return grid;
    }
}
