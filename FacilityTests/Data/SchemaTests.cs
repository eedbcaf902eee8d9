using System.Data.Common;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LockFirmware.FacilityTests.Data;

/// <summary>The tables, as the migrations make them from nothing.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class SchemaTests
{
    private const string SqliteSchema = """
        SELECT m.name || '.' || c.name || ' ' || lower(c.type) || ' ' || c."notnull" || ' ' || c.pk
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\_\_EF%' ESCAPE '\'
            AND m.name NOT LIKE 'sqlite%'
        UNION ALL SELECT m.sql FROM sqlite_master m WHERE m.type = 'index' AND m.sql IS NOT NULL
        UNION ALL SELECT m.name || ' -> ' || f."table" || ' by ' || f."from" || ' ' || f.on_delete
        FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
        """;

    private const string PostgresSchema = """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length, 0) || ' ' || is_nullable
            || ' ' || is_identity
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
        UNION ALL SELECT replace(indexdef, ' COLLATE "C"', '') FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%'
        UNION ALL SELECT conrelid::regclass || ': ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'
        """;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Migrations_from_nothing_make_what_the_model_says(DatabaseKind kind)
    {
        string[] migrated = await SchemaAsync(kind, db => DatabaseSetup.MigrateAsync(db));
        string[] modelled = await SchemaAsync(kind, async db =>
        {
            // Only DatabaseSetup makes the file of a database.
            if (kind == DatabaseKind.Sqlite)
                await File.WriteAllBytesAsync(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource, []);
            await db.Database.EnsureCreatedAsync();
        });
        Assert.IsTrue(migrated.Length > 100);
        CollectionAssert.AreEqual(modelled, migrated,
            $"missing: {string.Join(" | ", modelled.Except(migrated))}\ntoo much: {string.Join(" | ", migrated.Except(modelled))}");
    }

    [TestMethod]
    public void The_migrations_snapshot_is_the_model()
    {
        DbContextOptionsBuilder<FacilityDb> options = new();
        DatabaseSetup.Use(options, null, Path.GetTempPath());
        using FacilityDb db = new(options.Options);
        Assert.IsFalse(db.Database.HasPendingModelChanges());
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Several_processes_may_start_on_an_empty_database_at_once(DatabaseKind kind)
    {
        using TestDatabase database = new(kind, isEmpty: true);
        string folder = Directory.CreateTempSubdirectory("facility-schema-").FullName;
        FacilityDb[] all = [.. Enumerable.Range(0, 3).Select(_ => Open(database, folder))];
        await Task.WhenAll(all.Select(db => Task.Run(() => DatabaseSetup.MigrateAsync(db))));
        Assert.AreEqual(0, (await all[^1].Database.GetPendingMigrationsAsync()).Count());
        await DatabaseSetup.MigrateAsync(all[^1]);
        foreach (FacilityDb db in all)
            await db.DisposeAsync();
        Clear(folder);
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Who_waits_for_another_process_says_so_and_goes_on(DatabaseKind kind)
    {
        using TestDatabase database = new(kind, isEmpty: true);
        string folder = Directory.CreateTempSubdirectory("facility-schema-").FullName;
        await using FacilityDb first = Open(database, folder);
        await using FacilityDb second = Open(database, folder);
        TaskCompletionSource<string> said = new();
        async Task<FileStream?> TakeAsync()
        {
            if (kind == DatabaseKind.Sqlite)
                return new FileStream(Path.Combine(folder, "facility.db-migrating"), FileMode.Create, FileAccess.Write, FileShare.None);
            await first.Database.OpenConnectionAsync();
            await first.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({0x4c46_0001L})");
            return null;
        }
        FileStream? file = await TakeAsync();
        Task waiting = Task.Run(() => DatabaseSetup.MigrateAsync(second, words => said.TrySetResult(words)));
        StringAssert.Contains(await said.Task.WaitAsync(TimeSpan.FromSeconds(30)), "Another process is updating the tables");
        Assert.IsFalse(waiting.IsCompleted);
        file?.Dispose();
        if (kind == DatabaseKind.Postgres)
            await first.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({0x4c46_0001L})");
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.AreEqual(0, (await second.Database.GetPendingMigrationsAsync()).Count());
        file = await TakeAsync();
        await DatabaseSetup.MigrateAsync(second, words => throw new AssertFailedException($"Nothing is pending, but: {words}"));
        file?.Dispose();
        Clear(folder);
    }

    [TestMethod]
    public async Task A_lock_that_a_killed_process_left_holds_up_nobody()
    {
        using TestDatabase database = new(DatabaseKind.Sqlite);
        string folder = Directory.CreateTempSubdirectory("facility-schema-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "facility.db"), []);
        await using FacilityDb db = Open(database, folder);
        // As the framework leaves it.
        await db.Database.ExecuteSqlRawAsync("""
            CREATE TABLE "__EFMigrationsLock"
                ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-09-02 13:00:00.0000000+00:00');
            """);
        await DatabaseSetup.MigrateAsync(db).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.AreEqual(0, (await db.Database.GetPendingMigrationsAsync()).Count());
        Clear(folder);
    }

    private static async Task<string[]> SchemaAsync(DatabaseKind kind, Func<FacilityDb, Task> make)
    {
        using TestDatabase database = new(kind, isEmpty: true);
        string folder = Directory.CreateTempSubdirectory("facility-schema-").FullName;
        List<string> schema = [];
        await using (FacilityDb db = Open(database, folder))
        {
            await make(db);
            await db.Database.OpenConnectionAsync();
            await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = kind == DatabaseKind.Sqlite ? SqliteSchema : PostgresSchema;
            await using DbDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                schema.Add(reader.GetString(0));
        }
        Clear(folder);
        return [.. schema.Order(StringComparer.Ordinal)];
    }

    private static FacilityDb Open(TestDatabase database, string folder)
    {
        DbContextOptionsBuilder<FacilityDb> options = new();
        DatabaseSetup.Use(options, database.Postgres, folder);
        return new FacilityDb(options.Options);
    }

    private static void Clear(string folder)
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
