using LockFirmware.KeyCrypto;
using LockFirmware.LockController;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Storage;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Storage;

/// <summary>A lock whose storage came up empty (the platform formats one that it cannot mount), or cannot be written.</summary>
[TestClass]
public sealed class EmptyStorageTests
{
    private readonly RigDoor _door = new RigDoor();
    private readonly RigBoard _board = new RigBoard(16);
    private readonly TornFiles _files = new TornFiles();

    [TestMethod]
    public void It_stays_locked_lets_people_out_shows_it_and_says_so_in_the_trail()
    {
        LockEngine engine = Boot(true);
        Run(engine, 5_000);
        Assert.IsFalse(_door.IsReleased);
        Assert.AreEqual((int)Signal.Fault, (int)engine.Core.Feedback.Showing);
        AuditEvent told = Newest(engine);
        Assert.AreEqual((int)EventKind.Fault, (int)told.Kind);
        Assert.AreEqual((int)FaultReason.Storage, (int)told.Reason);
        _door.IsRequestToExit = true;
        engine.Tick(5_020);
        Assert.IsTrue(_door.IsReleased);
    }

    [TestMethod]
    public void A_lock_that_was_flashed_and_waits_for_its_identity_is_not_broken()
    {
        LockEngine engine = Boot(false);
        Run(engine, 5_000);
        Assert.AreEqual((int)Signal.Unprovisioned, (int)engine.Core.Feedback.Showing);
        Assert.AreEqual((int)EventKind.Boot, (int)Newest(engine).Kind);
    }

    [TestMethod]
    public void A_lock_with_an_identity_does_not_need_the_file_that_the_cable_left()
    {
        LockMemory memory = new LockMemory(new SlottedRecords(_files), new byte[Hmac.HashSize]);
        memory.Identity.Take(1, 2, 3, new byte[Hmac.HashSize]);
        memory.State.HighestGeneration = 3;
        Assert.IsTrue(memory.SaveAll());
        LockEngine engine = Boot(true);
        Run(engine, 5_000);
        Assert.AreEqual((int)Signal.None, (int)engine.Core.Feedback.Showing);
        Assert.AreEqual((int)EventKind.Boot, (int)Newest(engine).Kind);
    }

    [TestMethod]
    public void A_storage_that_cannot_be_written_shows_as_a_fault_until_it_can()
    {
        _files.IsBroken = true;
        LockEngine engine = Boot(false);
        Run(engine, 5_000);
        Assert.AreEqual((int)Signal.Fault, (int)engine.Core.Feedback.Showing);
        _files.IsBroken = false;
        Assert.IsNotNull(engine.DrawChallenge(5_000), "counted now");
        Run(engine, 15_000);
        Assert.AreEqual((int)Signal.Unprovisioned, (int)engine.Core.Feedback.Showing);
    }

    private LockEngine Boot(bool isEmpty) =>
        new LockEngine(new LockParts(new SlottedRecords(_files), new EventRing(_files), _board, _door, _board, LockRig.Secret(7)) { Files = _files, IsStorageEmpty = isEmpty }, 0);

    private static void Run(LockEngine engine, long untilMs)
    {
        for (long now = untilMs - 5_000; now < untilMs; now += 20)
            engine.Tick(now);
    }

    private static AuditEvent Newest(LockEngine engine)
    {
        byte[] record = new byte[AuditEvent.Size];
        AuditEvent audit = new AuditEvent();
        Assert.AreEqual(1, engine.Core.Journal.Read(engine.Core.Journal.Head, record, 0, 1, out _));
        Assert.IsTrue(audit.TryRead(record, 0));
        return audit;
    }
}
