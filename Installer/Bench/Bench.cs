using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>
/// Writes one lock after the other, several at a time: each board that appears on a port becomes the next lock of the list for its chip.
/// </summary>
/// <param name="setup">What it works with.</param>
/// <param name="show">Shows it.</param>
internal sealed class Bench(BenchSetup setup, IBenchShow show)
{
    private readonly BenchPlan _plan = new(setup.Facility, setup.OnlyBoard, setup.Places.Count > 0);
    private readonly BenchLog _log = new(Path.Combine(setup.Folder, "bench.csv"), setup.Terminal.Time);
    // The ports whose board is or was worked on. A board that is plugged in again is worked on again.
    private readonly HashSet<string> _served = [];
    private readonly Dictionary<string, Task> _running = [];
    private bool _hasFailed;

    /// <summary>Works until every lock of the list is done, or until it is stopped.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using BenchTurns turns = new();
        try
        {
            await show.RunAsync(() => WorkAsync(turns, stop)).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        (int done, int all) = _plan.Count();
        return _hasFailed && done < all ? ExitCode.FlashTool : ExitCode.Ok;
    }

    private async Task WorkAsync(BenchTurns turns, CancellationToken stop)
    {
        ISerialPorts ports = setup.Terminal.Ports;
        IReadOnlyList<string> present = ports.List(setup.Ports);
        // A board that was there before the bench began may be something else. It is erased only when its port is named.
        if (setup.Ports.Count == 0)
        {
            foreach (string port in present)
            {
                _served.Add(port);
                show.Row(new BenchRow(port, string.Empty, null, string.Empty, "was there before; plug it in again, or name it with --port",
                    BenchRowKind.LeftAlone));
            }
        }
        Task<IReadOnlyList<string>>? changed = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            Start(present, turns, stop);
            (int done, int all) = _plan.Count();
            show.Count(done, all);
            if (_running.Count == 0 && (done == all || setup.EndsWhenIdle))
                return;
            changed ??= ports.NextAsync(present, setup.Ports, stop);
            Task first = await Task.WhenAny([changed, .. _running.Values]).ConfigureAwait(false);
            if (first == changed)
            {
                IReadOnlyList<string> now = await changed.ConfigureAwait(false);
                TakeOut(present.Except(now));
                (present, changed) = (now, null);
            }
            foreach ((string port, Task run) in _running.Where(entry => entry.Value.IsCompleted).ToArray())
            {
                _running.Remove(port);
                await run.ConfigureAwait(false);
            }
        }
    }

    private void Start(IEnumerable<string> present, BenchTurns turns, CancellationToken stop)
    {
        foreach (string port in present.Where(port => !_running.ContainsKey(port) && _served.Add(port)).ToArray())
            _running[port] = RunAsync(new BenchRun(setup, _plan, turns, _log, show, port), stop);
    }

    private async Task RunAsync(BenchRun run, CancellationToken stop)
    {
        await run.RunAsync(stop).ConfigureAwait(false);
        _hasFailed |= run.HasFailed;
    }

    private void TakeOut(IEnumerable<string> ports)
    {
        foreach (string port in ports)
        {
            _served.Remove(port);
            if (!_running.ContainsKey(port))
                show.Empty(port);
        }
    }
}
