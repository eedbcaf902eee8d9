using AngleSharp.Dom;
using LockFirmware.Facility.Data;
using LockFirmware.Facility.Host;
using LockFirmware.FacilityTests.Bench;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.Ledgers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Activity;

/// <summary>Trails of hardware that was replaced: missing events are shown as a gap, and stored when they arrive.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class ReplacedHardwareTests
{
    private const uint Gate = 7;

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task What_is_missing_of_hardware_that_was_replaced_stands_in_its_place(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail first = await FirstAsync(bench);
        SealedTrail second = await first.ReplaceAsync();
        // No event of the new hardware has arrived yet, so the gap of the old hardware is at the top.
        CollectionAssert.AreEqual(new[] { "8-9", "7", "6", "3-5", "2", "1" }, await NumbersAsync(bench));
        second.Happens(bench.Now - 5, EventKind.Boot).Happens(bench.Now - 4, EventKind.RequestToExit, detail: 1)
            .Happens(bench.Now - 3, EventKind.RequestToExit, detail: 1);
        await second.BringAsync(1, 1);
        await second.BringAsync(3, 3);
        (string Number, string What, string Why)[] lines = await LinesAsync(bench);
        CollectionAssert.AreEqual(new[] { "3", "2", "1", "8-9", "7", "6", "3-5", "2", "1" }, lines.Select(line => line.Number).ToArray());
        Assert.AreEqual("GAP: 1 event not here", lines[1].What);
        StringAssert.Contains(lines[1].Why, "later events have arrived");
        Assert.AreEqual("GAP: 2 events not here", lines[3].What);
        StringAssert.Contains(lines[3].Why, "the hardware was replaced");
        Assert.AreEqual("GAP: 3 events not here", lines[6].What);
        StringAssert.Contains(lines[6].Why, "the hardware was replaced");
    }

    [TestMethod]
    [DataRow(DatabaseKind.Sqlite)]
    [DataRow(DatabaseKind.Postgres)]
    public async Task What_a_phone_has_read_before_fills_the_gap_once(DatabaseKind kind)
    {
        using TestDatabase database = new(kind);
        using FacilityBench bench = new(database.Postgres);
        SealedTrail first = await FirstAsync(bench);
        SealedTrail second = await first.ReplaceAsync();
        second.Happens(bench.Now - 5, EventKind.Boot);
        await second.BringAsync();
        SealedTrail third = await second.ReplaceAsync();
        third.Happens(bench.Now - 4, EventKind.Boot);
        await third.BringAsync();
        byte[] ledger = await bench.LedgerBytesAsync(Gate);
        Assert.AreEqual(BatchStatus.Ok, await first.BringAsync(3, 9));
        Assert.AreEqual(BatchStatus.Duplicate, await first.BringAsync(3, 9));
        Assert.AreEqual(BatchStatus.Duplicate, await second.BringAsync());
        CollectionAssert.AreEqual(new[] { "1", "1", "9", "8", "7", "6", "5", "4", "3", "2", "1" }, await NumbersAsync(bench));
        CollectionAssert.AreEqual(ledger, await bench.LedgerBytesAsync(Gate));
        await GapCheck.AssertAsync(bench);
        byte[] forged = first.Seal(3, 9);
        forged[^1] ^= 1;
        Assert.AreEqual(BatchStatus.NotAuthentic, await first.BringAsync(forged));
        CollectionAssert.AreEqual(forged, (await bench.InDbAsync(db => db.Alerts.SingleAsync())).Evidence);
    }

    [TestMethod]
    public async Task A_damaged_ledger_of_one_lock_is_said_and_the_others_are_shown()
    {
        using FacilityBench bench = new();
        SealedTrail gate = await FirstAsync(bench);
        SealedTrail unit = await SealedTrail.AddAsync(bench, Gate + 1, "Unit 12");
        unit.Happens(bench.Now, EventKind.Forced);
        await unit.BringAsync();
        await (await gate.ReplaceAsync()).ReplaceAsync();
        await bench.SetLedgerBytesAsync(Gate, [1, 2, 3]);
        await bench.InDbAsync(db => db.PastTrails.Where(row => row.Hardware == 2)
            .ExecuteUpdateAsync(row => row.SetProperty(trail => trail.Trail, new byte[] { 9 })));
        // The next start of the program finds the damage.
        await bench.InScopeAsync(services => services.GetRequiredService<FirstStart>().PrepareAsync());
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync("/Activity");
        Assert.AreEqual(System.Net.HttpStatusCode.OK, browser.Status);
        StringAssert.Contains(browser.Text, "DOOR FORCED");
        IElement[] damaged =
            [.. browser.Page.QuerySelectorAll("tr.gap")
                .Where(row => row.TextContent.Contains("TRAIL NOT READABLE", StringComparison.Ordinal))];
        Assert.AreEqual(2, damaged.Length);
        Assert.IsTrue(
            damaged.All(row => row.TextContent.Contains("Exit gate", StringComparison.Ordinal)
                && row.TextContent.Contains("Restore the database from a backup", StringComparison.Ordinal)));
        string table = await browser.Client.GetStringAsync("/Activity?handler=Csv");
        StringAssert.Contains(table, "TRAIL NOT READABLE");
        StringAssert.Contains(table, "exit button");
    }

    /// <summary>A gate whose events 3 to 5, 8 and 9 no phone has brought.</summary>
    private static async Task<SealedTrail> FirstAsync(FacilityBench bench)
    {
        SealedTrail gate = await SealedTrail.AddAsync(bench, Gate, "Exit gate");
        for (uint i = 0; i < 9; i++)
            gate.Happens(bench.Now - 900 + (10 * i), EventKind.RequestToExit, detail: 1);
        await gate.BringAsync(1, 2);
        await gate.BringAsync(6, 7);
        return gate;
    }

    private static async Task<string[]> NumbersAsync(FacilityBench bench) => [.. (await LinesAsync(bench)).Select(line => line.Number)];

    private static async Task<(string Number, string What, string Why)[]> LinesAsync(FacilityBench bench)
    {
        Browser browser = await bench.SignInAsync(Permissions.ViewActivity);
        await browser.OpenAsync("/Activity");
        return [.. browser.Page.QuerySelectorAll("tbody tr").Select(row => (Cell(row, "Number"), Cell(row, "What"), Cell(row, "Why")))];
    }

    private static string Cell(IElement row, string name) => row.QuerySelector($"td[data-label={name}]")!.TextContent.Trim();
}
