using System.Collections.Generic;
using LockFirmware.VirtualRadio;

namespace LockFirmware.Tests.Pc.Radio;

/// <summary>The two kinds of time.</summary>
[TestClass]
public class RadioTimeTests
{
    [TestMethod]
    public void Driven_time_runs_the_firmware_before_each_step_and_stops_at_the_timeout()
    {
        List<long> pumpedAt = [];
        DrivenRadioTime time = new() { StepMs = 4 };
        time.Pump = () => pumpedAt.Add(time.NowMs);

        Assert.IsFalse(time.WaitFor(() => false, 10));

        Assert.AreEqual(10, time.NowMs);
        CollectionAssert.AreEqual(new long[] { 0, 4, 8, 10 }, pumpedAt);
    }

    [TestMethod]
    public void Driven_time_does_not_pass_when_the_firmware_is_done_at_once()
    {
        DrivenRadioTime time = new();
        bool isDone = false;
        time.Pump = () => isDone = true;

        Assert.IsTrue(time.WaitFor(() => isDone, 10));
        Assert.AreEqual(0, time.NowMs);
    }

    [TestMethod]
    public void A_transaction_takes_a_connection_interval_and_then_the_firmware_runs()
    {
        long simulatedMs = 1000;
        long pumpedAt = 0;
        DrivenRadioTime time = new(() => simulatedMs, ms => simulatedMs += ms) { ConnectionIntervalMs = 45 };
        time.Pump = () => pumpedAt = simulatedMs;

        time.Transaction();

        Assert.AreEqual(1045, time.NowMs);
        Assert.AreEqual(1045, pumpedAt);
    }

    [TestMethod]
    public void Real_time_gives_up_when_nothing_comes()
    {
        RealRadioTime time = new();

        Assert.IsFalse(time.WaitFor(() => false, 0));
        Assert.IsTrue(time.WaitFor(() => true, 0));
    }
}
