using LockFirmware.Facility.Site;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;

namespace LockFirmware.Facility.Gateway;

/// <summary>Listens for locks now and then, and reports which ones this gateway hears, until the program ends.</summary>
internal sealed class ListenWorker(IServiceScopeFactory scopes, ILockListener listener, GatewaySettings settings, FacilityClock clock,
    ILogger<ListenWorker> log)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.IsOff)
            return;
        // The thread that starts the program must not wait for the radio.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryListenAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(settings.ListenSeconds), clock.Time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    /// <summary>Listens once, if the place of any lock is Bluetooth.</summary>
    public async Task ListenAsync(CancellationToken stop)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        HearingStore store = scope.ServiceProvider.GetRequiredService<HearingStore>();
        if (!await store.IsNeededAsync(stop))
            return;
        IReadOnlyList<HeardLock> heard = [];
        string trouble = "";
        try
        {
            heard = await listener.ListenAsync(stop);
        }
        catch (LockLinkException exception) when (exception.Fault == LinkFault.Taken)
        {
            // The adapter visits locks, and each visit reports by itself.
            return;
        }
        catch (LockLinkException exception)
        {
            trouble = exception.Message;
        }
        await store.NoteAsync(heard, trouble);
    }

    private async Task TryListenAsync(CancellationToken stop)
    {
        try
        {
            await ListenAsync(stop);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "The gateway could not report which locks it hears. It tries again.");
        }
    }
}
