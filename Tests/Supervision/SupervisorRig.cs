using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Supervision;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Supervision;

/// <summary>A supervisor over a door, a board and files that the test drives. Each test makes its own.</summary>
public sealed class SupervisorRig
{
    /// <summary>The boot count that the supervisor writes into its notes.</summary>
    public const uint Boot = 7;

    /// <summary>How long <see cref="RunUntilFault"/> waits for a fault, in milliseconds.</summary>
    private const long WaitMsMax = 600_000;

    public SupervisorRig()
    {
        Egress = new Egress(Door);
        Supervisor = new Supervisor(Egress, Board, 0) { Files = Files, BootCount = Boot };
        Supervisor.NoteStarted();
    }

    public RigDoor Door { get; } = new RigDoor();

    public TornFiles Files { get; } = new TornFiles();

    public RigBoard Board { get; } = new RigBoard(16);

    public Egress Egress { get; }

    public Supervisor Supervisor { get; }

    /// <summary>Lets the time pass until the supervisor reports a fault.</summary>
    /// <returns>The time of the supervisor's last look, in milliseconds since boot.</returns>
    public long RunUntilFault(long from, bool egressLives, bool lockLives)
    {
        long now = from;
        for (; !Supervisor.HasFault && now < from + WaitMsMax; now += Supervisor.PollMs)
        {
            if (egressLives)
                Supervisor.Egress.Beat(now);
            if (lockLives)
                Supervisor.Lock.Beat(now);
            Supervisor.Check(now);
        }
        return now - Supervisor.PollMs;
    }

    /// <summary>Serves the door once and says whether the latch is released.</summary>
    public bool Released(long now)
    {
        Egress.Tick(now);
        return Door.IsReleased;
    }

    public void AssertNote(FaultReason expected, byte expectedThread)
    {
        Assert.IsTrue(FaultNote.TryRead(Files.Read(FaultNote.FileName), Boot, out FaultReason reason, out uint detail), "noted");
        Assert.AreEqual((int)expected, (int)reason);
        Assert.AreEqual((int)expectedThread, (int)FaultDetail.Thread(detail));
    }
}
