namespace LockFirmware.LockLink.Bluez;

/// <summary>Listens for locks with all adapters of this computer, without connecting to any.</summary>
public static class BluezSurvey
{
    /// <summary>Listens for a time. An adapter that serves a lock is waited for.</summary>
    /// <param name="open">Opens BlueZ.</param>
    /// <param name="listening">How long.</param>
    /// <param name="limits">How long it waits for an adapter.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>The locks, each once for each adapter, as it was heard most strongly.</returns>
    /// <exception cref="LockLinkException">No adapter can be used. The message says what to do.</exception>
    public static async Task<IReadOnlyList<HeardLock>> ListenAsync(Func<CancellationToken, Task<IBluez>> open, TimeSpan listening,
        BluezLimits limits, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await using IBluez bluez = await open(cancel).ConfigureAwait(false);
            IReadOnlyList<string> adapters = await BluezScan.AdaptersAsync(bluez, null, cancel).ConfigureAwait(false);
            using CancellationTokenSource late = new(limits.Adapter, time);
            using AdapterGate gate = await AdapterGate.EnterAsync(adapters, late.Token, cancel).ConfigureAwait(false)
                ?? throw new LockLinkException(LinkFault.Taken, BluezWords.Busy(string.Join(", ", adapters)));
            Dictionary<string, HeardLock> strongest = [];
            await using BluezScan scan = await BluezScan.StartAsync(bluez, adapters, time, cancel).ConfigureAwait(false);
            long begun = time.GetTimestamp();
            while (time.GetElapsedTime(begun) < listening)
            {
                foreach (HeardLock one in await scan.HeardAsync(cancel).ConfigureAwait(false))
                {
                    if (!strongest.TryGetValue(one.Path, out HeardLock? before)
                        || (one.Signal ?? int.MinValue) > (before.Signal ?? int.MinValue))
                        strongest[one.Path] = one;
                }
                await scan.WaitAsync(cancel).ConfigureAwait(false);
            }
            return [.. strongest.Values];
        }
        catch (BluezException exception)
        {
            throw new LockLinkException(LinkFault.Unreachable, BluezWords.Of(exception), 0, exception);
        }
    }
}
