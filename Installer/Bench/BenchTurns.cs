namespace LockFirmware.InstallerTool.Bench;

/// <summary>
/// Who may do what at the same time. nanoff stores the runtimes that it downloads in one folder and does not lock it
/// (Library/FirmwarePackage.cs), so the first board of each target downloads alone. There is one radio.
/// </summary>
internal sealed class BenchTurns : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SemaphoreSlim> _first = [];
    private readonly HashSet<string> _downloaded = [];

    /// <summary>For the radio.</summary>
    public SemaphoreSlim Radio { get; } = new(1);

    /// <summary>Waits until another board of this kind has downloaded the runtime.</summary>
    /// <returns>Tells the next one, when it is disposed.</returns>
    public async Task<IDisposable> DownloadAsync(string board, CancellationToken stop)
    {
        SemaphoreSlim turn;
        lock (_gate)
        {
            if (_downloaded.Contains(board))
                return new Turn(() => { });
            if (!_first.TryGetValue(board, out turn!))
                _first[board] = turn = new SemaphoreSlim(1);
        }
        await turn.WaitAsync(stop).ConfigureAwait(false);
        lock (_gate)
        {
            if (!_downloaded.Contains(board))
                return new Turn(() => turn.Release());
        }
        // The one before has downloaded it.
        turn.Release();
        return new Turn(() => { });
    }

    /// <summary>The runtime of a board is on this computer.</summary>
    public void Downloaded(string board)
    {
        lock (_gate)
            _downloaded.Add(board);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Radio.Dispose();
        foreach (SemaphoreSlim turn in _first.Values)
            turn.Dispose();
    }

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
