using System.Globalization;
using LockFirmware.Facility.Site;
using LockFirmware.Facility.UseCases.Changes;

namespace LockFirmware.Facility.Gateway;

/// <summary>
/// Visits every lock that is due, several at the same time, until the program ends. Several processes may do it with one database.
/// </summary>
internal sealed class GatewayWorker(IServiceScopeFactory scopes, GatewaySettings settings, GatewaySignal signal, FacilityClock clock,
    ILogger<GatewayWorker> log)
    : BackgroundService
{
    private readonly string _owner =
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.IsOff)
            return;
        // The thread that starts the program must not wait for a visit.
        await Task.Yield();
        List<Task> visits = [];
        Task? wait = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            visits.RemoveAll(visit => visit.IsCompleted);
            if (wait is null or { IsCompleted: true })
                wait = signal.WaitAsync(TimeSpan.FromSeconds(settings.PollSeconds), clock.Time, stoppingToken);
            foreach (long entryId in await DueAsync(settings.ParallelMax - visits.Count, stoppingToken))
                visits.Add(VisitAsync(entryId, stoppingToken));
            await Task.WhenAny([wait, .. visits]);
        }
        await Task.WhenAll(visits);
    }

    private async Task<long[]> DueAsync(int countMax, CancellationToken stop)
    {
        if (countMax <= 0)
            return [];
        try
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<EntryLeases>().DueAsync(countMax, stop);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "The gateway cannot read from the database which locks are due. It tries again.");
            return [];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private async Task VisitAsync(long entryId, CancellationToken stop)
    {
        try
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<LockSync>().VisitAsync(entryId, _owner, stop);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
        catch (Exception exception)
        {
            // The lease stays, so no gateway visits the lock again before the lease has run out.
            log.LogError(exception, "The visit to lock {EntryId} failed with an unexpected error.", entryId);
        }
    }
}
