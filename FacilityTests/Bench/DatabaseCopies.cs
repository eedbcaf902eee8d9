using LockFirmware.Facility.UseCases.Backup;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>Copies of a facility's database, by number, that a test puts back while the facility's program rests.</summary>
/// <param name="bench">The facility.</param>
/// <param name="postgres">Its connection string; null for SQLite.</param>
internal sealed class DatabaseCopies(FacilityBench bench, string? postgres) : IDisposable
{
    private readonly Dictionary<int, string> _made = [];

    /// <summary>Makes a copy.</summary>
    public async Task AddAsync(int number)
    {
        if (postgres == null)
        {
            string file = Path.Combine(bench.Folder, $"copy{number}.db");
            await bench.InScopeAsync(services => services.GetRequiredService<DatabaseCopy>().MakeAsync(file));
            _made.Add(number, file);
            return;
        }
        string name = $"{Live}_{number}";
        OnServer($"CREATE DATABASE {name} TEMPLATE {Live}");
        _made.Add(number, name);
    }

    /// <summary>Puts a copy in the place of the database.</summary>
    public void PutBack(int number)
    {
        if (postgres == null)
        {
            SqliteFile.Copy(_made[number], Path.Combine(bench.Folder, "facility.db"));
            return;
        }
        OnServer($"DROP DATABASE {Live} WITH (FORCE)");
        OnServer($"CREATE DATABASE {Live} TEMPLATE {_made[number]}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string name in _made.Values.Where(_ => postgres != null))
            OnServer($"DROP DATABASE {name} WITH (FORCE)");
    }

    private string Live => new NpgsqlConnectionStringBuilder(postgres).Database!;

    private void OnServer(string sql)
    {
        // A database that is copied or dropped may have no connection.
        NpgsqlConnection.ClearAllPools();
        TestDatabase.Run(new NpgsqlConnectionStringBuilder(postgres) { Database = "postgres", Pooling = false }.ConnectionString, sql);
    }
}
