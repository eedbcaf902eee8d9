using System.Data.Common;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>Lets something happen between the moment at which a request has read what it goes by and the one at which it stores.</summary>
internal sealed class Meanwhile : DbTransactionInterceptor
{
    private Func<Task>? _act;

    /// <summary>Whether it has happened.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>Puts it into the program.</summary>
    public void AddTo(IServiceCollection services) => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(this));

    /// <summary>What is to happen, once, before the next transaction begins.</summary>
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
