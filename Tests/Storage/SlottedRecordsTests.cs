using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

[TestClass]
public class SlottedRecordsTests
{
    private const int Remainders = 5;

    [TestMethod]
    public void A_record_is_read_back_after_a_restart()
    {
        TornFiles files = new TornFiles();
        Assert.IsTrue(new SlottedRecords(files).Replace(One(RecordId.State, 5)), "written");
        CheckRecord(5, new SlottedRecords(files).Read(RecordId.State), "read back");
        Assert.IsNull(new SlottedRecords(files).Read(RecordId.Identity), "never written");
    }

    [TestMethod]
    public void A_power_cut_at_any_write_leaves_one_record_old_or_new()
    {
        for (int remains = 0; remains < Remainders; remains++)
        {
            for (int cut = 1; cut <= 2; cut++)
            {
                TornFiles files = new TornFiles();
                SlottedRecords records = new SlottedRecords(files);
                records.Replace(One(RecordId.State, 1));
                records.Replace(One(RecordId.State, 2));
                files.CutAt = files.WriteCount + cut;
                files.Remains = remains;
                Assert.AreEqual(cut == 2, records.Replace(One(RecordId.State, 3)), "the first copy makes the change");
                files.PowerOn();
                int expected = cut == 2 || remains == 3 ? 3 : 2;
                CheckRecord(expected, new SlottedRecords(files).Read(RecordId.State), "old, or new where it was written");
                SlottedRecords restarted = new SlottedRecords(files);
                Assert.IsTrue(restarted.Replace(One(RecordId.State, 4)), "it goes on");
                CollectionAssert.AreEqual(files.Read("records/4a"), files.Read("records/4b"), "both copies are the same");
            }
        }
    }

    [TestMethod]
    public void A_journal_that_cannot_be_read_stays_and_nothing_is_written_until_it_can()
    {
        TornFiles files = new TornFiles();
        SlottedRecords records = new SlottedRecords(files);
        records.Replace(Three(1));
        // Cut behind the journal: the change is made.
        files.CutAt = files.WriteCount + 2;
        records.Replace(Three(2));
        files.PowerOn();
        files.Unreadable = "records/journal";
        SlottedRecords blind = new SlottedRecords(files);
        Assert.AreEqual(RecordIds.UnreadableSequence, blind.Sequence(RecordId.State), "the state may be in it");
        Assert.IsNull(blind.Read(RecordId.State), "the older one is not taken");
        Assert.IsFalse(blind.Replace(Three(3)), "refused");
        files.Unreadable = "";
        blind.Reopen();
        CheckRecord(2, blind.Read(RecordId.State), "read again");
        Assert.IsTrue(blind.Replace(Three(3)), "it goes on");
    }

    [TestMethod]
    public void A_first_copy_that_cannot_be_read_is_not_absent_without_a_second_one()
    {
        TornFiles files = new TornFiles { CutAt = 2 };
        new SlottedRecords(files).Replace(One(RecordId.State, 5));
        files.PowerOn();
        files.Unreadable = "records/4a";
        Assert.AreEqual(RecordIds.UnreadableSequence, new SlottedRecords(files).Sequence(RecordId.State), "it was written");
        files.Unreadable = "";
        CheckRecord(5, new SlottedRecords(files).Read(RecordId.State), "and is read later");
    }

    [TestMethod]
    public void A_power_cut_at_any_write_changes_all_records_or_none()
    {
        int cuts = 0;
        for (int remains = 0; remains < Remainders; remains++)
        {
            for (int cut = 1; cut <= 8; cut++)
            {
                TornFiles files = new TornFiles();
                new SlottedRecords(files).Replace(Three(1));
                files.CutAt = files.WriteCount + cut;
                files.Remains = remains;
                bool acknowledged = new SlottedRecords(files).Replace(Three(2));
                Assert.IsTrue(files.IsDead, "eight writes: journal, three records twice, journal");
                files.PowerOn();
                SlottedRecords restarted = new SlottedRecords(files);
                byte value = restarted.Read(RecordId.State)![0];
                Assert.IsTrue(value == 2 || !acknowledged, "what was acknowledged stays");
                CheckRecord(value, restarted.Read(RecordId.Identity), "all or none");
                CheckRecord(value, restarted.Read(RecordId.Revocations), "all or none");
                cuts++;
            }
        }
        Assert.AreEqual(8 * Remainders, cuts, "every write was cut");
    }

