using System;
using LockFirmware.Tests.Pc.Access;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>
/// Lives of a lock, with a power cut before and during every storage operation. Then the lock is compared with what it had acknowledged. A
/// failing
/// seed is replayed with LOCK_TEST_SEED; LOCK_TEST_LIVES sets how many lives there are.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public class PowerCutTests
{
    private const int Steps = 40;
    private const int RemainderCount = 5;
    private const int CutsWanted = 20_000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void A_power_cut_at_any_storage_operation_loses_nothing_acknowledged()
    {
        string? only = Environment.GetEnvironmentVariable("LOCK_TEST_SEED");
        int lives = int.Parse(Environment.GetEnvironmentVariable("LOCK_TEST_LIVES") ?? "0");
        int cuts = 0;
        int seed = only == null ? 1 : int.Parse(only);
        int firstSeed = seed;
        do
        {
            cuts += CutEverywhere(seed++);
        }
        while (only == null && (lives == 0 ? cuts < CutsWanted : seed - firstSeed < lives));
        TestContext.WriteLine($"power cuts: {cuts} in {seed - firstSeed} lives, seeds {firstSeed}..{seed - 1}");
        Console.WriteLine($"power cuts: {cuts} in {seed - firstSeed} lives, seeds {firstSeed}..{seed - 1}");
        Assert.IsTrue(only != null || lives != 0 || cuts >= CutsWanted, "enough cuts");
    }

    private static int CutEverywhere(int seed)
    {
        Life whole = new(seed);
        whole.Run(Steps);
        string again = TestSeed.Replay(seed, nameof(PowerCutTests));
        LifeChecks.Check(whole, $"seed {seed}, no cut; replay: {again}");
        int writes = whole.WriteCount;
        int cuts = 0;
        for (int cut = 1; cut <= writes; cut++)
        {
            string at = $"seed {seed}, cut at write {cut} of {writes}";
            // The life is the same up to the cut, whatever the cut leaves of the write.
            Life cutLife = new(seed, cut);
            Explain($"{at}; replay: {again}", () =>
            {
                cutLife.Run(Steps);
                Assert.IsTrue(cutLife.Board.Files.IsDead, "the power went");
            });
            for (int remains = 0; remains < RemainderCount; remains++)
            {
                string where = $"{at}, remainder {remains}; replay: {again}";
                Explain(where, () =>
                {
                    Life life = new(cutLife, remains);
                    life.Restart();
                    LifeChecks.Check(life, where);
                    life.Epilogue();
                });
                cuts++;
            }
        }
        return cuts;
    }

    /// <summary>Adds to a failure where it happened.</summary>
    private static void Explain(string where, Action act)
    {
        try
        {
            act();
        }
        catch (AssertFailedException e)
        {
            throw new AssertFailedException($"{e.Message}; {where}", e);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(where, e);
        }
    }
}
