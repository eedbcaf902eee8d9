using System.Collections.Concurrent;

namespace LockFirmware.LockLink.Bluez;

/// <summary>Lets one link of this program at a time use an adapter.</summary>
internal sealed class AdapterGate : IDisposable
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new();

    private readonly List<string> _held = [];

    private AdapterGate()
    {
    }

    /// <summary>Waits for adapters. They are taken in the order of their names, so that no two links wait for each other.</summary>
    /// <returns>Null if the time is over first.</returns>
    public static async Task<AdapterGate?> EnterAsync(IEnumerable<string> adapters, CancellationToken late, CancellationToken cancel)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late, cancel);
        AdapterGate gate = new();
        try
        {
            foreach (string adapter in adapters.Order(StringComparer.Ordinal))
            {
                await Gates.GetOrAdd(adapter, _ => new SemaphoreSlim(1, 1)).WaitAsync(either.Token).ConfigureAwait(false);
                gate._held.Add(adapter);
            }
            return gate;
        }
        catch (OperationCanceledException)
        {
            gate.Dispose();
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Lets go of all adapters but one.</summary>
    public void Keep(string adapter)
    {
        foreach (string other in _held.Where(held => held != adapter))
            Gates[other].Release();
        _held.RemoveAll(held => held != adapter);
    }

    /// <inheritdoc/>
    public void Dispose() => Keep(string.Empty);
}
