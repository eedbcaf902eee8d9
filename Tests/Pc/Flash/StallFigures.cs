using System;
using LockFirmware.VirtualBoard.Hardware.Flash;

namespace LockFirmware.Tests.Pc.Flash;

/// <summary>How long one file operation may block every thread, measured in blocks that it erases.</summary>
[TestClass]
public sealed class StallFigures
{
    private const int DayCount = 120;
    private const int ErasesMax = 4;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void One_file_operation_erases_a_few_blocks_at_most()
    {
        LockLife life = new();
        long before = 0;
        string last = string.Empty;
        string worst = string.Empty;
        long[] counts = new long[64];
        long most = 0;
        life.Flash.Trace = operation =>
        {
            long erases = life.Flash.Blocks.Erases - before;
            counts[erases]++;
            if (erases > most)
            {
                most = erases;
                worst = last;
            }
            before = life.Flash.Blocks.Erases;
            last = operation;
        };
        before = life.Flash.Blocks.Erases;
        while (life.Days < DayCount)
            life.LiveDay();
        TestContext.WriteLine($"{DayCount} days: at most {most} erases in one operation ({worst})");
        for (int i = 0; i <= most; i++)
            TestContext.WriteLine($"{i} erases: {counts[i]} operations");
        Assert.IsFalse(life.HasFailed);
        Assert.IsGreaterThan(0, most);
        Assert.IsLessThanOrEqualTo(ErasesMax, most);
    }
}
