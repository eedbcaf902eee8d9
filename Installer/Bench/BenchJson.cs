using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>Tells a bench to a program: one JSON object in each line.</summary>
internal sealed class BenchJson(Terminal terminal) : IBenchShow
{
    private readonly Lock _turn = new();

    /// <inheritdoc/>
    public void Row(BenchRow row) => Write(new
    {
        utc = Now,
        port = row.Port,
        chip = row.Chip,
        id = row.LockId,
        name = row.LockName,
        kind = row.Kind switch
        {
            BenchRowKind.Done => "done",
            BenchRowKind.LeftAlone => "left-alone",
            BenchRowKind.Failed => "failed",
            _ => "busy",
        },
        state = row.State,
    });

    /// <inheritdoc/>
    public void Empty(string port) => Write(new { utc = Now, port, kind = "unplugged" });

    /// <inheritdoc/>
    public void Count(int done, int all) => Write(new { utc = Now, kind = "count", done, all });

    /// <inheritdoc/>
    public Task RunAsync(Func<Task> work) => work();

    private string Now => JsonText.Utc(terminal.Time.GetUtcNow());

    private void Write<T>(T value)
    {
        lock (_turn)
            terminal.Say(JsonText.Line(value));
    }
}
