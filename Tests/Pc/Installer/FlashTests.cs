using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Flashing, with a stand-in for nanoff that writes down what it is asked.</summary>
[TestClass]
public sealed class FlashTests
{
    [TestMethod]
    public void All_steps_run_in_order_and_the_secrets_leave_this_computer()
    {
        using ToolBench bench = new();
        Nanoff(bench, 0);
        StringAssert.Contains(Flash(bench, ToolBench.Unit).Output, "is flashed");
        string image = bench.PathOf("LockController.bin");
        CollectionAssert.AreEqual(
            new[]
            {
                "--update --target ESP32_BLE_REV3 --serialport COM5",
                $"--filedeployment {bench.PathOf("locks/2/deploy.json")}",
                $"--target ESP32_BLE_REV3 --deploy --image {image} --address 0x1E0000 --serialport COM5",
            },
            Calls(bench));
        Assert.IsFalse(File.Exists(bench.PathOf("locks/2/identity.bin")) || File.Exists(bench.PathOf("locks/2/setup.bin")), "secrets");
        StringAssert.Contains(Flash(bench, ToolBench.Unit).Output, "nothing to do");
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "nothing to do", "flashed locks are not prepared again");
        Assert.HasCount(3, Calls(bench));
    }

    [TestMethod]
    public void What_is_deployed_is_the_port_and_files_of_this_lock()
    {
        using ToolBench bench = new();
        Nanoff(bench, 0, "cp \"$2\" \"$HERE/seen.json\" 2>/dev/null; true");
        Flash(bench, ToolBench.Gate);
        JsonNode deploy = JsonNode.Parse(File.ReadAllText(bench.PathOf("seen.json")))!;
        Assert.AreEqual("COM5", (string)deploy["serialport"]!);
        Assert.IsTrue(deploy["files"]!.AsArray()
            .All(file => ((string)file!["SourceFilePath"]!).StartsWith(bench.PathOf("locks/1"), StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void A_step_that_fails_is_told_and_the_next_run_goes_on_there(int failing)
    {
        using ToolBench bench = new();
        Nanoff(bench, failing);
        ToolRun broken = bench.Run(Args(bench, ToolBench.Gate));
        Assert.AreEqual(3, broken.Code);
        StringAssert.Contains(broken.Error, "ended with 7");
        Assert.HasCount(failing, Calls(bench));
        Assert.IsTrue(File.Exists(bench.PathOf("locks/1/identity.bin")), "still needed");
        Nanoff(bench, 0);
        Flash(bench, ToolBench.Gate);
        Assert.HasCount(4, Calls(bench), "one of them twice");
        Assert.AreEqual(Calls(bench)[failing - 1], Calls(bench)[failing]);
        StringAssert.Contains(Flash(bench, ToolBench.Gate, "--restart").Error, "generation 2", "the hardware may have lost generation 1");
        Assert.HasCount(7, Calls(bench));
    }

    [TestMethod]
    public void An_update_deploys_the_application_and_nothing_else()
    {
        using ToolBench bench = new();
        Nanoff(bench, 0);
        Flash(bench, ToolBench.Unit, "--application-only");
        Assert.HasCount(1, Calls(bench));
        StringAssert.StartsWith(Calls(bench)[0], "--target ESP32_BLE_REV3 --deploy");
        StringAssert.Contains(Calls(bench)[0], "--address 0x1E0000");
        Assert.IsTrue(File.Exists(bench.PathOf("locks/2/identity.bin")), "not yet flashed");
    }

    [TestMethod]
    public void A_dry_run_shows_the_commands_and_does_nothing()
    {
        using ToolBench bench = new();
        string[] lines = bench.Ok("flash", ToolBench.Gate, "--dry-run").Trim().Split('\n');
        Assert.HasCount(3, lines);
        StringAssert.Contains(lines[0], "nanoff --update --target ESP32_C3 --serialport /dev/ttyUSB0");
        Assert.IsFalse(lines[2].Contains("--address", StringComparison.Ordinal), "only the classic ESP32 has one");
        Assert.IsFalse(File.Exists(bench.PathOf("locks/1/flash.json")));
    }

    [TestMethod]
    public void What_is_missing_is_told_with_what_to_do()
    {
        using ToolBench bench = new();
        ToolRun tool = bench.Run("flash", ToolBench.Gate, "--nanoff", bench.PathOf("none"));
        Assert.AreEqual(3, tool.Code);
        StringAssert.Contains(tool.Error, "dotnet tool install -g nanoff");
        Nanoff(bench, 0);
        File.Delete(bench.PathOf("LockController.bin"));
        ToolRun image = bench.Run(Args(bench, ToolBench.Gate));
        Assert.AreEqual(2, image.Code);
        StringAssert.Contains(image.Error, "dotnet build LockController");
        ToolRun port = bench.Run("flash", ToolBench.Unit, "--nanoff", bench.PathOf("nanoff"));
        Assert.AreEqual(2, port.Code);
        StringAssert.Contains(port.Error, "--port");
        Assert.AreEqual(2, bench.Run("flash", "Unit 9", "--port", "COM5").Code);
    }

    [TestMethod]
    public void A_lock_in_service_is_not_flashed_from_the_beginning_by_mistake()
    {
        using ToolBench bench = new();
        Nanoff(bench, 0);
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate);
        ToolRun run = bench.Run([.. Args(bench, ToolBench.Gate), "--restart"]);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "lockctl replace");
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate));
        Assert.HasCount(0, Calls(bench));
    }

    [TestMethod]
    public void A_flashing_tool_that_cannot_be_run_is_told()
    {
        using ToolBench bench = new();
        Nanoff(bench, 0);
        File.WriteAllText(bench.PathOf("text"), "no program");
        ToolRun run = bench.Run("flash", ToolBench.Gate, "--nanoff", bench.PathOf("text"), "--image", bench.PathOf("LockController.bin"));
        Assert.AreEqual(3, run.Code);
        StringAssert.Contains(run.Error, "cannot be started");
    }

    [TestMethod]
    public void New_hardware_is_flashed_from_the_beginning_with_the_higher_generation()
    {
        using ToolBench bench = new();
        Nanoff(bench, 0);
        Flash(bench, ToolBench.Gate);
        bench.Ok("replace", ToolBench.Gate, "--yes");
        StringAssert.Contains(Flash(bench, ToolBench.Gate).Output, "generation 2");
        Assert.HasCount(6, Calls(bench));
    }

    private static ToolRun Flash(ToolBench bench, string door, params string[] more)
    {
        ToolRun run = bench.Run([.. Args(bench, door), .. more]);
        Assert.AreEqual(0, run.Code, run.Error);
        return run;
    }

    private static string[] Args(ToolBench bench, string door) =>
        ["flash", door, "--port", "COM5", "--nanoff", bench.PathOf("nanoff"), "--image", bench.PathOf("LockController.bin")];

    private static string[] Calls(ToolBench bench) => File.Exists(bench.PathOf("calls")) ? File.ReadAllLines(bench.PathOf("calls")) : [];

    /// <summary>Writes the stand-in; it fails at one call of its life, from 1, or never.</summary>
    private static void Nanoff(ToolBench bench, int failing, string more = "true")
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("the stand-in is a script for a Unix shell");
            return;
        }
        File.WriteAllText(bench.PathOf("LockController.bin"), "image");
        File.WriteAllText(bench.PathOf("nanoff"),
            $"#!/bin/sh\nHERE='{bench.Folder}'\necho \"$@\" >> \"$HERE/calls\"\n{more}\n[ \"$(wc -l < \"$HERE/calls\")\" "
            + $"-ne {failing} ] || exit 7\n");
        File.SetUnixFileMode(bench.PathOf("nanoff"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
