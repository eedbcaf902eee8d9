using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;

namespace LockFirmware.Tests.Storage;

[TestClass]
public class EventRingTests
{
    private const int Remainders = 5;

    [TestMethod]
    public void Events_are_read_back_in_order_after_a_restart_at_every_length()
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        for (uint i = 1; i <= 60; i++)
        {
            Assert.IsTrue(ring.Append(Record(i)), "appended");
            if (i % 5 == 0)
                ring.Settle();
            CheckAll(new EventRing(files), 1, i);
        }
        CheckAll(ring, 1, 60);
    }

    [TestMethod]
    public void A_tail_that_nobody_settles_settles_itself()
    {
        EventRing ring = new EventRing(new TornFiles());
        for (uint i = 1; i <= 100; i++)
            Assert.IsTrue(ring.Append(Record(i)), "appended");
        CheckAll(ring, 1, 100);
    }

    [TestMethod]
    public void A_power_cut_at_any_write_loses_no_acknowledged_event_and_doubles_none()
    {
        int cuts = 0;
        for (int remains = 0; remains < Remainders; remains++)
        {
            for (int cut = 1; cut <= 70; cut++)
            {
                TornFiles files = new TornFiles { CutAt = cut, Remains = remains };
                EventRing ring = new EventRing(files);
                uint acknowledged = 0;
                while (!files.IsDead && ring.Append(Record(acknowledged + 1)))
                {
                    acknowledged++;
                    ring.Settle();
                }
                files.PowerOn();
                EventRing restarted = new EventRing(files);
                Assert.IsTrue(restarted.Head == acknowledged || restarted.Head == acknowledged + 1, "at most one unacknowledged extra");
                CheckAll(restarted, 1, restarted.Head);
                for (uint i = restarted.Head + 1; i <= acknowledged + 40; i++)
                {
                    Assert.IsTrue(restarted.Append(Record(i)), "it goes on");
                    restarted.Settle();
                }
                CheckAll(new EventRing(files), 1, acknowledged + 40);
                cuts++;
            }
        }
        Assert.AreEqual(70 * Remainders, cuts, "cuts");
    }

    [TestMethod]
    public void A_segment_whose_growth_failed_is_not_continued()
    {
        for (int remains = 0; remains < Remainders; remains++)
        {
            for (int cut = 14; cut <= 40; cut++)
            {
                TornFiles files = new TornFiles { CutAt = cut, Remains = remains };
                EventRing ring = new EventRing(files);
                uint head = 0;
                while (head < 60)
                {
                    if (ring.Append(Record(head + 1)))
                        head++;
                    ring.Settle();
                    if (files.IsDead)
                        files.PowerOn();
                }
                CheckAll(ring, 1, 60);
                CheckAll(new EventRing(files), 1, 60);
            }
        }
    }

    [TestMethod]
    public void A_full_ring_holds_ten_thousand_events_and_gives_up_the_oldest()
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        uint fewest = uint.MaxValue;
        for (uint i = 1; i <= 11500; i++)
        {
            if (!ring.HasRoom)
            {
                uint oldest = ring.Oldest;
                int dropped = ring.DropOldest();
                Assert.AreEqual(oldest + (uint)dropped, ring.Oldest, "it says how many went");
                uint kept = ring.Head - ring.Oldest + 1;
                fewest = kept < fewest ? kept : fewest;
            }
            Assert.IsTrue(ring.Append(Record(i)), "appended");
            ring.Settle();
        }
        Assert.IsTrue(fewest >= 10000 && fewest != uint.MaxValue, "it was full, and kept ten thousand");
        CheckAll(new EventRing(files), ring.Oldest, 11500);
    }

    [TestMethod]
    public void A_store_that_cannot_write_says_so_and_keeps_what_it_has()
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        ring.Append(Record(1));
        files.IsBroken = true;
        Assert.IsFalse(ring.Append(Record(2)), "not written");
        files.IsBroken = false;
        Assert.IsTrue(ring.Append(Record(2)), "written");
        CheckAll(new EventRing(files), 1, 2);
    }

    [TestMethod]
    public void Behind_a_segment_whose_end_is_rotten_every_event_keeps_its_number()
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        for (uint i = 1; i <= 15; i++)
        {
            ring.Append(Record(i));
            ring.Settle();
        }
        byte[] segment = files.Read("events0")!;
        segment[segment.Length - 1] ^= 1;
        files.Write("events0", segment);
        EventRing restarted = new EventRing(files);
        byte[] events = new byte[7 * AuditEvent.Size];
        Assert.AreEqual(11, restarted.Read(1, events, 0, 7) + restarted.Read(8, events, 0, 7), "what is whole is read");
        Assert.AreEqual(0, restarted.Read(12, events, 0, 7), "nothing is read of what is rotten");
        CheckFrom(13, restarted, 15);
        for (uint i = 16; i <= 40; i++)
        {
            Assert.IsTrue(restarted.Append(Record(i)), "it goes on");
            restarted.Settle();
            CheckFrom(13, restarted, i);
            CheckFrom(13, new EventRing(files), i);
        }
    }

    [TestMethod]
    public void A_tail_of_a_length_that_the_ring_never_writes_keeps_nobody_from_starting()
    {
        int[] lengths = { 0, 3, 4, 19, 4 + ((EventRing.TailCountMax + 1) * AuditEvent.Size) };
        for (int i = 0; i < lengths.Length; i++)
        {
            TornFiles files = new TornFiles();
            files.Write("tail-b", Seal(1, lengths[i]));
            EventRing ring = new EventRing(files);
            Assert.AreEqual(0u, ring.Head, "it holds nothing");
            Assert.IsTrue(ring.Append(Record(1)), "it goes on");
            CheckAll(new EventRing(files), 1, 1);
        }
    }

    [TestMethod]
    public void A_tail_whose_numbers_no_lock_reaches_keeps_nobody_from_starting()
    {
        uint[] firsts = { 0, int.MaxValue, 0x80000000, uint.MaxValue };
        for (int i = 0; i < firsts.Length; i++)
        {
            TornFiles files = new TornFiles();
            files.Write("tail-b", Seal(firsts[i], 4 + AuditEvent.Size));
            EventRing restarted = new EventRing(files);
            Assert.AreEqual(0u, restarted.Head, "it holds nothing");
            Assert.IsTrue(restarted.Append(Record(1)), "it goes on");
        }
    }

    /// <summary>A file of the right envelope: version, sequence 1, number of the first event, zeros, check.</summary>
    private static byte[] Seal(uint first, int payloadLength)
    {
        byte[] content = new byte[5 + payloadLength];
        content[0] = 1;
        content[1] = 1;
        if (payloadLength >= 4)
            Bytes.WriteU32(content, 5, first);
        byte[] file = new byte[content.Length + 8];
        Bytes.Append(file, Bytes.Append(file, 0, content), Hmac.Hash(System.Text.Encoding.UTF8.GetBytes("LF1 file"), content), 0, 8);
        return file;
    }

    private static byte[] Record(uint sequence)
    {
        byte[] record = new byte[AuditEvent.Size];
        new AuditEvent { Kind = EventKind.Boot, Time = 7, Detail = sequence }.WriteTo(record, 0);
        return record;
    }

    private static void CheckAll(EventRing ring, uint oldest, uint head)
    {
        Assert.AreEqual(oldest, ring.Oldest, "oldest");
        CheckFrom(oldest, ring, head);
    }

    private static void CheckFrom(uint first, EventRing ring, uint head)
    {
        Assert.AreEqual(head, ring.Head, "head");
        byte[] records = new byte[7 * AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        for (uint sequence = first; sequence <= head;)
        {
            int count = ring.Read(sequence, records, 0, 7);
            Assert.IsTrue(count > 0, "something is read");
            for (int i = 0; i < count; i++)
            {
                Assert.IsTrue(audit.TryRead(records, i * AuditEvent.Size), "whole");
                Assert.AreEqual(sequence, audit.Detail, "in its place");
                sequence++;
            }
        }
    }
}
