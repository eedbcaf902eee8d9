using System.Data.Common;
using System.Diagnostics;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Ledgers;
using LockFirmware.Facility.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityBenchmarks;

/// <summary>Fills a database with SQL statements. The indexes are removed meanwhile.</summary>
internal static class Filler
{
    // A multiplier that scatters numbers, so that neighbours in one table are not neighbours in another.
    private const string Scatter = "(i * 2654435761 % 4294967296)";

    private const long PhoneBase = 1_000_000;

    /// <summary>The expiry times of the keys are within this many seconds around now.</summary>
    public const long KeyEndSeconds = 2 * 7 * 86400;

    /// <summary>First names: the user of number i has i % 20.</summary>
    public static readonly IReadOnlyList<string> First =
        ["anna", "bo", "cem", "dora", "emil", "fatma", "georg", "hana", "ivan", "julia", "kemal", "lena", "milan", "nora", "otto", "pia",
            "quinn", "rosa", "sven", "tara"];

    /// <summary>Last names: the user of number i has i / 20 % 20.</summary>
    public static readonly IReadOnlyList<string> Last =
        ["berg", "cohen", "duarte", "eriksen", "fischer", "garcia", "haddad", "ito", "jansen", "kaya", "lindqvist", "moreau", "novak",
            "okafor", "petrov", "quist", "rossi", "silva", "tanaka", "ulrich"];

    /// <summary>The name of a user.</summary>
    public static string NameOf(long id) => $"{First[(int)(id % First.Count)]} {Last[(int)(id / First.Count % Last.Count)]} {id}";

    /// <summary>The address of a user.</summary>
    public static string EmailOf(long id) => $"u{id}@example.org";

    /// <summary>The telephone number of a user.</summary>
    public static string PhoneOf(long id) => $"+49 30 0{PhoneBase + id}";

    /// <summary>When the first event was, seconds since 2020-01-01T00:00:00Z.</summary>
    public static long Begin(long now) => now - Size.Span;

    /// <summary>When the first of the keys ends, seconds since 2020-01-01T00:00:00Z.</summary>
    public static long FirstKeyEnd(long now) => now - (KeyEndSeconds / 2);

