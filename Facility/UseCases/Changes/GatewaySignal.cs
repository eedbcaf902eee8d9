using System.Threading.Channels;

namespace LockFirmware.Facility.UseCases.Changes;

/// <summary>
/// Tells the gateway of this process that a lock is due for a visit. Send it after the visit time is committed. Gateways of other
/// processes find out when they ask the database next. Thread-safe.
/// </summary>
public sealed class GatewaySignal
{
    private readonly Channel<bool> _sent =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the gateway. Several signals before it looks count as one.</summary>
    public void Send() => _sent.Writer.TryWrite(true);

    /// <summary>Waits for a signal, or for the longest wait.</summary>
    /// <param name="longest">The longest wait.</param>
    /// <param name="time">Measures the wait.</param>
    /// <param name="stop">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        using CancellationTokenSource late = new(longest, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _sent.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The longest wait is over.
        }
    }
}
