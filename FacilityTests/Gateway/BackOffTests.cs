using LockFirmware.Facility.Data;
using LockFirmware.Facility.Gateway;
using LockFirmware.FacilityTests.Bench;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>A lock that cannot be reached is tried at growing intervals, and as usual again when it answers.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class BackOffTests
{
    [TestMethod]
    public void Waits_double_up_to_the_longest_and_are_spread()
    {
        GatewaySettings settings = new();
        int[] longest = [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600];
        for (int failures = 1; failures <= longest.Length; failures++)
        {
            Assert.AreEqual(longest[failures - 1] / 2, settings.BackOffSeconds(failures, 0), $"{failures} failures");
            Assert.AreEqual(longest[failures - 1], settings.BackOffSeconds(failures, 0.999999), 2, $"{failures} failures");
        }
        Assert.AreEqual(1800, settings.BackOffSeconds(int.MaxValue, 0));
    }

    [TestMethod]
    public async Task A_lock_that_does_not_answer_is_due_when_its_wait_is_over_and_not_before()
    {
        using FacilityBench bench = new();
        using BenchLock door = await BenchLock.MakeAsync(bench);
        string address = door.Lock.Address;
        await door.AddressAsync("127.0.0.1:1");
        for (int failures = 1; failures <= 10; failures++)
        {
            Assert.AreNotEqual("", (await VisitAsync(bench)).Error);
            Entry failed = await door.RowAsync();
            Assert.AreEqual(failures, failed.FailureCount);
            int wait = (int)(failed.NextVisitAt - bench.Now);
            int longest = Math.Min(3600, 15 << (failures - 1));
            Assert.IsTrue(wait >= longest / 2 && wait <= longest, $"{wait} s after {failures} failures");
            bench.Time.Advance(TimeSpan.FromSeconds(wait - 1));
            Assert.IsFalse((await VisitAsync(bench)).IsClaimed);
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }
        await door.AddressAsync(address);
        Assert.AreEqual("", (await VisitAsync(bench)).Error);
        Entry back = await door.RowAsync();
        Assert.AreEqual((0, "", (long)bench.Now + 300), (back.FailureCount, back.LastError, back.NextVisitAt));
    }

    /// <summary>Visits only the locks that are due, like the worker.</summary>
    private static Task<VisitReport> VisitAsync(FacilityBench bench) => bench.InScopeAsync(async services =>
    {
        long[] due = await services.GetRequiredService<EntryLeases>().DueAsync(4, default);
        return due.Length == 0
            ? new VisitReport(false, "", 0)
            : await services.GetRequiredService<LockSync>().VisitAsync(due.Single(), "test");
    });
}
