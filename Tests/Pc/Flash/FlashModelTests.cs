using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.Tests.Pc.Flash;

/// <summary>
/// Compares the model with figures of littlefs 2.11.2 (read and program size 128, cache 512, 512 block cycles, one attribute of
/// 8 bytes, opened for reading and writing and synchronised at once, as the device's file layer does).
/// </summary>
[TestClass]
public sealed class FlashModelTests
{
    private const int Count = 20_000;

    [TestMethod]
    public void Small_files_cost_what_they_cost_littlefs()
    {
        LittleFlash flash = new();
        FlashTraces.SmallFiles(flash, Count);
        Check(flash, erases: 4_832, bytes: 16_626_944, blocks: 6);
    }

    [TestMethod]
    public void Files_in_turn_cost_what_they_cost_littlefs()
    {
        LittleFlash flash = new();
        FlashTraces.FilesInTurn(flash, Count);
        Check(flash, erases: 1_541, bytes: 6_304_256, blocks: 4);
    }

    [TestMethod]
    public void Growing_files_cost_what_they_cost_littlefs()
    {
        LittleFlash flash = new();
        FlashTraces.GrowingFiles(flash, Count);
        Check(flash, erases: 22_767, bytes: 52_902_528, blocks: 57);
    }

    [TestMethod]
    public void A_mixture_of_all_operations_costs_what_it_costs_littlefs_within_a_thousandth()
    {
        LittleFlash flash = new();
        FlashTraces.Mixture(flash, Count);
        Assert.AreEqual(9_949.0, flash.Blocks.Erases, 10.0, "erases");
        Assert.AreEqual(26_741_120.0, flash.Blocks.ProgrammedBytes, 25_000.0, "programmed bytes");
        Assert.AreEqual(31, flash.Blocks.InUse, "blocks in use");
    }

    [TestMethod]
    public void A_full_flash_refuses_a_write_and_keeps_what_it_has()
    {
        LittleFlash flash = new();
        int files = 0;
        while (flash.Write("f" + files, new byte[8000]))
            files++;
        Assert.IsTrue(files is > 25 and <= 31, "two blocks each");
        for (int i = 0; i < files; i++)
            Assert.AreEqual(8000, flash.Length("f" + i), "kept");
    }

    private static void Check(LittleFlash flash, long erases, long bytes, int blocks)
    {
        Assert.AreEqual(erases, flash.Blocks.Erases, "erases");
        Assert.AreEqual(bytes, flash.Blocks.ProgrammedBytes, "programmed bytes");
        Assert.AreEqual(blocks, flash.Blocks.InUse, "blocks in use");
    }
}
