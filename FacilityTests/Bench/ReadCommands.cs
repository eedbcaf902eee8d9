using System.Collections.Concurrent;
using System.Data.Common;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>Notes the queries of a facility.</summary>
internal sealed class ReadCommands : DbCommandInterceptor
{
    private readonly ConcurrentQueue<string> _texts = new();

    /// <summary>The queries since the last <see cref="Clear"/>.</summary>
    public IReadOnlyCollection<string> Texts => _texts;

    /// <summary>Adds it to the program.</summary>
    public void AddTo(IServiceCollection services) => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(this));

    /// <summary>Forgets the queries.</summary>
    public void Clear() => _texts.Clear();

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _texts.Enqueue(command.CommandText);
        return new ValueTask<InterceptionResult<DbDataReader>>(result);
    }
}
