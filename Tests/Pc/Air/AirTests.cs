using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.Air;

/// <summary>lockctl and our firmware over Bluetooth: one lock, provisioned over the air by the first test that needs it.</summary>
[TestClass]
[DoNotParallelize]
[TestCategory(AirStage.Category)]
[TestCategory("Slow")]
public sealed class AirTests
{
    private static readonly TimeSpan BoundMax = TimeSpan.FromSeconds(90);
    private static AirStage? _stage;

    public TestContext TestContext { get; set; } = null!;

    [ClassCleanup]
    public static void End() => _stage?.Dispose();

    [TestMethod]
    public async Task A_key_opens_the_door_and_a_key_of_another_year_does_not()
    {
        AirStage stage = await StageAsync();
        await stage.LatchAsync(() => stage.At("open", AirStage.Door));
        string file = stage.PathOf($"{Guid.NewGuid():N}.key");
        await stage.Run("key", "issue", AirStage.Door, "--holder", "5", "--from", "2036-01-01 00:00", "--until", "2036-06-01 00:00",
            "--out", file);
        Assert.Contains("NotYetValid", await stage.At(1, "open", AirStage.Door, "--key", file));
    }

    [TestMethod]
    public async Task The_trail_is_read_and_the_lock_is_told_what_is_stored()
    {
        AirStage stage = await StageAsync();
        string file = stage.PathOf($"{Guid.NewGuid():N}.json");
        Assert.Contains("may now overwrite", await stage.At("events", AirStage.Door, "--out", file, "--store"));
        Assert.Contains("\"provisioned\"", await File.ReadAllTextAsync(file));
        JsonNode status = JsonNode.Parse(await StatusAsync(stage))!;
        Assert.IsGreaterThan(0, (int)status["full"]!["applied"]!, "the notice was applied");
    }

    [TestMethod]
    public async Task The_latch_moves_after_two_transactions_and_before_a_third()
    {
        AirStage stage = await StageAsync();
        await using ILockLink link = stage.Link();
        await link.ConnectAsync();
        LockClient client = new(link);
        int before = link.Figures!.Transactions;
        long begun = Stopwatch.GetTimestamp();
        await stage.LatchAsync(async () =>
        {
            await client.ReadChallengeAsync();
            await client.SendAsync(client.MakeRequest(Command.Unlock, stage.Key()));
        });
        Assert.AreEqual(2, link.Figures.Transactions - before);
        TestContext.WriteLine($"air: heard {link.Figures.HeardMs} ms, connected {link.Figures.ConnectMs} ms, discovered "
            + $"{link.Figures.DiscoverMs} ms, tries {link.Figures.Tries}, MTU {link.Mtu}, challenge to latch "
            + $"{Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
    }

    [TestMethod]
    [DataRow(0, DisplayName = "after connecting")]
    [DataRow(1, DisplayName = "after the challenge")]
    [DataRow(2, DisplayName = "after the request")]
    public async Task A_lock_that_loses_its_power_in_a_visit_is_reported_and_then_visited_again(int messages)
    {
        AirStage stage = await StageAsync();
        await using ILockLink link = stage.Link();
        await link.ConnectAsync();
        LockClient client = new(link);
        if (messages > 0)
            await client.ReadChallengeAsync();
        if (messages > 1)
            await client.SendAsync(client.MakeRequest(Command.Status, stage.Key()));
        stage.Board.CutPower();
        long begun = Stopwatch.GetTimestamp();
        using CancellationTokenSource late = new(BoundMax);
        // No read may wait while the connection ends: BlueZ 5.66 as a peripheral then answers on a channel that it has freed.
        await stage.HungUpAsync(late.Token);
        LockLinkException lost = await Assert.ThrowsExactlyAsync<LockLinkException>(() => client.ReadChallengeAsync(late.Token));
        Assert.IsTrue(lost.EndsConnection, lost.Message);
        Assert.IsFalse(link.IsConnected);
        double lostMs = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;

        stage.Board.PowerOn();
        await link.ConnectAsync(late.Token);
        PhoneAnswer answer = await client.AskAsync(Command.Status, stage.Key(), cancel: late.Token);
        Assert.IsTrue(answer.IsProven);
        TestContext.WriteLine($"air: lost after {lostMs:F0} ms, again after {link.Figures!.HeardMs} + {link.Figures.ConnectMs} + "
            + $"{link.Figures.DiscoverMs} ms");
        await client.AskAsync(() => client.MakeRequest(Command.SetTime, null, stage.TimeFor(client.ChallengeFrame)), stage.NoticeSecret,
            late.Token);
    }

    [TestMethod]
    public async Task A_scan_lists_the_lock_and_a_look_tells_its_board()
    {
        AirStage stage = await StageAsync();
        JsonArray found = JsonNode.Parse(await stage.Run("scan", "--adapter", stage.Central, "--time", "5", "--look", "--json"))!.AsArray();
        Assert.HasCount(1, found);
        Assert.AreEqual("LF-7", (string?)found[0]!["name"]);
        Assert.AreEqual(AirStage.Door, (string?)found[0]!["door"]);
        Assert.AreEqual("virtual", (string?)found[0]!["board"]);
        Assert.IsTrue((bool)found[0]!["provisioned"]!);
    }

    private static Task<string> StatusAsync(AirStage stage) => stage.At("status", AirStage.Door, "--json");

    private static async Task<AirStage> StageAsync()
    {
        if (_stage != null)
            return _stage;
        AirStage stage = new();
        try
        {
            await stage.ProvisionAsync();
            return _stage = stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }
}
