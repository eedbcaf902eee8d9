using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>A flashing tool that does not start or is another one, and what other lockctl processes may do meanwhile.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class FlashToolTests
{
    [TestMethod]
    public void A_tool_whose_runtime_is_not_installed_is_reported_as_that_and_not_as_a_bad_cable()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.RunAsProcesses();
        // As the tool on a computer that has newer runtimes only.
        File.WriteAllText(bench.PathOf("nanoff.runtimeconfig.json"), """
            { "runtimeOptions": { "tfm": "net8.0", "rollForward": "Disable",
              "framework": { "name": "Microsoft.NETCore.App", "version": "8.0.999" } } }
            """);
        ToolRun run = bench.Run(nanoff.Args(ToolBench.Gate));
        Assert.AreEqual(3, run.Code);
        StringAssert.Contains(run.Error, "made for .NET 8");
        StringAssert.Contains(run.Error, "--allow-roll-forward");
        Assert.DoesNotContain("cable", run.Error);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [DataRow("echo nanoff 3.0.0 >&2", "3.0.0")]
    [DataRow("echo nanoff 2.5.110 >&2", "2.5.110")]
    [DataRow("echo hello", "no nanoff")]
    public void A_tool_with_other_commands_is_refused_before_anything_is_written(string script, string told)
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.RunAsProcesses();
        File.WriteAllText(nanoff.Program, $"#!/bin/sh\n{script}\n");
        ToolRun run = bench.Run(nanoff.Args(ToolBench.Gate));
        Assert.AreEqual(3, run.Code);
        StringAssert.Contains(run.Error, told);
        StringAssert.Contains(run.Error, "--version 2.5.162");
    }

    [TestMethod]
    public void A_file_that_is_no_program_is_reported()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.RunAsProcesses();
        File.WriteAllText(bench.PathOf("text"), "no program");
        ToolRun run = bench.Run("flash", ToolBench.Gate, "--nanoff", bench.PathOf("text"), "--runtime", "1.17.0.1");
        Assert.AreEqual(3, run.Code);
        StringAssert.Contains(run.Error, "cannot be started");
        Assert.IsEmpty(nanoff.Calls);
    }

    /// <summary>Most tests run the stand-in in their own process, because that is faster.</summary>
    [TestMethod]
    [DataRow("--version")]
    [DataRow("--masserase --nonsense")]
    [DataRow("--platform esp32 --serialport COM5 --devicedetails --verbosity normal --suppressnanoffversioncheck")]
    [DataRow("--platform esp32 --serialport COM9 --devicedetails")]
    [DataRow("--target ESP32_REV3 --serialport COM5 --update --masserase --verbosity quiet")]
    [DataRow("--target ESP32_REV3 --serialport COM5 --update --masserase")]
    [DataRow("--target ESP32_REV3 --serialport COM5 --deploy")]
    [DataRow("--filedeployment missing.json")]
    public async Task The_stand_in_says_the_same_in_this_process_and_in_one_of_its_own(string words)
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        (int Code, string Text) here = await RunAsync(bench.Programs, nanoff.Program, words);
        File.Delete(nanoff.PortPath(NanoffBench.Port, "runtime"));
        (int Code, string Text) own = await RunAsync(new Programs(), nanoff.Program, words);
        Assert.AreEqual(own, here);
        Assert.HasCount(2, File.ReadAllLines(bench.PathOf("calls")));
    }

    [TestMethod]
    public void Several_locks_are_flashed_at_the_same_time_and_one_lock_by_one_process()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.RunAsProcesses();
        // Another lockctl reads and changes the facility file, while this one flashes.
        using (FacilityFileStore other = FacilityFileStore.Open(bench.FacilityPath, _ => { }, forWriting: true))
            nanoff.Flash(ToolBench.Gate);
        Directory.CreateDirectory(bench.PathOf("locks/2"));
        using (SafeFile.Hold(bench.PathOf("locks/2/flash")))
        {
            ToolRun run = bench.Run(nanoff.Args(ToolBench.Unit));
            Assert.AreEqual(2, run.Code);
            StringAssert.Contains(run.Error, "in use by another lockctl");
        }
        nanoff.Flash(ToolBench.Unit);
    }

    /// <summary>What a person would see, up to what depends on the width of a terminal, or the words of an exception.</summary>
    private static async Task<(int Code, string Text)> RunAsync(IPrograms programs, string program, string words)
    {
        List<string> lines = [];
        Dictionary<string, string> environment = new() { ["TMPDIR"] = Path.GetDirectoryName(program)! };
        int code = await programs.RunAsync(program, words.Split(' '), environment, lines.Add, CancellationToken.None);
        string text = string.Join('\n', lines);
        string[] ends = ["Unhandled exception", "Flash write complete."];
        int end = ends.Select(start => text.IndexOf(start, StringComparison.Ordinal)).Max();
        return (code, end < 0 ? text : text[..end]);
    }
}
