using System.Data.Common;
using LockFirmware.Facility.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Records the queries of a page, and asks the database for their query plans.</summary>
internal sealed class PlanCatcher : DbCommandInterceptor
{
    private readonly List<(string Sql, (string Name, object? Value)[] Parameters)> _queries = [];
    private volatile bool _isListening;

    /// <summary>The plans of all queries while some work runs.</summary>
    public async Task<string> OfAsync(BenchHost host, Func<Task> work)
    {
        _queries.Clear();
        _isListening = true;
        await work();
        _isListening = false;
        return await host.InDbAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            List<string> plans = [];
            foreach ((string sql, (string Name, object? Value)[] parameters) in _queries.Where(
                query => query.Sql.StartsWith("SELECT", StringComparison.Ordinal)))
                plans.Add(await ExplainAsync(db, sql, parameters));
            return string.Join("\n\n", plans);
        });
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (_isListening)
            _queries.Add(
                (command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(item => (item.ParameterName, item.Value))]));
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    private static async Task<string> ExplainAsync(FacilityDb db, string sql, (string Name, object? Value)[] parameters)
    {
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = (db.Database.IsSqlite() ? "EXPLAIN QUERY PLAN " : "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) ") + sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        List<string> lines = [sql];
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add("    " + reader.GetString(reader.FieldCount - 1));
        return string.Join('\n', lines);
    }
}
