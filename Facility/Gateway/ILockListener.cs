using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;

namespace LockFirmware.Facility.Gateway;

/// <summary>Listens for locks over the air. A test replaces it.</summary>
public interface ILockListener
{
    /// <summary>Listens for a while.</summary>
    /// <returns>The locks, each once for each adapter, as it was heard most strongly.</returns>
    /// <exception cref="LockLinkException">This computer cannot listen. The message says what to do.</exception>
    Task<IReadOnlyList<HeardLock>> ListenAsync(CancellationToken stop);
}

/// <summary>Listens with all Bluetooth adapters of this computer.</summary>
internal sealed class BluezListener(TimeProvider time) : ILockListener
{
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeardLock>> ListenAsync(CancellationToken stop) =>
        BluezSurvey.ListenAsync(async cancel => await BluezBus.OpenAsync(cancel), Listening, new BluezLimits(), time, stop);
}
