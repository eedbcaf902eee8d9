using System.Data.Common;
using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Features.Activity;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Data;

/// <summary>The queries of the pages, on both databases: they run, and they use an index.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class QueryTests
{
    private const int UserCount = 5000;
    private const int EventCount = 40_000;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Every_list_with_every_filter_is_understood(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail gate = await SealedTrail.AddAsync(bench, 7, "Exit gate");
        long anna = await People.AddAsync(bench, "Anna Berg", 1001, 7);
        gate.Happens(bench.Now - 2, EventKind.Refused, 1001, (byte)Status.Expired)
            .Happens(bench.Now - 1, EventKind.Refused, 1001, (byte)Status.Expired);
        gate.Happens(bench.Now, EventKind.Refused, 1001, (byte)Status.Expired);
        await gate.BringAsync(1, 1);
        await gate.BringAsync(3, 3);
        await bench.InDbAsync(db =>
        {
            db.OfficeRecords.Add(new OfficeRecord { At = bench.Now, What = "key-refused", UserId = anna, EntryId = 7 });
            return db.SaveChangesAsync();
        });
        Browser browser = await bench.SignInAsync(Permissions.All);
        string[] parts =
            [$"user={anna}", "user=ann+ber", "entry=7", "from=2026-09-01", "to=2026-09-02", $"behind={bench.Now + 1}-0-99", "kind=refused",
                "kind=3"];
        for (int bits = 0; bits < 1 << parts.Length; bits++)
        {
            string query = string.Join('&', parts.Where((_, i) => (bits & (1 << i)) != 0));
            if (bits % 7 != 0 && int.PopCount(bits) > 2)
                continue;
            await browser.OpenAsync($"/Activity?{query}");
            Assert.AreEqual(HttpStatusCode.OK, browser.Status, query);
            Assert.AreEqual(3, browser.Page.QuerySelectorAll("tbody tr").Length, $"{query}: {browser.Text}");
            await browser.OpenAsync(
                $"/Activity/Office?{query.Replace("kind=refused", "kind=key-refused").Replace("kind=3", "kind=key-refused")}");
            Assert.AreEqual(1, browser.Page.QuerySelectorAll("tbody tr").Length, $"{query}: {browser.Text}");
        }
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Lists_are_read_by_an_index_in_their_order(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        await FillAsync(bench);
        await bench.InScopeAsync(async services =>
        {
            FacilityDb db = services.GetRequiredService<FacilityDb>();
            EventQuery events = services.GetRequiredService<EventQuery>();
            OfficeQuery office = services.GetRequiredService<OfficeQuery>();
            ListPlace behind = new(20_000, 1, 20_000);
            foreach ((string index, IQueryable<object> query) in new (string, IQueryable<object>)[]
            {
                ("IX_Events_Time_Sequence_Id", events.Query(new ActivityFilter(), null, null, 50)),
                ("IX_Events_Time_Sequence_Id", events.Query(new ActivityFilter(), null, behind, 50)),
                ("IX_Events_UserId_Time_Sequence_Id", events.Query(new ActivityFilter(UserId: 17), null, null, 50)),
                ("IX_Events_EntryId_Time_Sequence_Id", events.Query(new ActivityFilter(EntryId: 17), null, behind, 50)),
                ("IX_Events_EntryId_Kind_Time_Sequence_Id", events.Query(new ActivityFilter(EntryId: 17), 17, null, 5)),
                ("IX_Events_EntryId_Kind_Time_Sequence_Id", events.Query(new ActivityFilter(EntryId: 17), 17, behind, 5)),
                ("IX_Events_Kind_Time_Sequence_Id", events.Query(new ActivityFilter(), 3, behind, 50)),
                ("IX_OfficeRecords_At_Id", office.Query(new ActivityFilter(), behind, 50)),
                ("IX_OfficeRecords_UserId_At_Id", office.Query(new ActivityFilter(UserId: 17), null, 50)),
                ("IX_OfficeRecords_EntryId_At_Id", office.Query(new ActivityFilter(EntryId: 17), null, 50)),
                ("IX_OfficeRecords_What_At_Id", office.Query(new ActivityFilter(What: "what-3"), null, 50)),
                ("IX_Users_KeyNotAfter_Id", (await UserSearch.QueryAsync(db, "", UserFilter.All, 2500)).Take(51)),
                ("IX_Users_KeyNotAfter_Id", UserSearch.After(await UserSearch.QueryAsync(db, "", UserFilter.All, 2500), "2600-2600")
                    .Take(51)),
                ("IX_Users_KeyNotAfter_Id", (await UserSearch.QueryAsync(db, "", UserFilter.Expired, 2500)).Take(51)),
                ("IX_Users_KeyNotAfter_Id", (await UserSearch.QueryAsync(db, "", UserFilter.Active, 2500)).Take(51)),
                ("IX_Users_IsDelinquent_KeyNotAfter_Id", (await UserSearch.QueryAsync(db, "", UserFilter.Delinquent, 2500)).Take(51)),
            })
            {
                string plan = await PlanAsync(db, query);
                // PostgreSQL chooses among the table's indexes by its statistics; any of them gives the order.
                StringAssert.Contains(plan, db.Database.IsNpgsql() ? index[..(index.IndexOf('_', 3) + 1)] : index);
                Assert.IsFalse(plan.Contains("TEMP B-TREE", StringComparison.Ordinal) || plan.Contains("Sort", StringComparison.Ordinal),
                    plan);
            }
        });
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task A_search_by_the_beginning_of_a_word_uses_the_index_of_words(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        await FillAsync(bench);
        await bench.InDbAsync(async db =>
        {
            string from = "name123";
            string to = from + '\uffff';
            IQueryable<UserWord> query = db.UserWords.Where(word => word.Word.CompareTo(from) >= 0 && word.Word.CompareTo(to) < 0);
            Assert.AreEqual(11, await query.CountAsync());
            string plan = await PlanAsync(db, query);
            StringAssert.Contains(plan, kind == DatabaseKind.Sqlite ? "(Word>? AND Word<?)" : "Index Cond");
            Assert.IsFalse(plan.Contains("SCAN", StringComparison.Ordinal) || plan.Contains("Seq Scan", StringComparison.Ordinal), plan);
            return true;
        });
    }

    private static async Task<string> PlanAsync(FacilityDb db, IQueryable<object> query)
    {
        await db.Database.OpenConnectionAsync();
        // The table is small, and PostgreSQL would rather sort a few rows. What counts is whether the index gives the order.
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlRawAsync("SET enable_sort = off; SET enable_incremental_sort = off");
        await using DbCommand command = query.CreateDbCommand();
        command.CommandText = (db.Database.IsSqlite() ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        List<string> lines = [];
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(reader.FieldCount - 1));
        return string.Join('\n', lines);
    }

    /// <summary>Fills the tables so far that a database does not simply read a whole table.</summary>
    private static Task FillAsync(FacilityBench bench) => bench.InDbAsync(async db =>
    {
        bool isSqlite = db.Database.IsSqlite();
        string users = Series(isSqlite, UserCount);
        string events = Series(isSqlite, EventCount);
        string record = isSqlite ? "zeroblob(16)" : "decode('00', 'hex')";
        foreach (string sql in new[]
        {
            $$"""INSERT INTO "Users" ("Id", "Name", "Email", "Phone", "IsActive", "IsDelinquent", "ScheduleId", "KeyNotAfter","""
                + $$""" "CreatedAt", "Version", "IsErased") SELECT i, 'Name ' || i, '', '', {{(isSqlite ? "1" : "true")}}, i % 20 = 0, """
                + $$"""(SELECT min("Id") FROM "Schedules"), i, 0, 0, {{(isSqlite ? "0" : "false")}} FROM {{users}}""",
            $$"""INSERT INTO "UserWords" ("UserId", "Word") SELECT i, 'name' || i FROM {{users}}""",
            $$"""INSERT INTO "Events" ("EntryId", "Hardware", "Sequence", "Time", "Trust", "Kind", "Reason", "KeyId", "Detail","""
                + $$""" "UserId", "StoredAt", "Record") SELECT 1 + i % 100, 1, i, i, 2, 1 + i % 20, 0, 0, 0, 1 + i % 50, 0, {{record}} """
                + $$"""FROM {{events}}""",
            $$"""INSERT INTO "OfficeRecords" ("At", "UserId", "EntryId", "What", "Detail") SELECT i, 1 + i % 50, 1 + i % 100, """
                + $$"""'what-' || (i % 20), '' FROM {{events}}""",
            "ANALYZE",
        })
        {
            await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
            await db.Database.OpenConnectionAsync();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
        return true;
    });

    private static string Series(bool isSqlite, int count) => isSqlite
        ? $"(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {count}) SELECT i FROM s)"
        : $"generate_series(1, {count}) AS s(i)";
}
