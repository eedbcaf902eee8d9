using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Flashing, with a stand-in for nanoff that behaves as the real one.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class FlashTests
{
    private const string Quiet = "--suppressnanoffversioncheck";

    [TestMethod]
    public void All_steps_run_in_order_and_the_secrets_leave_this_computer_when_the_lock_was_read_back()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        StringAssert.Contains(nanoff.Flash(ToolBench.Unit).Output, "not read back yet");
        string image = bench.PathOf("images/esp32/LockController.bin");
        CollectionAssert.AreEqual(
            new[]
            {
                $"--update --target ESP32_BLE_REV3 --serialport COM5 --masserase --fwversion 1.17.0.1 --verbosity minimal {Quiet}",
                $"--filedeployment {bench.PathOf("locks/2/deploy.json")} --verbosity normal {Quiet}",
                $"--target ESP32_BLE_REV3 --deploy --image {image} --address 0x1E0000 --serialport COM5 --verbosity normal {Quiet}",
            },
            nanoff.Calls);
        Assert.IsTrue(File.Exists(bench.PathOf("locks/2/identity.bin")), "not read back: the files are still needed");
        StringAssert.Contains(nanoff.Flash(ToolBench.Unit).Output, "lockctl readback");
        nanoff.Start();
        StringAssert.Contains(bench.OkAt("readback", ToolBench.Unit), "is flashed");
        Assert.IsFalse(File.Exists(bench.PathOf("locks/2/identity.bin")) || File.Exists(bench.PathOf("locks/2/setup.bin")), "secrets");
        StringAssert.Contains(nanoff.Flash(ToolBench.Unit).Output, "nothing to do");
        StringAssert.Contains(bench.Ok("manifest", bench.PathOf("locks.csv")), "nothing to do", "flashed locks are not prepared again");
        Assert.HasCount(3, nanoff.Calls);
    }

    [TestMethod]
    public void What_is_deployed_is_the_port_and_files_of_this_lock()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Gate);
        JsonNode deploy = JsonNode.Parse(File.ReadAllText(bench.PathOf("locks/1/deploy.json")))!;
        Assert.AreEqual("COM5", (string)deploy["serialport"]!);
        CollectionAssert.AreEqual(File.ReadAllBytes(bench.PathOf("locks/1/identity.bin")),
            File.ReadAllBytes(nanoff.ConfigOf(NanoffBench.Port, "identity.bin")));
        CollectionAssert.AreEqual(bench.SetupSecretOf(ToolBench.Gate),
            File.ReadAllBytes(nanoff.ConfigOf(NanoffBench.Port, "setup.bin")));
    }

    [TestMethod]
    [DataRow("does not connect", "E4000", 0, "BOOT")]
    [DataRow("no network", "E9007", 1, "network")]
    [DataRow("does not write", "E4000", 1, "BOOT")]
    [DataRow("does not start", "E2002", 2, "does not answer")]
    public void A_step_that_fails_is_reported_and_the_next_run_goes_on_there(string fault, string code, int failing, string advice)
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Faults(NanoffBench.Port, fault);
        ToolRun broken = bench.Run(nanoff.Args(ToolBench.Gate));
        Assert.AreEqual(3, broken.Code);
        StringAssert.Contains(broken.Error, code);
        StringAssert.Contains(broken.Error, advice);
        Assert.HasCount(failing, nanoff.Calls);
        Assert.IsTrue(File.Exists(bench.PathOf("locks/1/identity.bin")), "still needed");
        nanoff.Faults(NanoffBench.Port);
        nanoff.Flash(ToolBench.Gate);
        int calls = failing == 0 ? 3 : 4;
        Assert.HasCount(calls, nanoff.Calls, "one of them twice");
        Assert.IsTrue(failing == 0 || nanoff.Calls[failing - 1] == nanoff.Calls[failing]);
        StringAssert.Contains(nanoff.Flash(ToolBench.Gate, "--restart").Error, "generation 2", "the hardware may have lost generation 1");
        Assert.HasCount(calls + 3, nanoff.Calls);
    }

    [TestMethod]
    [DataRow("refuses identity.bin")]
    [DataRow("loses the connection at setup.bin")]
    public void A_content_file_that_did_not_arrive_is_seen_although_the_exit_code_is_0(string fault)
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Faults(NanoffBench.Port, fault);
        ToolRun run = bench.Run(nanoff.Args(ToolBench.Gate));
        Assert.AreEqual(3, run.Code, run.Output);
        StringAssert.Contains(run.Error, fault.Split(' ')[^1]);
        Assert.HasCount(2, nanoff.Calls, "no application without the files");
        Assert.IsTrue(File.Exists(bench.PathOf("locks/1/identity.bin")), "still needed");
    }

    [TestMethod]
    public void Nothing_that_was_read_from_a_lock_stays_on_this_computer()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        byte[] before = [.. Enumerable.Repeat((byte)0x5A, 32)];
        Directory.CreateDirectory(nanoff.PortPath(NanoffBench.Port, "config"));
        File.WriteAllBytes(nanoff.ConfigOf(NanoffBench.Port, "state.rec"), before);
        nanoff.Faults(NanoffBench.Port, "does not write");
        Assert.AreEqual(3, bench.Run(nanoff.Args(ToolBench.Gate)).Code);
        // As a lockctl that was killed leaves it.
        Directory.CreateDirectory(bench.PathOf("locks/1/nanoff"));
        File.WriteAllBytes(bench.PathOf("locks/1/nanoff/backup"), before);
        nanoff.Faults(NanoffBench.Port);
        nanoff.Flash(ToolBench.Gate);
        string[] found = [.. NanoffBench.FilesBelow(bench.PathOf("locks"))
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(before) >= 0)];
        Assert.IsEmpty(found, string.Join('\n', found));
        Assert.IsFalse(Directory.Exists(bench.PathOf("locks/1/nanoff")));
    }

    [TestMethod]
    public void A_board_that_had_another_identity_gets_the_one_of_its_door()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Unit);
        byte[] other = File.ReadAllBytes(nanoff.ConfigOf(NanoffBench.Port, "setup.bin"));
        File.WriteAllBytes(nanoff.ConfigOf(NanoffBench.Port, "state.rec"), [1]);
        StringAssert.Contains(nanoff.Flash(ToolBench.Gate, "--image", bench.PathOf("images/esp32-c3/LockController.bin")).Error,
            "was begun as Unit 2, which needs another board now");
        Assert.IsFalse(File.Exists(nanoff.ConfigOf(NanoffBench.Port, "state.rec")), "the storage of before is erased");
        CollectionAssert.AreNotEqual(other, File.ReadAllBytes(nanoff.ConfigOf(NanoffBench.Port, "setup.bin")));
        Assert.AreEqual(1u, nanoff.Start().Firmware!.Engine.Memory.Identity.LockId);
        bench.OkAt("readback", ToolBench.Gate);
    }

    [TestMethod]
    public void A_board_that_is_not_for_this_lock_is_left_as_it_is()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.AddPort(NanoffBench.Port, "ESP32-C3");
        nanoff.Flash(ToolBench.Gate);
        foreach (string[] more in new string[][] { [], ["--application-only"] })
        {
            ToolRun other = bench.Run(nanoff.Args(ToolBench.Unit, more));
            Assert.AreEqual(2, other.Code);
            StringAssert.Contains(other.Error, "On COM5 is an ESP32-C3, and Unit 2 is on esp32, an ESP32");
        }
        bench.Ok("readback", ToolBench.Gate, "--identity", "A10F0000-01000000-0100-000100");
        nanoff.AddPort(NanoffBench.Port, "ESP32");
        ToolRun taken = bench.Run(nanoff.Args(ToolBench.Unit));
        Assert.AreEqual(2, taken.Code);
        StringAssert.Contains(taken.Error, "The board on COM5 is Gate.");
        Assert.HasCount(3, nanoff.Calls, "nothing was written");
        bench.Ok("replace", ToolBench.Gate, "--yes");
        Assert.DoesNotContain("needs another board", nanoff.Flash(ToolBench.Unit).Error);
    }

    [TestMethod]
    public void What_was_begun_with_one_board_does_not_go_on_with_another()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Faults(NanoffBench.Port, "does not start");
        Assert.AreEqual(3, bench.Run(nanoff.Args(ToolBench.Unit)).Code);
        nanoff.AddPort("COM6", "ESP32");
        string[] there = ["flash", ToolBench.Unit, "--port", "COM6", "--nanoff", nanoff.Program, "--runtime", NanoffBench.Runtime];
        ToolRun run = bench.Run(there);
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "was begun with the board");
        Assert.HasCount(2, nanoff.Calls);
        bench.Ok([.. there, "--restart"]);
        Assert.IsTrue(nanoff.HasProgram("COM6"));
    }

    [TestMethod]
    public void An_update_deploys_the_application_and_nothing_else()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Unit, "--application-only");
        Assert.HasCount(1, nanoff.Calls);
        StringAssert.StartsWith(nanoff.Calls[0], "--target ESP32_BLE_REV3 --deploy");
        StringAssert.Contains(nanoff.Calls[0], "--address 0x1E0000");
        Assert.IsTrue(File.Exists(bench.PathOf("locks/2/identity.bin")), "not yet flashed");
    }

    [TestMethod]
    public void A_dry_run_shows_the_commands_and_does_nothing()
    {
        using ToolBench bench = new();
        string[] lines = bench.Ok("flash", ToolBench.Gate, "--dry-run", "--runtime", NanoffBench.Runtime).Trim().Split('\n');
        Assert.HasCount(3, lines);
        StringAssert.Contains(lines[0], "nanoff --update --target ESP32_C3 --serialport /dev/ttyUSB0");
        Assert.IsFalse(lines[2].Contains("--address", StringComparison.Ordinal), "only the classic ESP32 has one");
        Assert.IsFalse(File.Exists(bench.PathOf("locks/1/flash.json")));
    }

    [TestMethod]
    public void What_is_missing_is_reported_with_what_to_do()
    {
        using ToolBench bench = new();
        ToolRun tool = bench.Run("flash", ToolBench.Gate, "--nanoff", bench.PathOf("none"), "--runtime", "1.17.0.1");
        Assert.AreEqual(3, tool.Code);
        StringAssert.Contains(tool.Error, "dotnet tool install -g nanoff --version");
        NanoffBench nanoff = new(bench);
        Assert.AreEqual(2, bench.Run("flash", "Unit 9", "--port", "COM5").Code);
        ToolRun port = bench.Run("flash", ToolBench.Unit, "--nanoff", nanoff.Program);
        Assert.AreEqual(2, port.Code);
        StringAssert.Contains(port.Error, "--port");
        ToolRun absent = bench.Run("flash", ToolBench.Gate, "--port", "COM9", "--nanoff", nanoff.Program, "--runtime", "1.17.0.1");
        Assert.AreEqual(3, absent.Code);
        StringAssert.Contains(absent.Error, "E4005");
        StringAssert.Contains(absent.Error, "dialout");
        File.Delete(bench.PathOf("images/esp32-c3/LockController.bin"));
        ToolRun image = bench.Run(nanoff.Args(ToolBench.Gate));
        Assert.AreEqual(2, image.Code);
        StringAssert.Contains(image.Error, "dotnet build LockController");
        StringAssert.Contains(image.Error, "lockctl image");
    }

    [TestMethod]
    public void A_runtime_is_written_that_the_application_runs_on_and_no_other()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        string[] bare = ["flash", ToolBench.Gate, "--port", "COM5", "--nanoff", nanoff.Program];
        ToolRun none = bench.Run(bare);
        Assert.AreEqual(2, none.Code);
        StringAssert.Contains(none.Error, "--listtargets");
        foreach (string wrong in new[] { "2.0.0.1", "1.17", "latest" })
        {
            ToolRun run = bench.Run([.. bare, "--runtime", wrong]);
            Assert.AreEqual(2, run.Code, wrong);
            StringAssert.Contains(run.Error, "runtime 1.x only");
        }
        Assert.IsEmpty(nanoff.Calls);
        nanoff.Flash(ToolBench.Gate);
        Assert.AreEqual("ESP32_C3 1.17.0.1", File.ReadAllText(nanoff.PortPath(NanoffBench.Port, "runtime")));
    }

    [TestMethod]
    public void A_lock_in_service_is_not_flashed_from_the_beginning_by_mistake()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate);
        ToolRun run = bench.Run(nanoff.Args(ToolBench.Gate, "--restart"));
        Assert.AreEqual(2, run.Code);
        StringAssert.Contains(run.Error, "lockctl replace");
        StringAssert.Contains(nanoff.Flash(ToolBench.Gate).Output, "nothing to do");
        Assert.AreEqual(1, bench.GenerationOf(ToolBench.Gate));
        Assert.HasCount(0, nanoff.Calls);
    }

    [TestMethod]
    public void New_hardware_is_flashed_from_the_beginning_with_the_higher_generation()
    {
        using ToolBench bench = new();
        NanoffBench nanoff = new(bench);
        nanoff.Flash(ToolBench.Gate);
        bench.Ok("replace", ToolBench.Gate, "--yes");
        StringAssert.Contains(nanoff.Flash(ToolBench.Gate).Output, "generation 2");
        Assert.HasCount(6, nanoff.Calls);
    }
}
