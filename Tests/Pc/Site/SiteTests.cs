using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.Tests.Pc.Access;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>
/// A thousand sites, each from a seed, with a plain model beside every lock. A failing seed is replayed alone with
/// LOCK_TEST_SEED; LOCK_TEST_SITES sets how many sites there are.
/// </summary>
[TestClass]
public sealed class SiteTests
{
    private const int SiteCount = 1_000;
    private const int StepCount = 200;

    private int _admitted;
    private int _refused;
    private int _attacks;
    private int _cuts;
    private int _days;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_happens_at_a_site_locks_do_what_the_plain_model_says()
    {
        bool isReplay = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestSeed.Variable));
        int count = isReplay ? 1 : int.Parse(Environment.GetEnvironmentVariable("LOCK_TEST_SITES") ?? $"{SiteCount}");
        int first = TestSeed.Draw(TestContext);
        Parallel.For(0, count, i => Run(unchecked(first + i)));
        string sum = $"sites: {count} from seed {first}, {_days} days, {_admitted} admitted, {_refused} refused, {_attacks} attacks, {_cuts} power cuts";
        TestContext.WriteLine(sum);
        Console.WriteLine(sum);
    }

    private void Run(int seed)
    {
        int step = 0;
        try
        {
            SiteWorld world = new(seed);
            for (; step < StepCount; step++)
                world.Step();
            world.Finish();
            Interlocked.Add(ref _admitted, world.Admitted);
            Interlocked.Add(ref _refused, world.Refused);
            Interlocked.Add(ref _attacks, world.Attacks);
            Interlocked.Add(ref _cuts, world.Cuts);
            Interlocked.Add(ref _days, world.Days);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{TestSeed.Variable}={seed}, step {step}: {exception.Message}", exception);
        }
    }
}
