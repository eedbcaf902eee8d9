using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>The person at the lock confirms its time. Without a terminal nobody is asked.</summary>
[TestClass]
public sealed class TimeCheckTests
{
    // A question that cannot be interrupted fails the test after this time, so that the test ends.
    private const int HangTimeoutMs = 60_000;

    [TestMethod]
    public void A_person_is_asked_to_confirm_time_change_and_hours_also_when_nothing_seems_wrong()
    {
        using ToolBench bench = Provisioned();
        bench.Answer = "y\n";
        string told = bench.OkAt("status", ToolBench.Gate);
        string question = told.Split('\n').Single(line => line.Contains("[y/N]", StringComparison.Ordinal));
        StringAssert.Contains(question, Local(bench));
        StringAssert.Matches(question,
            new System.Text.RegularExpressions.Regex("clock changes next on Sun \\d{4}-(03|10)-\\d\\d 0[23]:00:00"));
        StringAssert.Contains(question, "open now: yes, for the next 14 days");
        StringAssert.Contains(told, "The time is confirmed.");
        Assert.AreEqual(1, Count(told, "[y/N]"));
    }

    [TestMethod]
    public void The_question_says_until_when_the_key_opens()
    {
        using ToolBench bench = Provisioned();
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--hours", "Mon-Sun,Holidays 06:00-23:59",
            "--out", bench.PathOf("day.key"));
        bench.Answer = "y\n";
        string told = bench.OkAt("status", ToolBench.Gate, "--key", bench.PathOf("day.key"));
        StringAssert.Matches(told,
            new System.Text.RegularExpressions.Regex("open now: yes, until \\w{3} \\d+ \\w{3} 23:59\\. Is that right"));
    }

    [TestMethod]
    [DataRow("--yes")]
    [DataRow("--set-time")]
    [DataRow("--json")]
    public void With_an_option_that_answers_the_question_nobody_is_asked(string option)
    {
        using ToolBench bench = Provisioned();
        bench.Answer = string.Empty;
        Assert.AreEqual(0, Count(bench.OkAt("status", ToolBench.Gate, option), "[y/N]"));
    }

    [TestMethod]
    public void A_script_is_warned_of_a_wrong_time_beside_its_JSON()
    {
        using ToolBench bench = Provisioned();
        bench.ComputerAheadSeconds = 90;
        bench.Answer = "y\n";
        ToolRun run = bench.At("status", ToolBench.Gate, "--json");
        Assert.AreEqual(0, run.Code);
        Assert.IsNotNull(System.Text.Json.Nodes.JsonNode.Parse(run.Output), run.Output);
        StringAssert.Contains(run.Error, "differs by 90 s");
        StringAssert.Contains(run.Error, "lockctl status --set-time");
    }

    [TestMethod]
    public void Without_a_terminal_nobody_is_asked()
    {
        using ToolBench bench = Provisioned();
        Assert.AreEqual(0, Count(bench.OkAt("status", ToolBench.Gate), "[y/N]"));
    }

    [TestMethod]
    public void A_time_that_the_person_calls_wrong_is_replaced_by_the_computers_and_shown_again()
    {
        using ToolBench bench = Provisioned();
        bench.ComputerAheadSeconds = 45;
        bench.Answer = "n\ny\n";
        string told = bench.OkAt("status", ToolBench.Gate);
        Assert.AreEqual(2, Count(told, "[y/N]"));
        string[] shown = [.. told.Split('\n').Where(line => line.StartsWith("local time", StringComparison.Ordinal))];
        Assert.HasCount(2, shown);
        Assert.IsFalse(shown[0].Contains(Local(bench), StringComparison.Ordinal), "as it was");
        StringAssert.Contains(shown[1], Local(bench), "as it is");
    }

    [TestMethod]
    public void A_time_that_is_wrong_by_both_clocks_is_no_success()
    {
        using ToolBench bench = Provisioned();
        uint head = bench.Board!.Flash.Events.Head;
        bench.Answer = "n\nn\n";
        ToolRun run = bench.At("status", ToolBench.Gate);
        Assert.AreEqual(1, run.Code);
        StringAssert.Contains(run.Error, "not confirmed");
        StringAssert.Contains(run.Error, "Europe/Berlin");
        Assert.AreEqual(head, bench.Board.Flash.Events.Head, "nothing was set");
    }

    [TestMethod]
    [Timeout(HangTimeoutMs, CooperativeCancellation = false)]
    public void A_question_can_be_interrupted()
    {
        using ToolBench bench = Provisioned();
        using CancellationTokenSource stop = new();
        using SilentPerson person = new(stop.Cancel);
        bench.Input = person;
        bench.Stop = stop.Token;
        ToolRun run = bench.Run("replace", ToolBench.Gate);
        Assert.AreEqual(130, run.Code);
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate), "nothing was done");
    }

    private static ToolBench Provisioned()
    {
        ToolBench bench = new();
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate, "--set-time");
        return bench;
    }

    private static string Local(ToolBench bench)
    {
        DateTime utc = LocalTime.Epoch.AddSeconds(bench.Time.Utc + bench.ComputerAheadSeconds);
        return TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>Presses Ctrl+C at a question instead of answering it.</summary>
    private sealed class SilentPerson(Action interrupt) : TextReader
    {
        private readonly ManualResetEventSlim _isOver = new(false);

        public override string? ReadLine()
        {
            interrupt();
            _isOver.Wait();
            return "y";
        }

        protected override void Dispose(bool disposing)
        {
            _isOver.Set();
            base.Dispose(disposing);
        }
    }
}