    /// <summary>Fills the database.</summary>
    /// <param name="host">The program, with its database empty.</param>
    /// <param name="size">The amount of data.</param>
    /// <param name="steps">Gets each step before it begins.</param>
    public static async Task<TimeSpan> FillAsync(BenchHost host, Size size, IProgress<(int Done, int Of, string Name)> steps)
    {
        Stopwatch watch = Stopwatch.StartNew();
        uint now = host.Services.GetRequiredService<FacilityClock>().Now;
        await host.InDbAsync(async db =>
        {
            for (uint id = 1; id <= Size.Entries; id++)
                db.Entries.Add(EntryOf(id));
            await db.SaveChangesAsync();
            await db.Database.OpenConnectionAsync();
            db.Database.SetCommandTimeout(TimeSpan.FromHours(2));
            bool isSqlite = db.Database.IsSqlite();
            List<string> indexes = await ReadAsync(db, isSqlite
                ? "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                : "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'IX\\_%'");
            foreach (string index in indexes)
                await RunAsync(db, $"DROP INDEX \"{index.Split('"')[1]}\"");
            // A server analyses its tables by itself; SQLite does not. The program is measured as it runs.
            string[] all =
            [
                .. Statements(isSqlite, size, now),
                .. Activity(isSqlite, size, now),
                .. indexes,
                isSqlite ? "PRAGMA foreign_keys = ON" : "SET session_replication_role = DEFAULT",
                isSqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE",
            ];
            for (int i = 0; i < all.Length; i++)
            {
                steps.Report((i, all.Length, NameOf(all[i])));
                await RunAsync(db, all[i]);
            }
            steps.Report((all.Length, all.Length, "filled"));
            return true;
        });
        return watch.Elapsed;
    }

    private static Entry EntryOf(uint id)
    {
        (string name, EntryKind kind) = id <= Size.Gates ? ($"Gate {id}", EntryKind.Gate)
            : id <= Size.Gates + Size.Buildings ? ($"Door {id}", EntryKind.BuildingDoor) : ($"Unit door {id}", EntryKind.Unit);
        Entry entry = EntryMaker.Make(id, name, kind);
        entry.Building = kind == EntryKind.BuildingDoor ? $"B{id - Size.Gates - 1}" : "";
        return entry;
    }

    /// <summary>The table or index of a statement, for the progress display.</summary>
    private static string NameOf(string sql)
    {
        string[] parts = sql.Split('"');
        return sql.StartsWith("CREATE", StringComparison.Ordinal) ? $"index {parts[1]}" : parts.Length > 1
            ? $"table {parts[1]}"
            : sql.Split(' ')[0];
    }

    private static IEnumerable<string> Statements(bool isSqlite, Size size, uint now)
    {
        (string yes, string no) = isSqlite ? ("1", "0") : ("true", "false");
        string users = Series(isSqlite, size.Users);
        string first = $"({Choice(First, "i")})";
        string last = $"({Choice(Last, "i / 20")})";
        string phone = $"'0' || cast({PhoneBase} + i as text)";
        string hash = isSqlite ? "hex(randomblob(32))" : "md5(i::text) || md5(('b' || i)::text)";
        string bytes = isSqlite ? "zeroblob({0})" : "decode(repeat('00', {0}), 'hex')";
        long begin = Begin(now);
        string keyEnd = $"({FirstKeyEnd(now)} + {Scatter} % {KeyEndSeconds})";
        yield return $"""
            INSERT INTO "Users" ("Id", "Name", "Email", "Phone", "IsActive", "IsDelinquent", "ScheduleId", "KeyNotAfter", "CreatedAt",
            "Version", "IsErased") SELECT i, {first} || ' ' || {last} || ' ' || i, 'u' || i || '@example.org', '+49 30 ' || {phone},
            {yes}, i % 20 = 0, (SELECT min("Id") FROM "Schedules"), CASE WHEN i % 10 = 0 THEN {User.NoKey} ELSE {keyEnd} END, {begin} + i,
            0, {no} FROM {users}
            """;
        string email = "'u' || i || '@example.org'";
        foreach (string word in new[]
        {
            first, last, "cast(i as text)", email, "'example.org'", "'u' || i", "'example'", "'org'", "'u' || i || 'exampleorg'",
            "'unit'", $"'4930' || {phone}", $"'30' || {phone}", phone, $"'+4930' || {phone}", $"'+930' || {phone}", $"'+30' || {phone}",
            $"'+0' || {phone}", $"'+' || {phone}", $"'+' || substr({phone}, 2)", $"'+' || substr({phone}, 3)",
        })
            yield return $"""INSERT INTO "UserWords" ("UserId", "Word") SELECT i, {word} FROM {users}""";
        yield return $"""
            INSERT INTO "Leases" ("Id", "UnitId", "UserId", "Tenancy", "StartsAt", "EndsAt") SELECT i, i, i, 1, {begin}, NULL FROM {users}
            """
            .Insert(0, isSqlite ? "PRAGMA foreign_keys = OFF; " : "SET session_replication_role = replica; ");
        yield return $"""
            INSERT INTO "Units" ("Id", "Name", "Building", "EntryId", "Tenancy", "Overlock", "LeaseId", "NameKey") SELECT i, 'Unit ' || i,
            'B' || (i % {Size.Buildings}), CASE WHEN i <= {Size.Entries - Size.Gates - Size.Buildings} THEN {Size.Gates + Size.Buildings}
            + i END, 1, CASE WHEN i % 20 = 0 THEN 1 ELSE 0 END, i, 'unit ' || substr('00000000000' || i, length(cast(i as text))) ||
            ' unit ' || i FROM {users}
            """;
        yield return $"""
            INSERT INTO "Devices" ("Id", "UserId", "Name", "TokenHash", "CreatedAt", "SeenAt") SELECT i, i, 'phone', {hash}, {begin},
            {begin} FROM {users}
            """;
        for (int n = 0; n < 2; n++)
            yield return $"""
                INSERT INTO "Keys" ("Id", "UserId", "DeviceId", "EntryId", "Grant", "Generation", "IssuedAt", "NotAfter", "Rights",
                "State") SELECT {1001 + n} + 2 * i, i, i, 1 + {Scatter} % 1000,
                {string.Format(System.Globalization.CultureInfo.InvariantCulture, bytes, 64)}, 1, {now} - 604800, {keyEnd}, 0, 0 FROM
                {users}
                """;
        yield return $"""UPDATE "Site" SET "NextKeyId" = {(2L * size.Users) + 2000}""";
    }

    private static IEnumerable<string> Activity(bool isSqlite, Size size, uint now)
    {
        string bytes = isSqlite ? "zeroblob({0})" : "decode(repeat('00', {0}), 'hex')";
        long begin = Begin(now);
        // Of 20 events 14 are events of keys, and 3 of those are refusals.
        string user = $"(1 + {Scatter} % {size.Users})";
        string kind = $"({Scatter} / 65536 % 20)";
        yield return $"""
            INSERT INTO "Events" ("Id", "EntryId", "Hardware", "Sequence", "Time", "Trust", "Kind", "Reason", "KeyId", "Detail", "UserId",
            "StoredAt", "Record") SELECT i, 1 + i % {Size.Entries}, 1, i / {Size.Entries} + 1, {begin} + i * {size.EventSeconds}, 2, CASE
            WHEN {kind} < 6 THEN 1 WHEN {kind} < 11 THEN 2 WHEN {kind} < 14 THEN 3 ELSE {kind} - 7 END, CASE WHEN {kind} < 14 THEN 1 ELSE
            0 END, CASE WHEN {kind} < 14 THEN 1001 + 2 * {user} ELSE 0 END, 0, CASE WHEN {kind} < 14 THEN {user} END, {begin} + i *
            {size.EventSeconds}, {string.Format(System.Globalization.CultureInfo.InvariantCulture, bytes, 16)} FROM
            {Series(isSqlite, size.Events)}
            """;
        yield return $"""
            INSERT INTO "OfficeRecords" ("Id", "At", "StaffId", "UserId", "EntryId", "What", "Detail") SELECT i, {begin} + i *
            {10 * size.EventSeconds}, NULL, {user}, 1 + i % {Size.Entries}, CASE i % 10 WHEN 0 THEN 'key-refused' ELSE 'key-issued' END,
            'made up' FROM {Series(isSqlite, size.OfficeRecords)}
            """;
        if (isSqlite)
            yield break;
        foreach (string table in new[] { "Users", "Leases", "Units", "Devices", "Events", "OfficeRecords" })
            yield return $"""SELECT setval(pg_get_serial_sequence('"{table}"', 'Id'), (SELECT max("Id") FROM "{table}"))""";
    }

    private static string Choice(IReadOnlyList<string> names, string number) =>
        $"CASE {number} % {names.Count} {string.Join(' ', names.Select((name, i) => $"WHEN {i} THEN '{name}'"))} END";

    private static string Series(bool isSqlite, int count) => isSqlite
        ? $"(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {count}) SELECT i FROM s)"
        : $"(SELECT i::bigint AS i FROM generate_series(1, {count}) AS g(i)) AS s";

    private static async Task RunAsync(FacilityDb db, string sql)
    {
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 7200;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ReadAsync(FacilityDb db, string sql)
    {
        List<string> lines = [];
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
