using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.State;

/// <summary>The bounded table of revocations, without the rest of the lock.</summary>
[TestClass]
public class RevocationTableTests
{
    private const uint Later = 1_000_000;

    [TestMethod]
    public void A_later_revocation_of_the_same_holder_takes_no_second_place()
    {
        RevocationTable table = new RevocationTable();
        Assert.IsTrue(table.Add(NoticeItemKind.RevokeHolder, 10, 0, 500, Later, 0), "first");
        Assert.IsTrue(table.Add(NoticeItemKind.RevokeHolder, 10, 0, 700, Later, 0), "second");
        Assert.IsTrue(table.Add(NoticeItemKind.RevokeHolder, 10, 0, 600, Later, 0), "an older one again");
        Assert.AreEqual(1, table.Count, "count");
        Assert.IsTrue(IsRefused(table, 10, 699), "before the latest");
        Assert.IsFalse(IsRefused(table, 10, 700), "at the latest");
    }

    [TestMethod]
    public void The_order_of_adding_does_not_matter()
    {
        RevocationTable up = new RevocationTable();
        RevocationTable down = new RevocationTable();
        int count = RevocationTable.CountMax + 20;
        for (int i = 0; i < count; i++)
        {
            AddNth(up, i);
            AddNth(down, count - 1 - i);
        }
        Assert.AreEqual(up.GeneralBefore, down.GeneralBefore, "general rule");
        Assert.AreEqual(up.Count, down.Count, "count");
        for (int i = 0; i < count; i++)
        {
            uint before = (uint)(1000 + i);
            Assert.IsTrue(IsRefused(up, (uint)i, before - 1) && IsRefused(down, (uint)i, before - 1), "the revoked one");
            Assert.AreEqual(IsRefused(up, 99999, before), IsRefused(down, 99999, before), "an innocent one");
            Assert.AreEqual(IsRefused(up, (uint)i, before), IsRefused(down, (uint)i, before), "one who has a new key");
        }
    }

    [TestMethod]
    public void An_entry_that_is_older_than_all_in_a_full_table_becomes_general_itself()
    {
        RevocationTable table = new RevocationTable();
        for (int i = 0; i < RevocationTable.CountMax; i++)
            AddNth(table, i);
        Assert.IsFalse(table.Add(NoticeItemKind.RevokeHolder, 5000, 0, 10, Later, 0), "it is said");
        Assert.AreEqual(10u, table.GeneralBefore, "general rule");
        Assert.IsTrue(IsRefused(table, 5000, 9), "the new one");
        Assert.IsTrue(IsRefused(table, 0, 999), "those in the table stay");
    }

    [TestMethod]
    public void A_record_brings_everything_back()
    {
        RevocationTable table = new RevocationTable();
        for (int i = 0; i <= RevocationTable.CountMax; i++)
            AddNth(table, i);
        RevocationTable copy = new RevocationTable();
        Assert.IsTrue(RevocationPages.Copy(table, copy), "read");
        CollectionAssert.AreEqual(RevocationPages.All(table), RevocationPages.All(copy), "the same again");
        Assert.AreEqual(table.GeneralBefore, copy.GeneralBefore, "general rule");
        Assert.IsTrue(IsRefused(copy, 50, 1049), "an entry");
    }

    [TestMethod]
    public void A_general_entry_ends_when_all_its_keys_have_expired()
    {
        RevocationTable table = new RevocationTable();
        for (int i = 0; i <= RevocationTable.CountMax; i++)
            AddNth(table, i);
        Grant stranger = new Grant { HolderId = 9999, KeyId = 9999, IssuedAt = 999 };
        Assert.IsTrue(table.ReasonToRefuse(stranger, null, Later) != 0, "in force");
        Assert.IsTrue(table.ReasonToRefuse(stranger, null, 0) != 0, "in force without a clock");
        Assert.AreEqual(0, (int)table.ReasonToRefuse(stranger, null, Later + 1), "over");
    }

    [TestMethod]
    public void A_record_of_another_form_is_refused()
    {
        RevocationTable table = new RevocationTable();
        AddNth(table, 1);
        byte[] record = table.ToRecord(0);
        record[0] = 2;
        Assert.IsFalse(table.TryRead(0, record), "another version");
        Assert.IsFalse(table.TryRead(0, new byte[0]), "nothing");
        Assert.IsFalse(table.TryRead(0, Bytes.Copy(new RevocationTable().ToRecord(0), 0, 8)), "cut");
    }

    private static void AddNth(RevocationTable table, int i) =>
        table.Add(NoticeItemKind.RevokeHolder, (uint)i, 0, (uint)(1000 + i), Later, 0);

    private static bool IsRefused(RevocationTable table, uint holderId, uint issuedAt) =>
        table.ReasonToRefuse(new Grant { HolderId = holderId, KeyId = 1, IssuedAt = issuedAt }, null, 0) != 0;
}
