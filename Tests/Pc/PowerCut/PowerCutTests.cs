using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>
/// Lives of a lock, cut at every storage operation and inside each, then compared with what it had acknowledged. A failing
/// seed is replayed with LOCK_TEST_SEED; LOCK_TEST_LIVES sets how many lives there are.
/// </summary>
[TestClass]
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
        Check(whole, $"seed {seed}, no cut");
        int writes = whole.Board.Files.WriteCount;
        int cuts = 0;
        for (int cut = 1; cut <= writes; cut++)
        {
            for (int remains = 0; remains < RemainderCount; remains++)
            {
                string where = $"seed {seed}, cut at write {cut} of {writes}, remainder {remains}";
                try
                {
                    Life life = new(seed, cut, remains);
                    life.Run(Steps);
                    Assert.IsTrue(life.Board.Files.IsDead, "the power went");
                    life.Restart();
                    Check(life, where);
                    life.Epilogue();
                }
                catch (Exception e) when (e is not AssertFailedException)
                {
                    throw new InvalidOperationException(where, e);
                }
                catch (AssertFailedException e)
                {
                    throw new AssertFailedException($"{where}: {e.Message}", e);
                }
                cuts++;
            }
        }
        return cuts;
    }

    private static void Check(Life life, string where)
    {
        CheckTrail(life, where);
        LifeModel model = life.Model;
        ushort generation = life.Memory.Identity.Generation;
        Assert.IsTrue(generation == model.Generation || generation == model.GenerationUnderWay, $"{where}: identity {generation}");
        uint applied = life.Memory.State.Applied;
        Assert.IsTrue(applied == model.Applied || applied == model.NoticeUnderWay, $"{where}: applied {applied}");
        if (generation == 0)
            return;
        Assert.IsTrue(model.Knows(generation, applied), $"{where}: generation {generation} with notice {applied}");
        LifeModel.Settings expected = model.Expected(generation, applied);
        Assert.AreEqual(expected.Overlocked, life.Memory.State.Overlocked, $"{where}: overlock");
        Assert.AreEqual(expected.ReleaseMs, life.Memory.Configuration.ReleaseMs, $"{where}: configuration");
        Assert.AreEqual(expected.Tenancy, life.Memory.State.Tenancy, $"{where}: tenancy");
        Assert.AreEqual(expected.Revocations, life.Memory.Revocations.Count, $"{where}: revocations");
    }

    /// <summary>No acknowledged admission lost, none twice, order kept, at most one unacknowledged extra, every record whole.</summary>
    private static void CheckTrail(Life life, string where)
    {
        List<uint> admitted = [];
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new();
        for (uint sequence = life.Board.Events.Oldest; sequence <= life.Board.Events.Head; sequence++)
        {
            Assert.AreEqual(1, life.Board.Events.Read(sequence, record, 0, 1), $"{where}: event {sequence} is there");
            Assert.IsTrue(audit.TryRead(record, 0), $"{where}: event {sequence} is whole");
            if (audit.Kind == EventKind.AccessGranted)
                admitted.Add(audit.KeyId);
        }
        List<uint> expected = [.. life.Model.Admitted];
        if (admitted.Count == expected.Count + 1)
            expected.Add(life.Model.AdmissionUnderWay);
        CollectionAssert.AreEqual(expected, admitted, $"{where}: admissions");
    }
}
