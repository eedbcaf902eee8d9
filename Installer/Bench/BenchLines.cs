using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>Shows a bench in lines, one for each change.</summary>
internal sealed class BenchLines(Terminal terminal) : IBenchShow
{
    private readonly Lock _turn = new();
    private int _done = -1;

    /// <inheritdoc/>
    public void Row(BenchRow row)
    {
        string[] words = [row.Port, row.Chip, row.Lock, row.State];
        lock (_turn)
            terminal.Say(string.Join(": ", words.Where(word => word.Length > 0)));
    }

    /// <inheritdoc/>
    public void Empty(string port)
    {
        lock (_turn)
            terminal.Say($"{port}: unplugged");
    }

    /// <inheritdoc/>
    public void Count(int done, int all)
    {
        lock (_turn)
        {
            if (done != _done)
                terminal.Say($"{done} of {all} locks are done.");
            _done = done;
        }
    }

    /// <inheritdoc/>
    public Task RunAsync(Func<Task> work) => work();
}
