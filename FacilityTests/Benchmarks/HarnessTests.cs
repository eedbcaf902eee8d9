using System.Text.RegularExpressions;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Users;
using LockFirmware.FacilityBenchmarks;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LockFirmware.FacilityTests.Benchmarks;

/// <summary>The harness at a small size, on both databases: it measures what its output says.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class HarnessTests
{
    private static readonly Size Small = new(1000, 20_000) { WarmUps = 1, Repetitions = 2, Phones = 8, BatchesOfLock = 2 };

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Every_page_key_and_batch_is_measured_and_the_plans_are_kept(DatabaseKind kind)
    {
        using TestDatabase database = new(kind, isEmpty: true);
        string plans = Path.GetTempFileName();
        try
        {
            StringWriter tables = new();
            await Run.AllAsync(Small, database.Postgres, plans, tables, TextWriter.Null);
            string said = tables.ToString();
            MeasuredPage[] pages = [.. Pages.Of(Small, 200_000_000)];
            string plan = File.ReadAllText(plans);
            foreach (MeasuredPage page in pages)
            {
                StringAssert.Matches(said, new Regex($@"\| {Regex.Escape(page.Name)} \| [0-9,.]+ \| [0-9,.]+ \|"));
                StringAssert.Contains(plan, $"== {page.Name}: /");
            }
            Assert.AreEqual(3, Regex.Matches(said, @"\| [0-9,]+ \| [0-9,]+ \| [0-9,.]+ \| [0-9,.]+ \|").Count, said);
            Assert.AreEqual(pages.Length + 3 + 3 + 6, said.Split('\n').Count(line => line.StartsWith('|')), said);
            StringAssert.Contains(plan, kind == DatabaseKind.Sqlite ? "SEARCH" : "Execution Time");
        }
        finally
        {
            File.Delete(plans);
        }
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Users_have_the_words_that_the_office_would_make(DatabaseKind kind)
    {
        using TestDatabase database = new(kind, isEmpty: true);
        using BenchHost host = new(database.Postgres);
        await Filler.FillAsync(host, Small, new Progress<(int, int, string)>());
        await host.InDbAsync(async db =>
        {
            foreach (long id in new long[] { 1, 20, 333, 1000 })
            {
                User user = await db.Users.Include(row => row.Words).SingleAsync(row => row.Id == id);
                Assert.AreEqual((Filler.NameOf(id), Filler.EmailOf(id), Filler.PhoneOf(id)), (user.Name, user.Email, user.Phone));
                Assert.AreEqual(
                    string.Join(' ', UserSearchIndex.Of(user.Name, user.Email, user.Phone, [$"Unit {id}"]).Order(StringComparer.Ordinal)),
                    string.Join(' ', user.Words.Select(word => word.Word).Order(StringComparer.Ordinal)));
            }
            return true;
        });
    }

    [TestMethod]
    public async Task A_page_that_shows_something_else_ends_the_measurement()
    {
        using BenchHost host = new(null);
        UnexpectedAnswerException wrong = await Assert.ThrowsExactlyAsync<UnexpectedAnswerException>(
            () => KeyRequests.MeasureAsync(host, Small, _ => { }));
        StringAssert.Contains(wrong.Message, "Unauthorized");
    }

    [TestMethod]
    public async Task A_database_that_is_not_empty_is_left_alone_and_one_of_another_name_is_not_dropped()
    {
        using TestDatabase database = new(DatabaseKind.Postgres, isEmpty: true);
        await ExecuteAsync(database.Postgres!, "CREATE TABLE precious (id int)");
        (int code, _, string complaint) = await CallAsync("--postgres", database.Postgres!);
        Assert.AreEqual(2, code);
        StringAssert.Contains(complaint, "is not empty");
        StringAssert.Contains(complaint, "--recreate");
        (code, _, complaint) = await CallAsync("--recreate", "--postgres", database.Postgres!);
        Assert.AreEqual(2, code);
        StringAssert.Contains(complaint, "bench_");
        await ExecuteAsync(database.Postgres!, "SELECT * FROM precious");
    }

    [TestMethod]
    public async Task A_call_that_cannot_be_used_is_reported_before_anything_is_filled()
    {
        foreach (string[] call
            in new string[][] { ["--users", "10"], ["--events", "many"], ["--recreate"], ["--nonsense"],
                ["--postgres", "Host=127.0.0.1;Port=1;Database=bench_none;Timeout=2"] })
        {
            (int code, _, string complaint) = await CallAsync(call);
            Assert.AreEqual(2, code, string.Join(' ', call));
            Assert.AreNotEqual("", complaint);
        }
        (int helped, string help, _) = await CallAsync("--help");
        Assert.AreEqual(0, helped);
        foreach (string option in new[] { "--users", "--events", "--postgres", "--recreate", "--plans", "--repetitions" })
            StringAssert.Contains(help, option);
    }

    private static async Task<(int Code, string Said, string Complaint)> CallAsync(params string[] arguments)
    {
        StringWriter said = new();
        StringWriter complaint = new();
        return (await Measure.RunAsync(arguments, said, complaint), said.ToString(), complaint.ToString());
    }

    private static async Task ExecuteAsync(string postgres, string sql)
    {
        await using NpgsqlConnection connection = new(postgres);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
