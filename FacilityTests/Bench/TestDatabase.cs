using System.Globalization;
using Npgsql;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>The databases that the facility runs on.</summary>
public enum DatabaseKind
{
    /// <summary>A file in the facility's folder.</summary>
    Sqlite,

    /// <summary>A server.</summary>
    Postgres,
}

/// <summary>A database of its own for one test.</summary>
internal sealed class TestDatabase : IDisposable
{
    /// <summary>The environment variable that names a PostgreSQL server: a connection string whose user may make databases.</summary>
    public const string Variable = "FACILITY_TEST_POSTGRES";

    private readonly string? _server;
    private readonly string _name = "facility_test_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>Makes one; without a server the test is inconclusive.</summary>
    /// <param name="kind">On SQLite it makes nothing: the file is in the facility's folder.</param>
    /// <param name="isEmpty">Whether it has no tables yet; otherwise it is a copy of <see cref="MigratedDatabase"/>.</param>
    public TestDatabase(DatabaseKind kind, bool isEmpty = false)
    {
        if (kind == DatabaseKind.Sqlite)
            return;
        _server = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(_server))
            Assert.Inconclusive(
                $"Not tried on PostgreSQL: set {Variable} to the connection string of a server whose user may make databases.");
        Run(_server, isEmpty ? $"CREATE DATABASE {_name}" : $"CREATE DATABASE {_name} TEMPLATE {MigratedDatabase.NameOn(_server)}");
        Postgres = new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 10 }.ConnectionString;
    }

    /// <summary>The connection string; null for SQLite.</summary>
    public string? Postgres { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Postgres == null)
            return;
        using (NpgsqlConnection connection = new(Postgres))
            NpgsqlConnection.ClearPool(connection);
        Run(_server!, $"DROP DATABASE {_name} WITH (FORCE)");
    }

    /// <summary>Runs a command on a server.</summary>
    internal static void Run(string server, string sql)
    {
        using NpgsqlConnection connection = new(server);
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }
}
