using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.UseCases.Phones;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LockFirmware.FacilityTests.Host;

/// <summary>The disk is full, or the database is away: phones, people and the health check are told, and nothing is stored.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class DatabaseDownTests
{
    private const int SqliteFull = 13;
    private const int SqliteBusy = 5;

    [TestMethod]
    public async Task With_a_full_disk_phones_are_told_when_to_try_again_and_people_what_happened()
    {
        FullDisk disk = new();
        using PhoneStage stage = await PhoneStage.StartAsync(disk.AddTo);
        (_, PhoneSim phone) = await stage.AddTenantAsync("Oda Weir", 11);
        Browser browser = await stage.Bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync("/Schedules/Edit");
        disk.IsFull = true;

        HttpResponseMessage answer = await phone.Client.PostAsJsonAsync("/api/keys", new { });
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.AreEqual(TimeSpan.FromSeconds(60), answer.Headers.RetryAfter!.Delta);
        Refusal refusal = (await answer.Content.ReadFromJsonAsync<Refusal>())!;
        Assert.AreEqual("busy", refusal.Code);
        StringAssert.Contains(refusal.Reason, "cannot store anything");

        await browser.SubmitAsync("form.card", ("name", "Nights"), ("windows", "Fri 22:00-06:00"));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, browser.Status);
        StringAssert.Contains(browser.Text, "its disk is full. Nothing was changed.");

        disk.IsFull = false;
        Assert.IsNotNull(await phone.FetchAsync());
    }

    [TestMethod]
    public async Task The_health_check_fails_while_nothing_can_be_written()
    {
        FullDisk disk = new();
        using FacilityBench bench = new(services: disk.AddTo);
        HttpClient client = bench.Anonymous();
        Assert.AreEqual("Healthy", await TextAsync(client));
        disk.IsFull = true;
        Assert.AreEqual("Healthy", await TextAsync(client), "a result is valid for some seconds");
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.AreEqual("Unhealthy", await TextAsync(client));
        disk.IsFull = false;
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.AreEqual("Healthy", await TextAsync(client));
    }

    [TestMethod]
    public async Task The_health_check_writes_one_row_at_most_each_five_seconds_and_waits_for_two()
    {
        FullDisk disk = new();
        using FacilityBench bench = new(services: disk.AddTo);
        HttpClient client = bench.Anonymous();
        disk.Timeouts.Clear();
        for (int i = 0; i < 20; i++)
            await TextAsync(client);
        CollectionAssert.AreEqual(new[] { WriteProbe.WaitSecondsMax }, disk.Timeouts, "one write, which waits for seconds");
        disk.IsBusy = true;
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.AreEqual("Unhealthy", await TextAsync(client));
        Assert.AreEqual("Unhealthy", await TextAsync(client));
        Assert.HasCount(2, disk.Timeouts);
    }

    [TestMethod]
    public async Task Without_its_database_phones_are_told_so_and_no_empty_one_appears()
    {
        using PhoneStage stage = await PhoneStage.StartAsync();
        (_, PhoneSim phone) = await stage.AddTenantAsync("Ida Lake", 11);
        SqliteConnection.ClearAllPools();
        string file = Path.Combine(stage.Bench.Folder, "facility.db");
        File.Move(file, file + ".away");
        Assert.IsNull(await phone.FetchAsync());
        Assert.AreEqual((HttpStatusCode.ServiceUnavailable, "busy"), (phone.Status, phone.Refusal!.Code));
        Assert.IsFalse(File.Exists(file));
        File.Move(file + ".away", file);
        Assert.IsNotNull(await phone.FetchAsync());
    }

    [TestMethod]
    [DataRow(PostgresErrorCodes.DiskFull, true)]
    [DataRow(PostgresErrorCodes.TooManyConnections, true)]
    [DataRow(PostgresErrorCodes.AdminShutdown, true)]
    [DataRow(PostgresErrorCodes.CannotConnectNow, true)]
    [DataRow(PostgresErrorCodes.ReadOnlySqlTransaction, true)]
    [DataRow(PostgresErrorCodes.ConnectionFailure, true)]
    [DataRow(PostgresErrorCodes.UndefinedTable, false)]
    [DataRow(PostgresErrorCodes.UniqueViolation, false)]
    public void What_postgresql_reports_is_recognized(string state, bool isDown)
    {
        Assert.AreEqual(isDown,
            DatabaseUnavailable.Is(new DbUpdateException("", new PostgresException("said by the database", "ERROR", "ERROR", state))));
    }

    [TestMethod]
    [DataRow(SqliteFull, true)]
    [DataRow(8, true, DisplayName = "read only")]
    [DataRow(10, true, DisplayName = "the disk fails")]
    [DataRow(14, true, DisplayName = "the file cannot be opened")]
    [DataRow(SqliteBusy, false)]
    [DataRow(19, false, DisplayName = "a constraint")]
    public void What_sqlite_reports_is_recognized(int code, bool isDown)
    {
        Assert.AreEqual(isDown, DatabaseUnavailable.Is(new DbUpdateException("", new SqliteException("said by the database", code))));
    }

    [TestMethod]
    public void A_server_that_does_not_answer_is_recognized()
    {
        Assert.IsTrue(DatabaseUnavailable.Is(
            new InvalidOperationException("", new NpgsqlException("", new System.Net.Sockets.SocketException()))));
        Assert.IsFalse(DatabaseUnavailable.Is(new InvalidOperationException()));
    }

    private static async Task<string> TextAsync(HttpClient client) =>
        await (await client.GetAsync("/healthz")).Content.ReadAsStringAsync();

    /// <summary>Fails what writes, as SQLite does on a full disk.</summary>
    private sealed class FullDisk : DbCommandInterceptor
    {
        private static readonly string[] Writing = ["INSERT", "UPDATE", "DELETE"];

        public bool IsFull { get; set; }

        /// <summary>Whether somebody else holds the database for longer than a command waits.</summary>
        public bool IsBusy { get; set; }

        /// <summary>How long each command that writes would have waited, seconds.</summary>
        public List<int> Timeouts { get; } = [];

        public void AddTo(IServiceCollection services) => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(this));

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData,
            InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Check(command);
            return new(result);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData,
            InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Check(command);
            return new(result);
        }

        private void Check(DbCommand command)
        {
            if (!Writing.Any(word => command.CommandText.Contains(word, StringComparison.Ordinal)))
                return;
            Timeouts.Add(command.CommandTimeout);
            if (IsBusy)
                throw new SqliteException("database is locked", SqliteBusy);
            if (IsFull)
                throw new SqliteException("database or disk is full", SqliteFull);
        }
    }
}
