using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using LockFirmware.InstallerTool;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Words;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Keys as files and as text for people, and lockctl as a separate process.</summary>
[TestClass]
public sealed class KeyTests
{
    // A program that hangs fails the test after this time, so that the test ends.
    private const int HangTimeoutMs = 60_000;

    [TestMethod]
    public void A_key_is_shown_with_lock_validity_hours_and_rights_and_without_its_secret()
    {
        using ToolBench bench = new();
        bench.Ok("key", "issue", ToolBench.Unit, "--holder", "7", "--from", "2026-12-01 00:00", "--until", "2027-01-01 00:00", "--hours",
            "Mon-Fri 06:00-22:00", "--hours", "Sat,Sun,Holidays 08:00-12:00", "--right", "Unlock", "Share", "--tenancy", "3", "--out",
            bench.PathOf("k.key"));
        string shown = bench.Ok("key", "show", bench.PathOf("k.key"));
        string[] parts =
        [
            "Unit 2, number 2 of facility 4001", "holder     7",
            "from Tue 2026-12-01 00:00:00 until Fri 2027-01-01 00:00:00",
            "Mon-Fri 06:00-22:00; Sat,Sun,Holidays 08:00-12:00", "Unlock, Share", "tenancy    3", "key        1001",
        ];
        foreach (string part in parts)
            StringAssert.Contains(shown, part);
        PhoneKey key = bench.KeyOf("k.key");
        Assert.IsFalse(shown.Contains(Convert.ToHexString(key.Secret)[..8], StringComparison.OrdinalIgnoreCase));
        JsonNode json = JsonNode.Parse(bench.Ok("key", "show", KeyText.Of(key), "--json"))!;
        Assert.AreEqual("2026-11-30T23:00:00Z", (string)json["notBefore"]!);
        if (!OperatingSystem.IsWindows())
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bench.PathOf("k.key")));
        Assert.AreEqual(1002, Number(bench, "next.key"), "a number is given once");
    }

    [TestMethod]
    public void A_shared_key_shows_what_passed_to_the_guest()
    {
        using ToolBench bench = new();
        Number(bench, "k.key");
        Share share = new() { GuestId = 55, NotAfter = 300_000_000, Rights = Rights.Unlock };
        WindowText.TryRead(["Sat 08:00-12:00"], share.Windows);
        string shown = bench.Ok("key", "show", KeyText.Of(bench.KeyOf("k.key").ShareWith(share)));
        StringAssert.Contains(shown, "guest 55");
        StringAssert.Contains(shown, "Sat 08:00-12:00, within those above");
    }

    [TestMethod]
    public void A_key_of_another_secret_is_warned_of_and_one_with_a_slip_is_none()
    {
        using ToolBench bench = new();
        Number(bench, "k.key");
        PhoneKey key = bench.KeyOf("k.key");
        Assert.AreEqual(string.Empty, bench.Run("key", "show", KeyText.Of(key)).Error);
        StringAssert.Contains(bench.Run("key", "show", KeyText.Of(key with { Secret = new byte[32] })).Error, "Issue a new one");
        string text = KeyText.Of(key);
        for (int i = 0; i < text.Length; i++)
            Assert.IsNull(KeyText.TryRead(text[..i] + (text[i] == 'Z' ? 'Y' : text[i] == '1' ? '2' : '1') + text[(i + 1)..]),
                $"a slip at {i}");
        Assert.AreEqual(2, bench.Run("key", "show", text[..^2]).Code);
    }

    [TestMethod]
    [DataRow("--until", "2020-02-02 00:00", "end")]
    [DataRow("--until", "tomorrow", "is not a time")]
    [DataRow("--until", "2027-03-28 02:30", "does not exist")]
    [DataRow("--hours", "Mon 25:00-26:00", "23:59")]
    [DataRow("--right", "Everything", "A right is one of")]
    [DataRow("--right", "All", "A right is one of")]
    public void A_key_that_makes_no_sense_is_not_issued(string option, string value, string told)
    {
        using ToolBench bench = new();
        string[] args = option == "--until" ? [] : ["--until", "2040-01-01 00:00"];
        ToolRun run = bench.Run(["key", "issue", ToolBench.Gate, "--holder", "7", "--out", bench.PathOf("k.key"), option, value, .. args]);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, told);
        Assert.IsFalse(File.Exists(bench.PathOf("k.key")));
    }

    [TestMethod]
    public void A_key_that_is_to_open_at_once_allows_for_a_lock_whose_clock_is_behind()
    {
        using ToolBench bench = new();
        Number(bench, "k.key");
        Grant grant = new();
        byte[] bytes = bench.KeyOf("k.key").Grant;
        Assert.IsTrue(grant.TryRead(bytes, 0, bytes.Length));
        Assert.AreEqual(bench.Time.Utc, grant.IssuedAt);
        Assert.AreEqual(600u, grant.IssuedAt - grant.NotBefore);
    }

    [TestMethod]
    public void A_key_to_a_unit_needs_a_tenancy_and_none_is_overwritten()
    {
        using ToolBench bench = new();
        string[] args = ["key", "issue", ToolBench.Unit, "--holder", "7", "--until", "2040-01-01 00:00", "--out", bench.PathOf("k.key")];
        StringAssert.Contains(bench.Run(args).Error, "--tenancy");
        bench.Ok([.. args, "--tenancy", "0"]);
        string before = File.ReadAllText(bench.PathOf("k.key"));
        Assert.AreEqual(2, bench.Run([.. args, "--tenancy", "1"]).Code);
        Assert.AreEqual(before, File.ReadAllText(bench.PathOf("k.key")));
    }

    [TestMethod]
    [DataRow("--help")]
    [DataRow("facility", "new", "--help")]
    [DataRow("flash", "--help")]
    [DataRow("provision", "--help")]
    public void Every_command_tells_what_it_does(params string[] args)
    {
        using ToolBench bench = new(false);
        string help = bench.Ok(args);
        StringAssert.Contains(help, "Usage:");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void The_program_runs_and_ends_with_the_exit_codes_of_its_document()
    {
        using ToolBench bench = new();
        Assert.AreEqual(ExitCode.Ok, Program(bench, "label", "--out", bench.PathOf("sheet")));
        Assert.AreEqual(ExitCode.Unusable, Program(bench, "label", "Unit 9"));
        Assert.AreEqual(ExitCode.Unusable, Program(bench, "lable"));
        Assert.AreEqual(ExitCode.Link, Program(bench, "status", ToolBench.Gate, "--virtual", "127.0.0.1:1"));
        Assert.AreEqual(ExitCode.FlashTool,
            Program(bench, "flash", ToolBench.Gate, "--nanoff", bench.PathOf("none"), "--runtime", NanoffBench.Runtime));
    }

    private static int Program(ToolBench bench, params string[] args)
    {
        ProcessStartInfo start = new("dotnet", [typeof(Lockctl).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = bench.Folder,
        };
        start.Environment["LOCKCTL_FACILITY"] = bench.FacilityPath;
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string error = process.StandardError.ReadToEnd();
        Assert.IsTrue(process.WaitForExit(HangTimeoutMs));
        Assert.AreEqual(process.ExitCode != 0, error.Length > 0 && !error.StartsWith("Warning", StringComparison.Ordinal), error);
        return process.ExitCode;
    }

    private static int Number(ToolBench bench, string file)
    {
        bench.Ok("key", "issue", ToolBench.Gate, "--holder", "7", "--until", "2040-01-01 00:00", "--right", "Unlock", "Share", "--out",
            bench.PathOf(file));
        Grant grant = new();
        PhoneKey key = bench.KeyOf(file);
        grant.TryRead(key.Grant, 0, key.Grant.Length);
        return (int)grant.KeyId;
    }
}