    [TestMethod]
    public void A_power_cut_while_a_start_finishes_a_change_is_finished_by_the_next()
    {
        for (int cut = 1; cut <= 8; cut++)
        {
            TornFiles files = new TornFiles();
            new SlottedRecords(files).Replace(Three(1));
            files.CutAt = files.WriteCount + 2;
            files.Remains = 2;
            new SlottedRecords(files).Replace(Three(2));
            files.PowerOn();
            files.CutAt = files.WriteCount + cut;
            files.Remains = 1;
            SlottedRecords interrupted = new SlottedRecords(files);
            Assert.IsTrue(files.IsDead, "the start was cut");
            CheckRecord(2, interrupted.Read(RecordId.State), "the change counts from the journal on");
            files.PowerOn();
            SlottedRecords restarted = new SlottedRecords(files);
            CheckRecord(2, restarted.Read(RecordId.State), "state");
            CheckRecord(2, restarted.Read(RecordId.Identity), "identity");
            CheckRecord(2, restarted.Read(RecordId.Revocations), "revocations");
        }
    }

    [TestMethod]
    public void A_journal_that_could_not_be_cleared_takes_nothing_back()
    {
        TornFiles files = new TornFiles();
        SlottedRecords records = new SlottedRecords(files);
        files.CutAt = 8;
        Assert.IsTrue(records.Replace(Three(1)), "the change is in the journal");
        Assert.IsFalse(records.Replace(One(RecordId.State, 2)), "no later change over an uncleared journal");
        files.PowerOn();
        Assert.IsTrue(records.Replace(One(RecordId.State, 3)), "the journal is cleared first");
        CheckRecord(3, new SlottedRecords(files).Read(RecordId.State), "not rolled back");
    }

    [TestMethod]
    public void A_journal_that_was_written_although_it_failed_is_never_replayed()
    {
        TornFiles files = new TornFiles();
        SlottedRecords records = new SlottedRecords(files);
        records.Replace(Three(1));
        files.CutAt = files.WriteCount + 1;
        files.Remains = 3;
        Assert.IsFalse(records.Replace(Three(2)), "said to have failed");
        files.PowerOn();
        Assert.IsTrue(records.Replace(One(RecordId.State, 3)), "the journal is cleared first");
        SlottedRecords restarted = new SlottedRecords(files);
        CheckRecord(3, restarted.Read(RecordId.State), "state");
        CheckRecord(1, restarted.Read(RecordId.Identity), "identity");
    }

    [TestMethod]
    public void A_corrupt_copy_gives_way_to_the_other_which_is_the_same()
    {
        TornFiles files = new TornFiles();
        SlottedRecords records = new SlottedRecords(files);
        records.Replace(One(RecordId.State, 1));
        records.Replace(One(RecordId.State, 2));
        for (int copy = 0; copy < 2; copy++)
        {
            string name = copy == 0 ? "records/4a" : "records/4b";
            byte[] whole = files.Read(name)!;
            for (int bit = 0; bit < whole.Length * 8; bit++)
            {
                byte[] corrupt = (byte[])whole.Clone();
                corrupt[bit / 8] ^= (byte)(1 << (bit % 8));
                files.Write(name, corrupt);
                SlottedRecords restarted = new SlottedRecords(files);
                CheckRecord(2, restarted.Read(RecordId.State), "the other copy");
                Assert.AreEqual(2u, restarted.Sequence(RecordId.State), "its number");
            }
            files.Write(name, whole);
        }
    }

    [TestMethod]
    public void A_journal_whose_entries_do_not_fill_it_is_given_up()
    {
        for (int cut = 1; cut <= 4; cut++)
        {
            TornFiles files = new TornFiles();
            SlottedRecords records = new SlottedRecords(files);
            records.Replace(One(RecordId.State, 1));
            byte[] content = new byte[5 + 23 - cut];
            content[0] = 1;
            content[1] = 1;
            content[5] = (byte)RecordId.State;
            content[6] = 20;
            byte[] journal = new byte[content.Length + 8];
            byte[] check = Hmac.Hash(System.Text.Encoding.UTF8.GetBytes("LF1 file"), content);
            Bytes.Append(journal, Bytes.Append(journal, 0, content), check, 0, 8);
            files.Write(StorageFolders.Records + "/journal", journal);
            SlottedRecords restarted = new SlottedRecords(files);
            CheckRecord(1, restarted.Read(RecordId.State), "the record before it");
            Assert.IsTrue(restarted.Replace(Three(2)), "it goes on");
            CheckRecord(2, new SlottedRecords(files).Read(RecordId.State), "the next change");
        }
    }

    private static byte[]?[] One(RecordId id, byte value)
    {
        byte[]?[] records = new byte[]?[RecordIds.Count];
        records[(int)id] = Payload(value);
        return records;
    }

    private static byte[]?[] Three(byte value)
    {
        byte[]?[] records = One(RecordId.State, value);
        records[(int)RecordId.Identity] = Payload(value);
        records[(int)RecordId.Revocations] = Payload(value);
        return records;
    }

    private static byte[] Payload(byte value)
    {
        byte[] payload = new byte[20];
        for (int i = 0; i < payload.Length; i++)
            payload[i] = value;
        return payload;
    }

    private static void CheckRecord(int expected, byte[]? record, string message)
    {
        Assert.IsNotNull(record, message);
        CollectionAssert.AreEqual(Payload((byte)expected), record, message);
    }
}
