using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

/// <summary>This firmware reads the files of earlier firmware, and writes them in its own format.</summary>
[TestClass]
public class FormatTests
{
    private const uint Noon = 217598400;

    [TestMethod]
    public void A_memory_of_the_first_format_is_read()
    {
        AssertFirst(Open(FirstFormat.Files()));
    }

    [TestMethod]
    public void A_memory_of_the_first_format_is_written_on_and_read_again()
    {
        TornFiles files = FirstFormat.Files();
        LockMemory memory = Open(files);
        Assert.IsTrue(memory.SaveAll(), "saved");
        AssertFirst(Open(files));
        Assert.AreEqual((int)LockState.Version, (int)files.Read("records/4b")![5], "the state's record is of this format");
    }

    [TestMethod]
    public void A_change_that_was_interrupted_in_the_first_format_is_finished()
    {
        TornFiles files = FirstFormat.Files();
        files.Write("records/journal", FirstFormat.Journal());
        LockMemory memory = Open(files);
        Assert.IsFalse(memory.IsDamaged, "whole");
        ProvisionBody pending = memory.Pending!;
        Assert.AreEqual(6u, pending.FacilityId, "facility");
        Assert.AreEqual(78u, pending.LockId, "lock");
        Assert.AreEqual(4, (int)pending.Generation, "generation");
        Assert.AreEqual(9u, memory.State.BootCount, "state");
    }

    [TestMethod]
    public void A_trail_of_the_first_format_is_read_and_goes_on()
    {
        TornFiles files = FirstFormat.Files();
        EventRing ring = new EventRing(files);
        Assert.IsFalse(ring.IsTooNew, "known");
        Assert.AreEqual(1u, ring.Oldest, "oldest");
        Assert.AreEqual(14u, ring.Head, "head");
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        for (uint sequence = 1; sequence <= 14; sequence++)
        {
            Assert.AreEqual(1, ring.Read(sequence, record, 0, 1), "there");
            Assert.IsTrue(audit.TryRead(record, 0), "whole");
            Assert.AreEqual((int)EventKind.AccessGranted, (int)audit.Kind, "kind");
            Assert.AreEqual((int)ClockTrust.Set, (int)audit.Trust, "trust");
            Assert.AreEqual(Noon + sequence, audit.Time, "time");
            Assert.AreEqual(sequence, audit.KeyId, "key");
            Assert.AreEqual(sequence * 3, audit.Detail, "detail");
        }
        Assert.IsTrue(ring.Append(record), "written");
        Assert.AreEqual(15u, new EventRing(files).Head, "goes on");
    }

    [TestMethod]
    public void A_damaged_record_with_a_higher_version_is_damaged_not_too_new()
    {
        TornFiles files = FirstFormat.Files();
        byte[] state = files.Read("records/4a")!;
        state[5] = 99;
        files.Write("records/4a", state);
        LockMemory memory = Open(files);
        Assert.IsFalse(memory.IsTooNew, "its check does not hold");
        Assert.IsTrue(memory.IsDamaged, "unreadable");
    }

    private static LockMemory Open(TornFiles files) => new LockMemory(new SlottedRecords(files), new byte[Hmac.HashSize]);

    private static void AssertFirst(LockMemory memory)
    {
        Assert.IsFalse(memory.IsDamaged || memory.IsTooNew, "whole and known");
        Assert.AreEqual(5u, memory.Identity.FacilityId, "facility");
        Assert.AreEqual(77u, memory.Identity.LockId, "lock");
        Assert.AreEqual(3, (int)memory.Identity.Generation, "generation");
        CollectionAssert.AreEqual(Hex.Count(0x80, Hmac.HashSize), memory.Identity.Secrets!.LockSecret, "lock secret");
        CollectionAssert.AreEqual(Hex.Count(0x40, Hmac.HashSize), memory.Identity.PrintedSetupSecret, "printed setup secret");
        CollectionAssert.AreEqual(SetupSecrets.AfterCommit(memory.Identity.PrintedSetupSecret, memory.Identity.Secrets!.LockSecret),
            memory.Identity.SetupSecret, "setup secret");
        LockConfiguration configuration = memory.Configuration;
        Assert.IsTrue(configuration.IsExit && configuration.RelockOnClose && !configuration.ResetButton, "flags");
        Assert.AreEqual(4000, (int)configuration.ReleaseMs, "release");
        Assert.AreEqual(90, (int)configuration.HeldOpenSeconds, "held open");
        Assert.AreEqual(24, (int)configuration.ClocklessHours, "clockless");
        Assert.AreEqual(30, configuration.Calendar.ExitGraceMinutes, "exit grace");
        Assert.AreEqual(2, configuration.Calendar.HolidayCount, "holidays");
        Assert.IsNull(memory.Pending, "nothing pending");
        Assert.AreEqual(26, (int)memory.Revocations.Count, "revocations");
        Assert.IsTrue(memory.Revocations.ReasonToRefuse(new Grant { KeyId = 123, IssuedAt = 9000 }, null, 0) != 0,
            "a key of the second page");
        Assert.IsTrue(memory.Revocations.ReasonToRefuse(new Grant { KeyId = 1, HolderId = 11, IssuedAt = 999 }, null, 0) != 0, "a holder");
        Assert.AreEqual(0, (int)memory.Revocations.ReasonToRefuse(new Grant { KeyId = 1, HolderId = 11, IssuedAt = 1000 }, null, 0),
            "the holder's new key");
        LockState state = memory.State;
        Assert.AreEqual(9u, state.BootCount, "boots");
        Assert.AreEqual(Noon, state.Floor, "floor");
        Assert.AreEqual(77u, state.FloorAgeSeconds, "age of the floor");
        Assert.AreEqual(12u, state.Applied, "applied");
        Assert.AreEqual(6u, state.Synced, "synced");
        Assert.AreEqual(4, (int)state.Tenancy, "tenancy");
        Assert.AreEqual(3, (int)state.HighestGeneration, "highest generation");
        Assert.IsTrue(state.Overlocked && state.Lockdown, "flags");
        Assert.AreEqual((int)BootReason.IdentityChanged, (int)state.NextBootReason, "boot reason");
        Assert.AreEqual(0, state.PendingEvents.Count, "no pending events");
    }
}
