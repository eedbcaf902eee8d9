using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

/// <summary>
/// A lock whose firmware was replaced by an earlier one. It neither uses nor overwrites the records of the later firmware.
/// It tells the phone, and it lets people out.
/// </summary>
[TestClass]
public class LaterFirmwareTests
{
    private const int PayloadOffset = 5;
    private const int CheckSize = 8;
    private const long FourHoursMs = 4 * 3_600_000;

    [TestMethod]
    public void A_record_of_a_higher_version_stops_the_lock_untouched()
    {
        for (int id = 0; id < RecordIds.Count; id++)
        {
            if (id == (int)RecordId.Pending)
                continue;
            int at = PayloadOffset + (id == (int)RecordId.Configuration ? ZoneRule.Size : 0);
            AssertStopped(WithChanged("records/" + id.ToString() + "a", at), "record " + id.ToString());
        }
    }

    [TestMethod]
    public void A_pending_identity_of_a_higher_version_stops_the_lock_untouched()
    {
        TornFiles files = FirstFormat.Files();
        byte[] payload = new byte[ProvisionBody.HeaderSize + LockConfiguration.HeaderSize];
        payload[ProvisionBody.HeaderSize + ZoneRule.Size] = 99;
        byte[] file = new byte[PayloadOffset + payload.Length + CheckSize];
        file[0] = 1;
        file[1] = 2;
        Bytes.Append(file, PayloadOffset, payload);
        Seal(file);
        files.Write("records/2b", file);
        AssertStopped(files, "pending");
    }

    [TestMethod]
    public void A_file_of_a_higher_version_stops_the_lock_untouched()
    {
        AssertStopped(WithChanged("records/4a", 0), "record");
        AssertStopped(WithChanged("tail/14", 0), "tail");
        TornFiles files = FirstFormat.Files();
        byte[] journal = FirstFormat.Journal();
        journal[0] = 2;
        Seal(journal);
        files.Write("records/journal", journal);
        AssertStopped(files, "journal");
    }

    [TestMethod]
    public void A_journal_with_a_record_that_is_not_known_stops_the_lock_untouched()
    {
        TornFiles files = FirstFormat.Files();
        byte[] journal = FirstFormat.Journal();
        journal[PayloadOffset] = RecordIds.Count;
        Seal(journal);
        files.Write("records/journal", journal);
        AssertStopped(files, "journal");
    }

    [TestMethod]
    public void A_segment_of_a_higher_version_stops_the_lock_untouched()
    {
        TornFiles files = FirstFormat.Files();
        byte[] segment = FirstFormat.Segment();
        AuditEvent head = new AuditEvent();
        Assert.IsTrue(head.TryRead(segment, 0), "a head");
        head.Reason = 1;
        head.WriteTo(segment, 0);
        files.Write("ring/0", segment);
        AssertStopped(files, "segment");
    }

    [TestMethod]
    public void The_later_firmware_finds_everything_as_it_left_it()
    {
        TornFiles files = WithChanged("records/4a", PayloadOffset);
        AssertStopped(files, "state");
        files.Write("records/4a", FirstFormat.Records()[4]);
        LockMemory memory = new LockMemory(new SlottedRecords(files), new byte[Hmac.HashSize]);
        Assert.AreEqual((int)Status.Ok, (int)memory.Fault, "readable");
        Assert.AreEqual(9u, memory.State.BootCount, "not even the boots were counted");
        Assert.AreEqual(14u, new EventRing(files).Head, "no event was written");
    }

    private static void AssertStopped(TornFiles files, string what)
    {
        int writes = files.WriteCount;
        RigBoard board = new RigBoard(64);
        RigDoor door = new RigDoor();
        LockEngine engine =
            new LockEngine(new LockParts(new SlottedRecords(files), new EventRing(files), board, door, board, new byte[Hmac.HashSize]), 0);
        engine.Connected(0);
        Assert.IsNull(engine.DrawChallenge(0), "no challenge: " + what);
        Assert.IsTrue(engine.Accept(new byte[] { 0xC0, 1, 2, 3 }, 0), "an answer: " + what);
        Assert.AreEqual((int)Status.SettingsTooNew, (int)engine.Reply[3], "status: " + what);
        door.IsRequestToExit = true;
        engine.Tick(20);
        Assert.IsTrue(door.IsReleased, "people are let out: " + what);
        door.IsRequestToExit = false;
        engine.Tick(FourHoursMs);
        Assert.IsFalse(door.IsReleased, "relocked: " + what);
        engine.Reboot(BootReason.Requested, FourHoursMs);
        Assert.AreEqual(writes, files.WriteCount, "nothing is written: " + what);
    }

    /// <summary>The first format, with the version byte of one file set to a later version.</summary>
    private static TornFiles WithChanged(string name, int at)
    {
        TornFiles files = FirstFormat.Files();
        byte[] file = files.Read(name)!;
        file[at] = 99;
        Seal(file);
        files.Write(name, file);
        return files;
    }

    private static void Seal(byte[] file)
    {
        byte[] check = Hmac.Hash(Hex.Ascii("LF1 file"), Bytes.Copy(file, 0, file.Length - CheckSize));
        Bytes.Append(file, file.Length - CheckSize, check, 0, CheckSize);
    }
}
