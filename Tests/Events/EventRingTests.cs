using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Events;

[TestClass]
public class EventRingTests
{
    private const int Remainders = 5;
    private const int EventsEach = 255;

    [TestMethod]
    public void A_number_that_no_lock_reaches_counts_as_damage_and_is_not_continued()
    {
        AssertIgnored(0);
        AssertIgnored(uint.MaxValue - 1);
    }

    private static void AssertIgnored(uint first)
    {
        TornFiles files = new TornFiles();
        byte[] segment = new byte[2 * AuditEvent.Size];
        new AuditEvent { Detail = first }.WriteTo(segment, 0);
        new AuditEvent { Kind = EventKind.Tamper }.WriteTo(segment, AuditEvent.Size);
        files.Write("ring/0", segment);
        EventRing ring = new EventRing(files);
        Assert.AreEqual(0u, ring.Head, "head");
        for (uint sequence = 1; sequence <= 20; sequence++)
        {
            Assert.IsTrue(ring.Append(new byte[AuditEvent.Size]), "written");
            ring.Compact();
            Assert.AreEqual(sequence, ring.Head, "counted");
            Assert.AreEqual((int)sequence, ring.Read(1, new byte[20 * AuditEvent.Size], 0, 20), "read");
        }
    }

    [TestMethod]
    public void Events_are_read_back_in_order_after_a_restart_at_every_length()
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        for (uint i = 1; i <= 60; i++)
        {
            Assert.IsTrue(ring.Append(Record(i)), "appended");
            if (i % 5 == 0)
                ring.Compact();
            CheckAll(new EventRing(files), 1, i);
        }
        CheckAll(ring, 1, 60);
    }

    [TestMethod]
    public void A_full_tail_is_moved_into_a_segment_without_being_asked()
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
                    ring.Compact();
                }
                files.PowerOn();
                EventRing restarted = new EventRing(files);
                Assert.IsTrue(restarted.Head == acknowledged || restarted.Head == acknowledged + 1, "at most one unacknowledged extra");
                CheckAll(restarted, 1, restarted.Head);
                for (uint i = restarted.Head + 1; i <= acknowledged + 40; i++)
                {
                    Assert.IsTrue(restarted.Append(Record(i)), "it goes on");
                    restarted.Compact();
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
                    ring.Compact();
                    if (files.IsDead)
                        files.PowerOn();
                }
                CheckAll(ring, 1, 60);
                CheckAll(new EventRing(files), 1, 60);
            }
        }
    }

    [TestMethod]
    public void A_segment_that_cannot_be_read_is_not_absent_whichever_it_is()
    {
        for (int segment = 0; segment < 3; segment++)
        {
            TornFiles files = ThreeSegments(out uint head);
            files.Unreadable = "ring/" + segment;
            EventRing ring = new EventRing(files);
            Assert.AreEqual(head, ring.Head, "no number is used twice");
            Assert.AreEqual(1u, ring.Oldest, "nothing is given up");
            Record(ring, 40);
            files.Unreadable = "";
            CheckAll(ring, 1, head + 40);
            CheckAll(new EventRing(files), 1, head + 40);
        }
    }

    [TestMethod]
    public void An_event_that_cannot_be_read_now_is_not_called_lost()
    {
        TornFiles files = ThreeSegments(out uint head);
        files.Unreadable = "ring/1";
        EventRing ring = new EventRing(files);
        byte[] batch = new byte[(int)head * AuditEvent.Size];
        for (int tries = 1; tries < 8; tries++)
            Assert.AreEqual(EventsEach, ring.Read(1, batch, 0, (int)head), "up to the segment");
        Assert.AreEqual((int)head, ring.Read(1, batch, 0, (int)head), "what cannot be read again and again is lost");
        CheckLost(EventsEach + 1, Bytes.Copy(batch, EventsEach * AuditEvent.Size, AuditEvent.Size));
    }

    [TestMethod]
    public void The_newest_event_that_cannot_be_read_keeps_its_number()
    {
        TornFiles files = new TornFiles();
        Record(new EventRing(files), 5);
        files.Unreadable = "tail/5";
        EventRing ring = new EventRing(files);
        Assert.AreEqual(5u, ring.Head, "it may be there");
        Assert.IsTrue(ring.Append(Record(6)), "the next one");
        files.Unreadable = "";
        CheckAll(new EventRing(files), 1, 6);
    }

    [TestMethod]
    public void Where_nothing_of_the_trail_can_be_read_no_event_is_written()
    {
        TornFiles files = ThreeSegments(out uint head);
        files.Unreadable = "ring/";
        EventRing known = new EventRing(files);
        Assert.AreEqual(head, known.Head, "the tail knows the newest one");
        files.Unreadable = "";
        for (uint slot = 0; slot < EventRing.TailCountMax; slot++)
            files.Delete("tail/" + slot);
        files.Unreadable = "ring/";
        int writes = files.TryCount;
        Assert.IsFalse(new EventRing(files).Append(Record(1)), "its number is unknown");
        Assert.AreEqual(writes, files.TryCount, "writes");
    }

    [TestMethod]
    public void The_end_of_the_newest_segment_that_cannot_be_read_stays()
    {
        TornFiles files = ThreeSegments(out uint head);
        for (int read = 1; read <= 100; read++)
        {
            files.FailReadAt = files.ReadCount + read;
            files.FailsTwice = true;
            EventRing ring = new EventRing(files);
            files.FailsTwice = false;
            Record(ring, 2);
            Assert.IsTrue(ring.Head == head + 2 || ring.Head == head + 3, "a number may be left out and is not used twice");
            head = ring.Head;
        }
        EventRing restarted = new EventRing(files);
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        for (uint sequence = 1; sequence <= head; sequence++)
        {
            Assert.AreEqual(1, restarted.Read(sequence, record, 0, 1), "every number is read");
            Assert.IsTrue(audit.TryRead(record, 0), "whole");
            if (audit.Kind == EventKind.EventsDropped)
                CheckLost(sequence, record);
            else
                Assert.AreEqual(sequence, audit.Detail, "in its place");
        }
    }

    private static TornFiles ThreeSegments(out uint head)
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        Record(ring, (2 * EventsEach) + 50);
        head = ring.Head;
        return files;
    }

    private static void Record(EventRing ring, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.IsTrue(ring.Append(Record(ring.Head + 1)), "appended");
            ring.Compact();
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
            ring.Compact();
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
    public void An_event_that_the_flash_lost_keeps_its_number_and_says_so()
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        for (uint i = 1; i <= 20; i++)
        {
            ring.Append(Record(i));
            ring.Compact();
        }
        files.Write("tail/2", new byte[29]);
        EventRing restarted = new EventRing(files);
        Assert.AreEqual(20u, restarted.Head, "numbers never go back");
        byte[] record = new byte[AuditEvent.Size];
        Assert.AreEqual(1, restarted.Read(18, record, 0, 1), "in its place");
        CheckLost(18, record);
        Assert.AreEqual(1, restarted.Read(19, record, 0, 1), "the next one");
        CollectionAssert.AreEqual(Record(19), record, "is as it was");
    }

    [TestMethod]
    public void A_trail_that_lost_its_newest_segment_goes_on_behind_the_gap()
    {
        TornFiles files = new TornFiles();
        EventRing ring = new EventRing(files);
        for (uint i = 1; i <= 400; i++)
        {
            ring.Append(Record(i));
            ring.Compact();
        }
        files.Delete("ring/1");
        EventRing restarted = new EventRing(files);
        Assert.AreEqual(400u, restarted.Head, "numbers never go back");
        for (uint i = 401; i <= 440; i++)
        {
            Assert.IsTrue(restarted.Append(Record(i)), "it goes on");
            restarted.Compact();
        }
        restarted = new EventRing(files);
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        uint lost = 0;
        for (uint sequence = 1; sequence <= 440; sequence++)
        {
            Assert.AreEqual(1, restarted.Read(sequence, record, 0, 1), "every number is read");
            Assert.IsTrue(audit.TryRead(record, 0), "whole");
            if (audit.Kind == EventKind.EventsDropped)
            {
                lost++;
                CheckLost(sequence, record);
            }
            else
            {
                Assert.AreEqual(sequence, audit.Detail, "in its place");
            }
        }
        Assert.AreEqual(400u - 255u - 16u, lost, "all but the first segment and the tail");
    }

    private static void CheckLost(uint sequence, byte[] record)
    {
        AuditEvent audit = new AuditEvent();
        Assert.IsTrue(audit.TryRead(record, 0), "whole");
        Assert.AreEqual((int)EventKind.EventsDropped, (int)audit.Kind, "it says so");
        Assert.AreEqual(sequence, audit.KeyId, "which one");
        Assert.AreEqual(1u, audit.Detail, "how many");
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
        Assert.AreEqual(head, ring.Head, "head");
        byte[] records = new byte[7 * AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        for (uint sequence = oldest; sequence <= head;)
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
