using System;
using LockFirmware.LockController.Feedback;

namespace LockFirmware.Tests.Pc.Signals;

/// <summary>Light and sound cost the lock no memory while it runs.</summary>
[TestClass]
[DoNotParallelize]
public class SignalBudgetTests
{
    private const int Ticks = 100_000;
    private const int TickMs = 20;

    [TestMethod]
    public void A_tick_allocates_nothing_whatever_is_shown()
    {
        SignalPlayer player = new();
        Run(player, 0, 1_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(player, 1_000, Ticks);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.IsTrue(player.Showing != Signal.None);
    }

    private static void Run(SignalPlayer player, int from, int to)
    {
        for (int tick = from; tick < to; tick++)
        {
            long now = (long)tick * TickMs;
            Signal signal = (Signal)(1 + (tick / 50 % (SignalTable.Count - 1)));
            player.Set(signal, tick % 100 < 50, now);
            if (tick % 30 == 0)
                player.Start(signal, false, now);
            player.Tick(now);
        }
    }
}
