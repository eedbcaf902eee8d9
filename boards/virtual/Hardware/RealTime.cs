using System.Diagnostics;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>Real time: the clock of this machine. A caller may skip some of it.</summary>
public sealed class RealTime : IBoardTime
{
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Stopwatch _stopwatch = Stopwatch.StartNew();

    private long _skippedMs;

    /// <inheritdoc/>
    public long NowMs => _stopwatch.ElapsedMilliseconds + Interlocked.Read(ref _skippedMs);

    /// <inheritdoc/>
    public uint Utc => (uint)((DateTime.UtcNow - Epoch).TotalSeconds + (Interlocked.Read(ref _skippedMs) / 1000));

    /// <inheritdoc/>
    public bool IsReal => true;

    /// <inheritdoc/>
    public IRadioTime ForRadio(Action pump) => new RealRadioTime();

    /// <summary>Skips time, as if the board had waited that long. Waits that run already do not end earlier.</summary>
    /// <param name="ms">Milliseconds, not negative.</param>
    public void Skip(uint ms) => Interlocked.Add(ref _skippedMs, ms);
}
