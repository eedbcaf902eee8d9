using System.Runtime.CompilerServices;
using LockFirmware.FacilityTests.Bench;

namespace LockFirmware.FacilityTests.Host;

/// <summary>Hundreds of facilities live and end in one run of the tests. None of them may stay in memory.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class EndedFacilityTests
{
    private const int Facilities = 4;
    private const int Tries = 20;

    // What the runtime makes once keeps the context in which it was made, and with it one facility.
    private const int MayStay = 1;

    [TestMethod]
    public async Task Facilities_that_have_ended_are_not_in_memory_any_more()
    {
        WeakReference[] ended = [.. Enumerable.Range(0, Facilities).Select(_ => LiveAndEnd())];
        for (int i = 0; i < Tries && Count(ended) > MayStay; i++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.IsLessThanOrEqualTo(MayStay, Count(ended));
    }

    // A method of its own: the caller's variables would keep the facility.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LiveAndEnd()
    {
        using FacilityBench bench = new();
        bench.Anonymous().GetAsync(new Uri("/account/sign-in", UriKind.Relative)).GetAwaiter().GetResult().EnsureSuccessStatusCode();
        return new WeakReference(bench.Services);
    }

    private static int Count(WeakReference[] ended) => ended.Count(one => one.IsAlive);
}
