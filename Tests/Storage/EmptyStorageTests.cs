using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Engine;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

/// <summary>A lock whose storage is empty after a start (the platform formats one that it cannot mount), or cannot be written.</summary>
[TestClass]
public sealed class EmptyStorageTests
{
    [TestMethod]
    public void It_stays_locked_lets_people_out_shows_it_and_says_so_in_the_trail()
    {
        RigDoor door = new RigDoor();
        LockEngine engine = Boot(new TornFiles(), door, true);
        Run(engine, 5_000);
        Assert.IsFalse(door.IsReleased);
        Assert.AreEqual((int)Signal.Fault, (int)engine.Feedback.Showing);
        AuditEvent told = Newest(engine);
        Assert.AreEqual((int)EventKind.Fault, (int)told.Kind);
        Assert.AreEqual((int)FaultReason.Storage, (int)told.Reason);
        door.IsRequestToExit = true;
        engine.Tick(5_020);
        Assert.IsTrue(door.IsReleased);
    }

    [TestMethod]
    public void A_lock_that_was_flashed_and_waits_for_its_identity_is_not_broken()
    {
        LockEngine engine = Boot(new TornFiles(), new RigDoor(), false);
        Run(engine, 5_000);
        Assert.AreEqual((int)Signal.Unprovisioned, (int)engine.Feedback.Showing);
        Assert.AreEqual((int)EventKind.Boot, (int)Newest(engine).Kind);
    }

    [TestMethod]
    public void A_lock_with_an_identity_does_not_need_the_file_that_the_cable_left()
    {
        TornFiles files = new TornFiles();
        LockMemory memory = new LockMemory(new SlottedRecords(files), new byte[Hmac.HashSize]);
        memory.Identity.Take(1, 2, 3, new byte[Hmac.HashSize]);
        memory.State.HighestGeneration = 3;
        Assert.IsTrue(memory.SaveAll());
        LockEngine engine = Boot(files, new RigDoor(), true);
        Run(engine, 5_000);
        Assert.AreEqual((int)Signal.None, (int)engine.Feedback.Showing);
        Assert.AreEqual((int)EventKind.Boot, (int)Newest(engine).Kind);
    }

    [TestMethod]
    public void A_storage_that_cannot_be_written_shows_as_a_fault_until_it_can()
    {
        TornFiles files = new TornFiles();
        files.IsBroken = true;
        LockEngine engine = Boot(files, new RigDoor(), false);
        Run(engine, 5_000);
        Assert.AreEqual((int)Signal.Fault, (int)engine.Feedback.Showing);
        files.IsBroken = false;
        Assert.IsNotNull(engine.DrawChallenge(5_000), "counted now");
        Run(engine, 15_000);
        Assert.AreEqual((int)Signal.Unprovisioned, (int)engine.Feedback.Showing);
    }

    [TestMethod]
    public void Without_the_setup_secret_of_the_cable_its_identity_waits()
    {
        TornFiles files = new TornFiles();
        files.Write(DeployedIdentity.FileName,
            IdentityFile.Write(LockRig.NewProvisionBody(3, LockRig.Secret(1), new LockConfiguration())));
        Assert.IsFalse(Boot(files, new RigDoor(), true).Memory.Identity.IsProvisioned, "not with a secret that nobody knows");
        Assert.IsTrue(Boot(files, new RigDoor(), false).Memory.Identity.IsProvisioned, "taken when both files can be read");
    }

    private static LockEngine Boot(TornFiles files, RigDoor door, bool isEmpty)
    {
        RigBoard board = new RigBoard(16);
        LockParts parts = new LockParts(new SlottedRecords(files), new EventRing(files), board, door, board, LockRig.Secret(7))
        {
            Files = files,
            IsStorageEmpty = isEmpty,
        };
        return new LockEngine(parts, 0);
    }

    private static void Run(LockEngine engine, long untilMs)
    {
        for (long now = untilMs - 5_000; now < untilMs; now += 20)
            engine.Tick(now);
    }

    private static AuditEvent Newest(LockEngine engine)
    {
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        Assert.AreEqual(1, engine.Journal.Read(engine.Journal.Head, record, 0, 1, out _));
        Assert.IsTrue(audit.TryRead(record, 0));
        return audit;
    }
}
