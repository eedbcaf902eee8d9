using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Storage;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// Notices within 5 s that a thread has died, hangs or has run out of memory, secures the latch, leaves a note for the event, and starts
/// the board again: this runtime has no watchdog (docs/reliability.md). Belongs to a thread of its own and waits for nobody: it takes
/// no lock that a hung thread may hold.
/// </summary>
public sealed class Supervisor
{
    /// <summary>How often <see cref="Look"/> is to be called, ms.</summary>
    public const int PollMs = 500;

    /// <summary>How long a thread may be silent, ms; with <see cref="PollMs"/> less than 5 s.</summary>
    public const long SilentMsMax = 4_000;

    /// <summary>How long the lock may take to start, ms.</summary>
    public const long StartMsMax = 60_000;

    /// <summary>The board is not started again before it has run for this long, ms: a fault that comes back costs one reboot in two minutes.</summary>
    public const long RebootMsMin = 120_000;

    /// <summary>The number of the lock's thread in events.</summary>
    public const byte LockThread = 1;

    /// <summary>The number of the thread that serves the way out.</summary>
    public const byte EgressThread = 2;

    // What a write of the note allocates on the device, with room to spare.
    private const int ReserveSize = 4_096;

    private readonly Egress _egress;
    private readonly IPower _power;
    private readonly byte[] _note = new byte[FaultNote.Size];
    private byte[]? _reserve = new byte[ReserveSize];
    private bool _isNoted;

    /// <summary>Watches a board from its start.</summary>
    /// <param name="egress">The owner of the latch.</param>
    /// <param name="power">Starts the board again.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public Supervisor(Egress egress, IPower power, long uptimeMs)
    {
        _egress = egress;
        _power = power;
        Lock = new ThreadWatch(LockThread, uptimeMs, StartMsMax);
        Egress = new ThreadWatch(EgressThread, uptimeMs, SilentMsMax);
    }

    /// <summary>The watch of the lock's thread.</summary>
    public ThreadWatch Lock { get; }

    /// <summary>The watch of the thread that serves the way out.</summary>
    public ThreadWatch Egress { get; }

    /// <summary>Where the note goes; null until the storage is there.</summary>
    public IFileStore? Files { get; set; }

    /// <summary>The number of this boot, for the note; 0 before it is counted.</summary>
    public uint BootCount { get; set; }

    /// <summary>Whether a fault was noticed; the board is started again as soon as it may be.</summary>
    public bool HasFault => Fault != 0;

    /// <summary>What was noticed; 0 for nothing.</summary>
    public FaultReason Fault { get; private set; }

    /// <summary>In which thread.</summary>
    public byte FaultyThread { get; private set; }

    /// <summary>Looks at the threads and does what is due. Never throws where the board does not.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Look(long uptimeMs)
    {
        if (!HasFault && !Notice(Egress, uptimeMs) && !Notice(Lock, uptimeMs))
            return;
        SecureLatch(uptimeMs);
        LeaveNote();
        if (uptimeMs >= RebootMsMin && !MustLetOut(uptimeMs))
            _power.Reboot();
    }

    private bool Notice(ThreadWatch watch, long uptimeMs)
    {
        FaultReason reason = watch.IsOutOfMemory ? FaultReason.OutOfMemory
            : watch.HasEnded ? FaultReason.ThreadDied
            : watch.IsSilent(uptimeMs, SilentMsMax) ? FaultReason.ThreadHung : 0;
        if (reason == 0)
            return false;
        Fault = reason;
        FaultyThread = watch.Number;
        _reserve = null;
        return true;
    }

    private bool ServesWayOut(long uptimeMs) => !Egress.HasEnded && !Egress.IsSilent(uptimeMs, SilentMsMax);

    private void SecureLatch(long uptimeMs)
    {
        _egress.EndWish();
        if (ServesWayOut(uptimeMs))
            return;
        try
        {
            if (Egress.HasEnded)
                _egress.Tick(uptimeMs);
            else if (!_egress.IsFire)
                _egress.Port.DriveLatch(false);
        }
        catch (Exception)
        {
            // A latch that cannot be driven falls shut with the reboot, which must come.
        }
    }

    /// <summary>Whether somebody is being let out. A way out that hangs cannot be asked, and is served again after the reboot only.</summary>
    private bool MustLetOut(long uptimeMs) => (Egress.HasEnded || ServesWayOut(uptimeMs)) && _egress.IsForcedFree(uptimeMs);

    private void LeaveNote()
    {
        IFileStore? files = Files;
        if (_isNoted || files == null)
            return;
        try
        {
            FaultNote.Write(_note, Fault, FaultyThread, BootCount);
            _isNoted = files.Write(FaultNote.FileName, _note);
        }
        catch (Exception)
        {
            // Tried again at the next look; the reboot comes without it as well.
        }
    }
}
