using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

[TestClass]
public class LockMemoryTests
{
    [TestMethod]
    public void A_save_writes_only_what_has_changed()
    {
        TornFiles files = new TornFiles();
        LockMemory memory = Open(files);
        memory.SaveAll();
        int writes = files.WriteCount;
        memory.State.Floor = 5;
        Assert.IsTrue(memory.SaveAll(), "saved");
        Assert.AreEqual(writes + 2, files.WriteCount, "both copies of the state, without a journal");
        Revoke(memory, 1);
        Assert.IsTrue(memory.SaveAll(), "saved");
        Assert.AreEqual(writes + 8, files.WriteCount, "journal, state twice, one page twice, journal");
        writes = files.WriteCount;
        memory = Open(files);
        memory.SaveAll();
        Assert.AreEqual(writes + 2, files.WriteCount, "a restart knows what is stored");
        Assert.AreEqual(5u, memory.State.Floor, "read back");
        Assert.IsTrue(IsRevoked(memory, 1), "read back");
    }

    [TestMethod]
    public void A_full_revocation_table_is_read_back()
    {
        TornFiles files = new TornFiles();
        LockMemory memory = Open(files);
        for (uint key = 1; key <= RevocationTable.CountMax; key++)
        {
            Revoke(memory, key);
            Assert.IsTrue(memory.SaveAll(), "saved");
        }
        memory = Open(files);
        Assert.AreEqual(RevocationTable.CountMax, memory.Revocations.Count, "entries");
        for (uint key = 1; key <= RevocationTable.CountMax; key++)
            Assert.IsTrue(IsRevoked(memory, key), "each one");
        Assert.IsFalse(IsRevoked(memory, RevocationTable.CountMax + 1), "nobody else");
    }

    [TestMethod]
    public void A_general_revocation_is_read_back()
    {
        TornFiles files = new TornFiles();
        LockMemory memory = Open(files);
        for (uint key = 1; key <= RevocationTable.CountMax + 1; key++)
            Revoke(memory, key);
        memory.SaveAll();
        Assert.AreEqual(1u, Open(files).Revocations.GeneralBefore, "the oldest became general");
    }

    [TestMethod]
    public void A_lost_page_of_revocations_is_damage_and_nothing_is_written_over_it()
    {
        TornFiles files = new TornFiles();
        LockMemory memory = Open(files);
        for (uint key = 1; key <= RevocationTable.CountMax; key++)
            Revoke(memory, key);
        memory.SaveAll();
        memory.Revocations.Add(NoticeItemKind.RevokeKey, 30, 0, 30, 5000, 0);
        memory.SaveAll();
        files.Delete("records/5a");
        files.Delete("records/5b");
        memory = Open(files);
        Assert.AreEqual(RevocationTable.CountMax - RevocationTable.EntriesAPage, memory.Revocations.Count, "the others stay");
        Assert.IsTrue(memory.IsDamaged, "damaged");
        Revoke(memory, 1000);
        Assert.IsFalse(memory.SaveAll(), "not saved");
        Assert.IsNull(files.Read("records/5a"), "nothing in its place");
    }

    /// <summary>Each record is whole and has the number that the state tells; only together they cannot be.</summary>
    [TestMethod]
    public void Records_that_contradict_each_other_are_damage()
    {
        TornFiles files = new TornFiles();
        LockMemory memory = Open(files);
        memory.Adopt(LockRig.NewProvisionBody(3, LockRig.Secret(5), new LockConfiguration()));
        Assert.IsTrue(memory.SaveAll(), "saved");
        Assert.IsFalse(Open(files).IsDamaged, "the identity has the highest generation");
        memory.SetPending(LockRig.NewProvisionBody(4, LockRig.Secret(6), new LockConfiguration()));
        Assert.IsTrue(memory.SaveAll(), "saved");
        Assert.IsFalse(Open(files).IsDamaged, "a pending identity has a higher one");
        memory.SetPending(LockRig.NewProvisionBody(3, LockRig.Secret(6), new LockConfiguration()));
        memory.SaveAll();
        Assert.IsTrue(Open(files).IsDamaged, "a pending identity of a generation that was used");
        memory.SetPending(null);
        memory.State.HighestGeneration = 4;
        memory.SaveAll();
        Assert.IsTrue(Open(files).IsDamaged, "an identity below the highest generation");
    }

    [TestMethod]
    public void A_page_that_is_too_long_is_refused()
    {
        RevocationTable table = new RevocationTable();
        byte[] record = new byte[1 + ((RevocationTable.EntriesAPage + 1) * 17)];
        record[0] = 1;
        Assert.IsFalse(table.TryRead(1, record), "too long");
        Assert.AreEqual(0, table.Count, "nothing was read");
    }

    private static LockMemory Open(TornFiles files) => new LockMemory(new SlottedRecords(files), new byte[Hmac.HashSize]);

    private static void Revoke(LockMemory memory, uint key) =>
        memory.Revocations.Add(NoticeItemKind.RevokeKey, key, 0, key, 4000, 0);

    private static bool IsRevoked(LockMemory memory, uint key) =>
        memory.Revocations.ReasonToRefuse(new Grant { KeyId = key, IssuedAt = 2000 }, null, 0) != 0;
}
