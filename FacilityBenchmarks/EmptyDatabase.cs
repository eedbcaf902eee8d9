using Npgsql;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Checks that only an empty database is filled.</summary>
internal static class EmptyDatabase
{
    private const string Prefix = "bench_";

    /// <summary>Checks the database, and makes it anew if asked.</summary>
    /// <param name="postgres">The connection string; null for SQLite, which is always new.</param>
    /// <param name="recreate">Whether it may be dropped.</param>
    /// <returns>Why it cannot be used and what to do; null if it can be used.</returns>
    public static async Task<string?> PrepareAsync(string? postgres, bool recreate)
    {
        if (postgres == null)
            return recreate
                ? "--recreate is about a PostgreSQL database: name it with --postgres. SQLite lies in a new folder at each run."
                : null;
        try
        {
            NpgsqlConnectionStringBuilder settings = new(postgres);
            string name = settings.Database ?? "";
            if (recreate && !name.StartsWith(Prefix, StringComparison.Ordinal))
                return $"--recreate deletes the whole database, so it takes only names that begin with \"{Prefix}\", and this one is "
                    + $"\"{name}\". Nothing was changed.";
            if (recreate)
                await RecreateAsync(postgres, name);
            return await WhyNotAsync(postgres, name);
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException)
        {
            return $"The database cannot be used: {exception.Message} Look at the connection string and at the server; --recreate makes a "
                + "database that is not there.";
        }
    }

    private static async Task RecreateAsync(string postgres, string name)
    {
        string server = new NpgsqlConnectionStringBuilder(postgres) { Database = "postgres", Pooling = false }.ConnectionString;
        await using NpgsqlConnection connection = new(server);
        await connection.OpenAsync();
        string quoted = '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        foreach (string sql in new[] { $"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)", $"CREATE DATABASE {quoted}" })
        {
            await using NpgsqlCommand command = new(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<string?> WhyNotAsync(string postgres, string name)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(postgres) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand tables = new("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", connection);
        long count = (long)(await tables.ExecuteScalarAsync())!;
        if (count > 0)
            return $"The database \"{name}\" is not empty: it has {count} tables. Nothing was changed. Name an empty one, or have one "
                + $"whose name begins with \"{Prefix}\" dropped and made anew with --recreate.";
        await using NpgsqlCommand super = new("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", connection);
        return await super.ExecuteScalarAsync() is true ? null
            : $"The user of \"{name}\" is no superuser, and foreign keys are off while the database is filled. Use a superuser of a "
            + "server of your own.";
    }
}
