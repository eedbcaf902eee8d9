using Spectre.Console;
using Spectre.Console.Rendering;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>Shows a bench as a table that is drawn again at each change.</summary>
internal sealed class BenchTable(IAnsiConsole console) : IBenchShow
{
    private readonly Lock _turn = new();
    private readonly SortedDictionary<string, BenchRow> _rows = new(StringComparer.Ordinal);
    private LiveDisplayContext? _live;
    private string _count = string.Empty;

    /// <inheritdoc/>
    public void Row(BenchRow row) => Change(() => _rows[row.Port] = row);

    /// <inheritdoc/>
    public void Empty(string port) => Change(() => _rows.Remove(port));

    /// <inheritdoc/>
    public void Count(int done, int all) => Change(() => _count = $"{done} of {all} locks are done. Ctrl+C ends.");

    /// <inheritdoc/>
    public Task RunAsync(Func<Task> work) => console.Live(Draw()).StartAsync(async live =>
    {
        lock (_turn)
            _live = live;
        await work().ConfigureAwait(false);
        lock (_turn)
            _live = null;
    });

    /// <summary>The table as it is now.</summary>
    public IRenderable Draw()
    {
        Table table = new Table().AddColumns("port", "chip", "lock", "state");
        foreach (BenchRow row in _rows.Values)
        {
            string colour = row.Kind switch
            {
                BenchRowKind.Done => "green",
                BenchRowKind.Failed => "red",
                BenchRowKind.LeftAlone => "grey",
                _ => "yellow",
            };
            table.AddRow(
                new Text(Path.GetFileName(row.Port)),
                new Text(row.Chip),
                new Text(row.Lock),
                new Markup($"[{colour}]{Markup.Escape(row.State)}[/]"));
        }
        return table.Caption(new TableTitle(Markup.Escape(_count)));
    }

    private void Change(Action change)
    {
        lock (_turn)
        {
            change();
            _live?.UpdateTarget(Draw());
        }
    }
}
