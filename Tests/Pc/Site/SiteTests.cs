using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Pc.Access;

namespace LockFirmware.Tests.Pc.Site;

/// <summary>
/// A thousand random sites, each from a seed. Every lock is compared with a plain model. A failing seed is replayed alone with
/// LOCK_TEST_SEED; LOCK_TEST_SITES sets how many sites there are.
/// </summary>
[TestClass]
[TestCategory("Slow")]
[DoNotParallelize]
public sealed class SiteTests
{
    private const int SiteCount = 1_000;
    private const int StepCount = 180;

    private readonly SortedDictionary<Status, int> _answers = [];
    private int _attacks;
    private int _cuts;
    private int _days;
    private long _dropped;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Whatever_happens_at_a_site_locks_do_what_the_plain_model_says()
    {
        bool isReplay = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestSeed.Variable));
        int count = isReplay ? 1 : int.Parse(Environment.GetEnvironmentVariable("LOCK_TEST_SITES") ?? $"{SiteCount}");
        int first = TestSeed.Draw(TestContext);
        Parallel.For(0, count, i => Run(unchecked(first + i)));
        string answers = string.Join(", ", _answers.Select(a => $"{a.Key} {a.Value}"));
        string sum =
            $"sites: {count} from seed {first}, {_days} days, {_attacks} attacks, {_cuts} power cuts, {_dropped} events "
            + $"dropped; unlock: {answers}";
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
            lock (_answers)
                Count(world);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"step {step}: {exception.Message}; replay: {TestSeed.Replay(seed, nameof(SiteTests))}",
                exception);
        }
    }

    private void Count(SiteWorld world)
    {
        foreach (KeyValuePair<Status, int> answer in world.Answers)
            _answers[answer.Key] = _answers.GetValueOrDefault(answer.Key) + answer.Value;
        _attacks += world.Attacks;
        _cuts += world.Cuts;
        _days += world.Days;
        _dropped += world.Dropped;
    }
}
