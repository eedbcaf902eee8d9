using System.Diagnostics;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Hardware;

/// <summary>Real time: the clock of this machine.</summary>
public sealed class RealTime : IBoardTime
{
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Stopwatch _stopwatch = Stopwatch.StartNew();

    /// <inheritdoc/>
    public long NowMs => _stopwatch.ElapsedMilliseconds;

    /// <inheritdoc/>
    public uint Utc => (uint)(DateTime.UtcNow - Epoch).TotalSeconds;

    /// <inheritdoc/>
    public bool IsReal => true;

    /// <inheritdoc/>
    public IRadioTime ForRadio(Action pump) => new RealRadioTime();
}
