using System.IO;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>lockctl replace run again before the new hardware was flashed, and what it says about the old hardware.</summary>
[TestClass]
public sealed class ReplaceTests
{
    [TestMethod]
    public void A_lost_label_of_hardware_that_was_not_flashed_is_worth_nothing_after_another_replace()
    {
        using ToolBench bench = new();
        bench.Ok("replace", ToolBench.Gate, "--yes");
        byte[] lost = bench.SetupSecretOf(ToolBench.Gate);
        StringAssert.Contains(bench.Ok("replace", ToolBench.Gate), "new setup secret");
        byte[] secret = bench.SetupSecretOf(ToolBench.Gate);
        CollectionAssert.AreNotEqual(lost, secret);
        CollectionAssert.AreEqual(secret, File.ReadAllBytes(bench.PathOf("locks/1/setup.bin")), "what the cable brings");
        Assert.AreEqual(2, bench.GenerationOf(ToolBench.Gate), "no hardware has had it");
        bench.PowerOn(ToolBench.Gate);
        bench.OkAt("provision", ToolBench.Gate);
    }

    [TestMethod]
    public void The_board_of_a_second_replace_counts()
    {
        using ToolBench bench = new();
        bench.Ok("replace", ToolBench.Gate, "--yes");
        StringAssert.Contains(bench.Ok("replace", ToolBench.Gate, "--board", "esp32"), "board esp32");
        Assert.AreEqual("esp32", (string)bench.LockOf(ToolBench.Gate)["board"]!);
        StringAssert.Contains(bench.Ok("flash", ToolBench.Gate, "--dry-run", "--runtime", NanoffBench.Runtime),
            "--target ESP32_BLE_REV3 --deploy");
        Assert.AreEqual(2, bench.Run("replace", ToolBench.Gate, "--board", "none").Code);
        Assert.AreEqual("esp32", (string)bench.LockOf(ToolBench.Gate)["board"]!, "a board that nobody knows changes nothing");
    }

    [TestMethod]
    public void Hardware_that_may_have_had_the_files_keeps_its_generation_to_itself()
    {
        using ToolBench bench = new();
        bench.Ok("replace", ToolBench.Gate, "--yes");
        File.WriteAllText(bench.PathOf("locks/1/flash.json"), "{\"Generation\":2,\"Steps\":[\"firmware\"]}");
        StringAssert.Contains(bench.Ok("replace", ToolBench.Gate, "--yes", "--board", "esp32"), "generation 3",
            "the files may be on it although their step failed");
    }

    [TestMethod]
    [DataRow(ToolBench.Gate, "nanoff --update --masserase --target ESP32_C3 --serialport /dev/ttyUSB0")]
    [DataRow(ToolBench.Unit, "nanoff --update --masserase --target ESP32_BLE_REV3 --serialport <port>")]
    public void The_old_hardware_is_erased_as_the_board_that_it_was(string door, string command)
    {
        using ToolBench bench = new();
        string said = bench.Ok("replace", door, "--yes", "--board", "esp32-s3");
        StringAssert.Contains(said, command);
        StringAssert.Contains(said, "\"lockctl reset\"");
    }
}
