using System.Data.Common;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>Runs an action after a request has read its data and before it stores its change.</summary>
internal sealed class Meanwhile : DbTransactionInterceptor
{
    private Func<Task>? _act;

    /// <summary>Whether the action has run.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>Adds it to the program.</summary>
    public void AddTo(IServiceCollection services) => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(this));

    /// <summary>The action; it runs once, before the next transaction begins.</summary>
    public void Let(Func<Task> act) => (_act, HasHappened) = (act, false);

    /// <inheritdoc/>
    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _act, null) is { } act)
        {
            await act();
            HasHappened = true;
        }
        return result;
    }
}
