using Npgsql;

namespace LockFirmware.FacilityTests.Bench;

/// <summary>A database of its own on the PostgreSQL that FACILITY_TEST_POSTGRES names.</summary>
internal static class TestPostgres
{
    /// <summary>Makes one; the test is inconclusive where there is no server.</summary>
    public static string NewDatabase()
    {
        string? server = Environment.GetEnvironmentVariable("FACILITY_TEST_POSTGRES");
        if (string.IsNullOrEmpty(server))
            Assert.Inconclusive("No PostgreSQL: set FACILITY_TEST_POSTGRES to a connection string whose role may create databases.");
        string name = $"facility_test_{Guid.NewGuid():N}";
        using NpgsqlConnection connection = new(server);
        connection.Open();
        using NpgsqlCommand create = new($"CREATE DATABASE {name}", connection);
        create.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
