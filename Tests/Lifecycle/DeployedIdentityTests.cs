using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;
using LockFirmware.Tests.Storage;

namespace LockFirmware.Tests.Lifecycle;

/// <summary>The identity that came with the cable (docs/protocol.md, 8).</summary>
[TestClass]
public class DeployedIdentityTests
{
    private static byte[] Setup() => LockRig.Secret(7);

    [TestMethod]
    public void A_fresh_lock_takes_the_identity_and_removes_the_file()
    {
        TornFiles files = Deployed(new TornFiles(), 1);
        LockMemory memory = Boot(files);
        Assert.IsTrue(Take(files, memory), "taken");
        CheckIdentity(1, Boot(files), "after a restart");
        Assert.IsNull(files.Read(DeployedIdentity.FileName), "the file is gone");
        byte[] recovery = SetupSecrets.AfterCommit(Setup(), LockRig.Secret(1));
        Assert.IsTrue(Bytes.AreEqual(recovery, 0, Boot(files).Identity.SetupSecret, 0, recovery.Length),
            "only the facility provisions again");
    }

    [TestMethod]
    public void A_power_cut_at_any_write_leaves_old_or_new_and_the_next_start_finishes()
    {
        for (int remains = 0; remains < 5; remains++)
        {
            for (int cut = 1; ; cut++)
            {
                TornFiles files = Provisioned(1);
                Deployed(files, 2);
                files.Remains = remains;
                files.CutAt = files.WriteCount + cut;
                Take(files, Boot(files));
                bool wasCut = files.IsDead;
                files.PowerOn();
                LockMemory memory = Boot(files);
                Assert.IsFalse(memory.IsDamaged, "whole");
                int generation = memory.Identity.Generation;
                Assert.IsTrue(generation == 1 || generation == 2, "old or new");
                CheckIdentity(generation, memory, "whole");
                Take(files, memory);
                CheckIdentity(2, Boot(files), "finished at the next start");
                Assert.AreEqual(1, ProvisionedEvents(files, 2), "recorded once");
                Assert.AreEqual(5, (int)Boot(files).State.BootCount, "the boot count goes on");
                if (!wasCut)
                    break;
            }
        }
    }

    [TestMethod]
    public void Only_a_higher_generation_is_taken()
    {
        for (int generation = 1; generation <= 3; generation++)
        {
            TornFiles files = Provisioned(2);
            Deployed(files, generation);
            Assert.AreEqual(generation == 3, Take(files, Boot(files)), "taken");
            CheckIdentity(generation == 3 ? 3 : 2, Boot(files), "generation");
            Assert.IsNull(files.Read(DeployedIdentity.FileName), "the file has had its use");
        }
    }

    [TestMethod]
    public void A_generation_that_was_given_up_is_not_taken_again()
    {
        TornFiles files = Provisioned(2);
        LockMemory memory = Boot(files);
        memory.Identity.Remove(Setup());
        memory.SaveAll();
        Deployed(files, 2);
        Assert.IsFalse(Take(files, Boot(files)), "taken");
        Assert.IsFalse(Boot(files).Identity.IsProvisioned, "without identity");
    }

    [TestMethod]
    public void A_torn_or_corrupt_file_changes_nothing_and_stays()
    {
        byte[] good = File(1);
        for (int length = 0; length < good.Length; length++)
            CheckRefused(Bytes.Copy(good, 0, length));
        for (int i = 0; i < good.Length; i++)
        {
            byte[] corrupt = Bytes.Copy(good, 0, good.Length);
            corrupt[i] ^= 0x10;
            CheckRefused(corrupt);
        }
        CheckRefused(new byte[good.Length + 1]);
    }

    [TestMethod]
    public void What_belonged_to_the_former_identity_ends()
    {
        TornFiles files = Provisioned(1);
        LockMemory memory = Boot(files);
        memory.State.Tenancy = 9;
        memory.State.Overlocked = true;
        memory.State.Lockdown = true;
        memory.State.Applied = 40;
        memory.SaveAll();
        Take(Deployed(files, 2), Boot(files));
        LockState state = Boot(files).State;
        Assert.AreEqual(0, (int)state.Tenancy, "tenancy");
        Assert.IsFalse(state.Overlocked || state.Lockdown, "overlock and lockdown");
        Assert.AreEqual(40, (int)state.Applied, "notices go on");
    }

    private static bool Take(TornFiles files, LockMemory memory)
    {
        StateTransaction transaction = new StateTransaction(memory, Journal(files, memory));
        return DeployedIdentity.TryTake(files, memory, transaction, Setup(), 0);
    }

    private static EventJournal Journal(TornFiles files, LockMemory memory)
    {
        LockClock clock = new LockClock();
        clock.Start(memory.State.Floor, 0, 0, 0, 0);
        return new EventJournal(new EventRing(files), clock, memory);
    }

    /// <summary>How often the trail records a generation, after the pending events are written.</summary>
    private static int ProvisionedEvents(TornFiles files, int generation)
    {
        EventJournal journal = Journal(files, Boot(files));
        Assert.IsTrue(journal.Flush(0), "written");
        byte[] events = new byte[AuditEvent.Size * 16];
        int count = journal.Read(1, events, 0, 16, out uint _);
        AuditEvent one = new AuditEvent();
        int found = 0;
        for (int i = 0; i < count; i++)
        {
            if (one.TryRead(events, i * AuditEvent.Size) && one.Kind == EventKind.Provisioned && one.Detail == generation)
                found++;
        }
        return found;
    }

    private static void CheckRefused(byte[] content)
    {
        TornFiles files = new TornFiles();
        files.Write(DeployedIdentity.FileName, content);
        Assert.IsFalse(Take(files, Boot(files)), "taken");
        Assert.IsFalse(Boot(files).Identity.IsProvisioned, "without identity");
        Assert.IsNotNull(files.Read(DeployedIdentity.FileName), "stays");
    }

    private static TornFiles Provisioned(int generation)
    {
        TornFiles files = new TornFiles();
        LockMemory memory = Boot(files);
        memory.State.BootCount = 5;
        memory.SaveAll();
        Assert.IsTrue(Take(Deployed(files, generation), memory), "taken");
        return files;
    }

    private static TornFiles Deployed(TornFiles files, int generation)
    {
        files.Write(DeployedIdentity.FileName, File(generation));
        return files;
    }

    private static byte[] File(int generation) =>
        IdentityFile.Write(LockRig.NewProvisionBody((ushort)generation, LockRig.Secret((byte)generation), new LockConfiguration()));

    private static LockMemory Boot(TornFiles files) => new LockMemory(new SlottedRecords(files), Setup());

    private static void CheckIdentity(int generation, LockMemory memory, string what)
    {
        Assert.AreEqual(generation, (int)memory.Identity.Generation, what);
        Assert.IsNotNull(memory.Identity.Secrets, what);
        Assert.IsTrue(Bytes.AreEqual(LockRig.Secret((byte)generation), 0, memory.Identity.Secrets!.LockSecret, 0, Hmac.HashSize), what);
    }
}
