using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// Notices within 5 s that a thread has died, hangs or has run out of memory, secures the latch, leaves a note for the event, and starts
/// the board again: this runtime has no watchdog (docs/reliability.md). Belongs to a thread of its own and waits for nobody: it takes
/// no lock that a hung thread may hold. When its own thread fails, another does its work (<see cref="LookInstead"/>).
/// </summary>
public sealed class Supervisor
{
    /// <summary>How often <see cref="Look"/> is to be called while all is well, ms.</summary>
    public const int PollMs = 500;

    /// <summary>How long a thread may be silent, ms; with <see cref="PollMs"/> less than 5 s.</summary>
    public const long SilentMsMax = 4_000;

    /// <summary>How long the lock may take to start, ms.</summary>
    public const long StartMsMax = 60_000;

    /// <summary>The board is not started again before it has run for this long, ms: a fault that comes back costs one reboot in two minutes.</summary>
    public const long RebootMsMin = 120_000;

    /// <summary>A lock whose thread still lives is given this long to write what it has summed and to start the board itself, ms.</summary>
    public const long HandOverMs = 2_000;

    /// <summary>The number of the lock's thread in events.</summary>
    public const byte LockThread = 1;

    /// <summary>The number of the thread that serves the way out.</summary>
    public const byte EgressThread = 2;

    /// <summary>The number of the supervisor's own.</summary>
    public const byte SupervisorThread = 3;

    /// <summary>The number of the Bluetooth library's, while it is in one of our handlers.</summary>
    public const byte RadioThread = 4;

    // What a write of the note allocates on the device, with room to spare.
    private const int ReserveSize = 4_096;
    private const uint NotNoted = 0;

    private readonly Egress _egress;
    private readonly IPower _power;
    private readonly byte[] _note = new byte[FaultNote.Size];
    private byte[]? _reserve = new byte[ReserveSize];
    private uint _noted = NotNoted;
    private long _nextNoteMs;
    private long _mayRebootSinceMs = -1;

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
        Own = new ThreadWatch(SupervisorThread, uptimeMs, SilentMsMax);
        Radio = new ThreadWatch(RadioThread, uptimeMs, SilentMsMax);
        Radio.Rest();
    }

    /// <summary>The watch of the lock's thread.</summary>
    public ThreadWatch Lock { get; }

    /// <summary>The watch of the thread that serves the way out.</summary>
    public ThreadWatch Egress { get; }

    /// <summary>The watch of the supervisor's own thread, which the others look at.</summary>
    public ThreadWatch Own { get; }

    /// <summary>The watch of the radio's handlers.</summary>
    public ThreadWatch Radio { get; }

    /// <summary>Where the note goes: not the lock's own store, which its thread may be in the middle of. Null until there is one.</summary>
    public IFileStore? Files { get; set; }

    /// <summary>The number of this boot, for the note; 0 before it is counted.</summary>
    public uint BootCount { get; set; }

    /// <summary>Whether a fault was noticed; the board is started again as soon as it may be.</summary>
    public bool HasFault => Fault != 0;

    /// <summary>What was noticed; 0 for nothing.</summary>
    public FaultReason Fault { get; private set; }

    /// <summary>In which thread.</summary>
    public byte FaultyThread { get; private set; }

    /// <summary>How many exceptions all threads have survived.</summary>
    public int Faults => Lock.Faults + Egress.Faults + Own.Faults + Radio.Faults;

    /// <summary>Until the next <see cref="Look"/>, ms: less while the supervisor serves the way out itself.</summary>
    public int PauseMs { get; private set; } = PollMs;

    /// <summary>Looks at the threads and does what is due. For the supervisor's thread; never throws where the board does not.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Look(long uptimeMs)
    {
        Own.Beat(uptimeMs);
        if (HasFault || Notice(Egress, uptimeMs) || Notice(Lock, uptimeMs) || Notice(Radio, uptimeMs))
            Act(uptimeMs);
    }

    /// <summary>For the other threads: looks at the supervisor's own, and does its work where that is gone.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <param name="silentMsMax">For how long it must have been silent, ms.</param>
    public void LookInstead(long uptimeMs, long silentMsMax)
    {
        if (!Own.IsSilent(uptimeMs, silentMsMax))
            return;
        if (!HasFault)
            Note(Own, FaultReason.ThreadHung);
        Act(uptimeMs);
    }

    /// <summary>Whether a fault was noticed and the board may be started again: not too soon, and not while somebody is let out.</summary>
    public bool MayReboot(long uptimeMs) => HasFault && uptimeMs >= RebootMsMin && !_egress.IsForcedFree(uptimeMs);

    private bool Notice(ThreadWatch watch, long uptimeMs)
    {
        FaultReason reason = watch.IsOutOfMemory ? FaultReason.OutOfMemory
            : watch.HasEnded ? FaultReason.ThreadDied
            : watch.IsSilent(uptimeMs, SilentMsMax) ? FaultReason.ThreadHung : 0;
        if (reason == 0)
            return false;
        Note(watch, reason);
        return true;
    }

    private void Note(ThreadWatch watch, FaultReason reason)
    {
        Fault = reason;
        FaultyThread = watch.Number;
        _reserve = null;
    }

    private void Act(long uptimeMs)
    {
        _egress.EndWish();
        ServeWayOut(uptimeMs);
        LeaveNote(uptimeMs);
        if (!MayReboot(uptimeMs))
            _mayRebootSinceMs = -1;
        else if (_mayRebootSinceMs < 0)
            _mayRebootSinceMs = uptimeMs;
        if (_mayRebootSinceMs >= 0 && (IsGone(Lock, uptimeMs) || uptimeMs - _mayRebootSinceMs >= HandOverMs))
            _power.Reboot();
    }

    private static bool IsGone(ThreadWatch watch, long uptimeMs) => watch.HasEnded || watch.IsSilent(uptimeMs, SilentMsMax);

    private void ServeWayOut(long uptimeMs)
    {
        bool isGone = IsGone(Egress, uptimeMs);
        PauseMs = isGone ? Door.Egress.PollMs : PollMs;
        if (!isGone)
            return;
        try
        {
            _egress.ServeAlone(uptimeMs);
        }
        catch (Exception exception)
        {
            // A latch that cannot be driven falls shut with the reboot, which must come.
            Own.Report(exception);
        }
    }

    /// <summary>Written again when somebody was let out whom the lock's thread can record no more.</summary>
    private void LeaveNote(long uptimeMs)
    {
        IFileStore? files = Files;
        bool isUnrecorded = IsGone(Lock, uptimeMs);
        uint detail = FaultDetail.Pack(FaultyThread, isUnrecorded ? _egress.Presses : 0, isUnrecorded ? _egress.Fires : 0);
        if (files == null || detail == _noted || uptimeMs < _nextNoteMs)
            return;
        _nextNoteMs = uptimeMs + PollMs;
        try
        {
            FaultNote.Write(_note, Fault, detail, BootCount);
            if (files.Write(FaultNote.FileName, _note))
                _noted = detail;
        }
        catch (Exception exception)
        {
            // Tried again at the next look; the reboot comes without it as well.
            Own.Report(exception);
        }
    }
}
