using System;
using System.Collections.Generic;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Pc.Access;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Pc.PowerCut;

/// <summary>
/// Lives of a lock whose storage decays or fails to be read once. The lock knows what it knew before, or that it is damaged.
/// </summary>
[TestClass]
[TestCategory("Slow")]
public class DamageReplayTests
{
    private const int Steps = 40;
    private const int Seeds = 4;

    private static readonly byte[] SetupSecret = LockRig.Secret(3);

    [TestMethod]
    public void A_changed_bit_in_any_copy_of_any_record_takes_nothing_back()
    {
        int flips = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            TornFiles files = FilesAfter(seed);
            string known = Known(new LockMemory(new SlottedRecords(files.Fork(0)), SetupSecret));
            foreach (string name in RecordFiles(files))
            {
                int bits = files.Read(name)!.Length * 8;
                for (int bit = 0; bit < bits; bit++, flips++)
                {
                    TornFiles decayed = files.Fork(0);
                    Flip(decayed, name, bit);
                    LockMemory memory = new(new SlottedRecords(decayed), SetupSecret);
                    Assert.AreEqual(known, Known(memory), $"seed {seed}, bit {bit} of {name}");
                }
            }
        }
        Assert.IsGreaterThan(10_000, flips);
    }

    [TestMethod]
    public void Damage_in_both_copies_of_a_record_lets_nobody_in()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            TornFiles files = FilesAfter(seed);
            for (int id = 0; id < RecordIds.Count; id++)
            {
                TornFiles decayed = files.Fork(0);
                Flip(decayed, $"records/{id}a", 41);
                Flip(decayed, $"records/{id}b", 42);
                LockMemory memory = new(new SlottedRecords(decayed), SetupSecret);
                Assert.IsTrue(memory.IsDamaged, $"seed {seed}, record {id}");
                Assert.AreEqual(1u << id, memory.Damage & (1u << id), "which one");
            }
        }
    }

    [TestMethod]
    public void An_older_state_of_any_record_lets_nobody_in()
    {
        LockRig rig = new();
        TornFiles files = new();
        SlottedRecords records = new(files);
        LockMemory memory = new(records, SetupSecret);
        memory.Adopt(LockRig.NewProvisionBody(3, rig.Secrets.LockSecret, new LockConfiguration()));
        memory.SaveAll();
        TornFiles older = files.Fork(0);
        memory.Identity.Rekey(4, LockRig.Secret(9));
        memory.State.HighestGeneration = 4;
        for (uint key = 0; key < RevocationTable.CountMax; key++)
            memory.Revocations.Add(NoticeItemKind.RevokeKey, key, 0, key, key, 0);
        memory.Configure(new LockConfiguration { ReleaseMs = 900 });
        Assert.IsTrue(memory.SaveAll(), "saved");
        for (int id = 0; id < RecordIds.Count; id++)
        {
            // The state cannot tell of itself; whoever can put back a whole file can put back all of them.
            if (id is (int)RecordId.State or (int)RecordId.Pending)
                continue;
            TornFiles mixed = files.Fork(0);
            foreach (string copy in new[] { "a", "b" })
                mixed.Write($"records/{id}{copy}", older.Read($"records/{id}{copy}")!);
            Assert.IsTrue(new LockMemory(new SlottedRecords(mixed), SetupSecret).IsDamaged, $"record {id}");
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void One_failing_read_at_any_read_of_a_start_takes_nothing_back(bool isAbsent)
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Life whole = new(seed);
            whole.Run(Steps);
            int reads = -whole.Board.Files.ReadCount;
            Life again = new(whole, 0);
            again.Restart();
            reads += again.Board.Files.ReadCount;
            LifeChecks.Check(again, $"seed {seed}");
            for (int read = 1; read <= reads; read++)
            {
                string where = $"seed {seed}, read {read} of {reads} fails; replay: {TestSeed.Replay(seed, nameof(DamageReplayTests))}";
                Life life = new(whole, 0);
                life.Board.Files.FailedReadIsAbsent = isAbsent;
                life.Board.Files.FailReadAt = life.Board.Files.ReadCount + read;
                life.Restart();
                Assert.IsFalse(life.Memory.IsDamaged, $"{where}: a second read helps");
                LifeChecks.Check(life, where);
                life.Epilogue();
            }
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void One_failing_read_after_a_power_cut_takes_nothing_back(bool isAbsent)
    {
        const int seed = 2;
        const int recordReads = 24;
        Life whole = new(seed);
        whole.Run(Steps);
        for (int cut = 1; cut <= whole.WriteCount; cut++)
        {
            Life cutLife = new(seed, cut);
            cutLife.Run(Steps);
            for (int remains = 0; remains < 5; remains++)
            {
                for (int read = 1; read <= recordReads; read++)
                {
                    Life life = new(cutLife, remains);
                    life.Board.Files.FailedReadIsAbsent = isAbsent;
                    life.Board.Files.FailReadAt = life.Board.Files.ReadCount + read;
                    life.Restart();
                    LifeChecks.Check(life, $"cut {cut}, remainder {remains}, read {read} fails");
                    if (read % 8 == 0)
                        life.Epilogue();
                }
            }
        }
    }

    [TestMethod]
    public void A_secret_that_was_given_up_stands_in_no_file()
    {
        TornFiles files = new();
        LockMemory memory = new(new SlottedRecords(files), SetupSecret);
        byte[] first = LockRig.Secret(5);
        memory.SetPending(LockRig.NewProvisionBody(3, LockRig.Secret(5), new LockConfiguration()));
        Assert.IsTrue(memory.SaveAll(), "pending");
        Assert.IsTrue(IsInAFile(files, first), "the pending secret is stored");
        memory.Adopt(memory.Pending!);
        Assert.IsTrue(memory.SaveAll(), "committed");
        memory.Identity.Rekey(4, LockRig.Secret(6));
        memory.State.HighestGeneration = 4;
        Assert.IsTrue(memory.SaveAll(), "rekeyed");
        Assert.IsFalse(IsInAFile(files, first), "after the rekey");
        Assert.IsTrue(IsInAFile(files, LockRig.Secret(6)), "the new secret is stored");
        memory.Identity.Remove(SetupSecret);
        Assert.IsTrue(memory.SaveAll(), "reset");
        Assert.IsFalse(IsInAFile(files, LockRig.Secret(6)), "after the reset");
    }

    private static bool IsInAFile(TornFiles files, byte[] secret)
    {
        List<string> names = [.. RecordFiles(files), "records/journal"];
        return names.Exists(name => files.Read(name).AsSpan().IndexOf(secret) >= 0);
    }

    private static TornFiles FilesAfter(int seed)
    {
        Life life = new(seed);
        life.Run(Steps);
        return life.Board.Files;
    }

    private static IEnumerable<string> RecordFiles(TornFiles files)
    {
        for (int id = 0; id < RecordIds.Count; id++)
        {
            foreach (string copy in new[] { "a", "b" })
            {
                if (files.Read($"records/{id}{copy}") != null)
                    yield return $"records/{id}{copy}";
            }
        }
    }

    private static void Flip(TornFiles files, string name, int bit)
    {
        byte[] content = files.Read(name)!;
        content[bit / 8] ^= (byte)(1 << (bit % 8));
        files.Write(name, content);
    }

    /// <summary>Everything that a lock knows, as text.</summary>
    private static string Known(LockMemory memory)
    {
        if (memory.IsDamaged || memory.IsTooNew)
            return "damaged";
        byte[] configuration = new byte[memory.Configuration.Size];
        memory.Configuration.WriteTo(configuration, 0);
        List<string> records = [Convert.ToHexString(memory.Identity.ToRecord()), Convert.ToHexString(configuration)];
        records.Add(Convert.ToHexString(memory.State.ToRecord()));
        for (int page = 0; page < RevocationTable.PageCount; page++)
            records.Add(Convert.ToHexString(memory.Revocations.ToRecord(page)));
        records.Add($"pending {memory.Pending?.Generation}");
        return string.Join('\n', records);
    }
}
