using System.Data.Common;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Entries;

/// <summary>An alert is closed by one member of the staff, whoever else clicks.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class AlertTests
{
    private const string Close = "main form";

    [TestMethod]
    public async Task A_second_click_changes_nothing()
    {
        using FacilityBench bench = new();
        await AddAsync(bench);
        Browser first = await OpenAsync(bench);
        Browser second = await OpenAsync(bench);
        await first.SubmitAsync(Close);
        StringAssert.Contains(first.Text, "The alert is closed.");
        Alert closed = await RowAsync(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await second.SubmitAsync(Close);
        StringAssert.Contains(second.Text, "already closed");
        Alert after = await RowAsync(bench);
        Assert.AreEqual((closed.ClosedAt, closed.ClosedBy), (after.ClosedAt, after.ClosedBy));
        Assert.AreEqual(1, await CountAsync(bench));
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task Of_two_at_the_same_moment_one_closes_it(DatabaseKind kind)
    {
        AfterReading between = new();
        using TestDatabase database = new(kind);
        using FacilityBench bench =
            new(database.Postgres, services => services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(between)));
        await AddAsync(bench);
        Browser first = await OpenAsync(bench);
        Browser second = await OpenAsync(bench);
        Alert? closed = null;
        between.Other = async () =>
        {
            await second.SubmitAsync(Close);
            closed = await RowAsync(bench);
        };
        await first.SubmitAsync(Close);
        Assert.IsNull(between.Other, "the two met");
        Alert after = await RowAsync(bench);
        Assert.AreEqual((closed!.ClosedAt, closed.ClosedBy), (after.ClosedAt, after.ClosedBy));
        Assert.IsNotNull(after.ClosedBy);
        Assert.AreEqual(1, await CountAsync(bench));
    }

    private static Task AddAsync(FacilityBench bench) => bench.InDbAsync(db =>
    {
        db.Alerts.Add(new Alert { EntryId = 12012, At = bench.Now, Text = "Something to look at." });
        return db.SaveChangesAsync();
    });

    private static async Task<Browser> OpenAsync(FacilityBench bench)
    {
        Browser browser = await bench.SignInAsync(Permissions.ManageEntries);
        await browser.OpenAsync("/Entries/Alerts");
        return browser;
    }

    private static Task<Alert> RowAsync(FacilityBench bench) => bench.InDbAsync(db => db.Alerts.AsNoTracking().SingleAsync());

    private static Task<int> CountAsync(FacilityBench bench) =>
        bench.InDbAsync(db => db.OfficeRecords.CountAsync(row => row.What == "alert-closed"));

    /// <summary>Lets the other member close the alert just after it was read for the first time.</summary>
    private sealed class AfterReading : DbCommandInterceptor
    {
        public Func<Task>? Other { get; set; }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData,
            DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (Other is { } other && command.CommandText.Contains("FROM \"Alerts\"", StringComparison.Ordinal))
            {
                Other = null;
                await other();
            }
            return result;
        }
    }
}
