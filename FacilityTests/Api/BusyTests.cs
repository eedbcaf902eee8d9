using System.Data.Common;
using System.Net;
using LockFirmware.Facility.Data;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Api;

/// <summary>Somebody else holds SQLite's write lock for longer than a request waits for it.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class BusyTests
{
    private const uint Door = 11;

    [TestMethod]
    public async Task A_phone_is_told_that_the_facility_is_busy_and_gets_its_keys_afterwards()
    {
        using PhoneStage stage = await PhoneStage.StartAsync(ImpatientConnections.AddTo);
        (_, PhoneSim phone) = await stage.AddTenantAsync("Oda Weir", Door);
        using (Hold(stage.Bench))
        {
            Assert.IsNull(await phone.FetchAsync());
            Assert.AreEqual((HttpStatusCode.ServiceUnavailable, "busy"), (phone.Status, phone.Refusal!.Code));
            // By this time the program must note that the phone was seen, and it does so before it handles the call.
            stage.Bench.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.IsNull(await phone.FetchAsync());
            Assert.AreEqual((HttpStatusCode.ServiceUnavailable, "busy"), (phone.Status, phone.Refusal!.Code));
        }
        Assert.IsNotNull(await phone.FetchAsync());
    }

    [TestMethod]
    public async Task The_portal_says_that_it_is_busy_too()
    {
        using FacilityBench bench = new(services: ImpatientConnections.AddTo);
        Browser browser = await bench.SignInAsync(Permissions.ManageUnits);
        await browser.OpenAsync("/Schedules/Edit");
        using (Hold(bench))
            await browser.SubmitAsync("form.card", ("name", "Nights"), ("windows", "Fri 22:00-06:00"));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, browser.Status);
        StringAssert.Contains(browser.Text, "Other requests are changing the same data");
    }

    /// <summary>Holds the write lock until it is disposed.</summary>
    private static SqliteConnection Hold(FacilityBench bench)
    {
        SqliteConnection holder = new($"Data Source={Path.Combine(bench.Folder, "facility.db")};Pooling=False");
        holder.Open();
        using SqliteCommand command = new("BEGIN IMMEDIATE", holder);
        command.ExecuteNonQuery();
        return holder;
    }

    /// <summary>Waits for the write lock for the shortest possible time.</summary>
    private sealed class ImpatientConnections : DbConnectionInterceptor
    {
        public static void AddTo(IServiceCollection services) =>
            services.ConfigureDbContext<FacilityDb>(options => options.AddInterceptors(new ImpatientConnections()));

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            ((SqliteConnection)connection).DefaultTimeout = 1;

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
