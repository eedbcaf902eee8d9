using System;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Ports;

namespace LockFirmware.LockController.Supervision;

/// <summary>
/// Detects within 5 s that a thread has ended, hangs or has run out of memory. Then it secures the latch, writes a note from which the
/// next start makes an event, and starts the board again, because this runtime has no watchdog (docs/reliability.md). Runs on a thread of
/// its own and takes no mutex that a hung thread may hold. When its own thread fails, another does its work
/// (<see cref="TakeOverIfSilent"/>).
/// </summary>
public sealed class Supervisor
{
    /// <summary>How often <see cref="Check"/> must be called while there is no fault, ms.</summary>
    public const int PollMs = 500;

    /// <summary>How long a thread may go without a heartbeat, ms; together with <see cref="PollMs"/> less than 5 s.</summary>
    public const long SilentMsMax = 4_000;

    /// <summary>How long the lock may take to start, ms.</summary>
    public const long StartMsMax = 60_000;

    /// <summary>
    /// How long the board must have run before it is started again, ms: a fault that comes back causes one reboot in two minutes
    /// at most.
    /// </summary>
    public const long RebootMsMin = 120_000;

    /// <summary>
    /// The longest time until a lock that lacked memory at its start is started again, ms. The time begins with
    /// <see cref="RebootMsMin"/> and doubles with each such start in a row; a lock that cannot note them waits this long at once.
    /// </summary>
    public const long StartPauseMsMax = 86_400_000;

    /// <summary>How long a lock's thread that still runs may take to write its sums and to start the board itself, ms.</summary>
    public const long HandOverMs = 2_000;

    /// <summary>The number of the lock's thread in events.</summary>
    public const byte LockThread = 1;

    /// <summary>The number of the thread that calls <see cref="Door.Egress.Tick"/>.</summary>
    public const byte EgressThread = 2;

    /// <summary>The number of the supervisor's own thread.</summary>
    public const byte SupervisorThread = 3;

    /// <summary>The number of the Bluetooth library's thread, while it runs one of our handlers.</summary>
    public const byte RadioThread = 4;

    // On the runtime's interpreter with all free memory taken away, the note was written with 1,024 bytes in 5 of 5 runs, with 256 in none:
    // what a failed thread's calls give back serves as well.
    private const int ReserveSize = 1_024;
    private const uint NotNoted = 0;

    // After that many failed starts the pause is the longest one.
    private const int FailedStartsMax = 10;
    private const int HasStarted = -1;

    private readonly Egress _egress;
    private readonly IPower _power;
    private readonly byte[] _note = new byte[FaultNote.Size];
    private byte[]? _reserve = new byte[ReserveSize];
    private uint _noted = NotNoted;
    private long _nextNoteMs;
    private long _mayRebootSinceMs = -1;

    // How many starts in a row have lacked memory before this one; HasStarted when this one did not.
    private int _failedStarts;

    /// <summary>Watches a board from its start.</summary>
    /// <param name="egress">Owns the latch output.</param>
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
        Radio.SetIdle();
    }

    /// <summary>The watch of the lock's thread.</summary>
    public ThreadWatch Lock { get; }

    /// <summary>The watch of the thread that calls <see cref="Door.Egress.Tick"/>.</summary>
    public ThreadWatch Egress { get; }

    /// <summary>The watch of the supervisor's own thread, which the others check.</summary>
    public ThreadWatch Own { get; }

    /// <summary>The watch of the radio's handlers.</summary>
    public ThreadWatch Radio { get; }

    /// <summary>Where the note is written: not the lock's own store, which its thread may be using. Null until there is one.</summary>
    public IFileStore? Files { get; set; }

    /// <summary>The number of this boot, for the note; 0 before it is counted.</summary>
    public uint BootCount { get; set; }

    /// <summary>Whether a fault was detected; the board is started again as soon as it may be.</summary>
    public bool HasFault => Fault != 0;

    /// <summary>The fault; 0 for none.</summary>
    public FaultReason Fault { get; private set; }

    /// <summary>Whether the fault is exhausted memory.</summary>
    public bool IsMemoryFault => Fault == FaultReason.OutOfMemory || Fault == FaultReason.OutOfMemoryAtStart;

    /// <summary>The number of the thread in which it occurred.</summary>
    public byte FaultyThread { get; private set; }

    /// <summary>How many exceptions all threads have survived.</summary>
    public int Faults => Lock.Faults + Egress.Faults + Own.Faults + Radio.Faults;

    /// <summary>The time until the next <see cref="Check"/>, ms: shorter while the supervisor drives the latch itself.</summary>
    public int PauseMs { get; private set; } = PollMs;

    /// <summary>Checks the threads and handles a fault. For the supervisor's thread; throws only what the board throws.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public void Check(long uptimeMs)
    {
        Own.Beat(uptimeMs);
        if (HasFault || Detect(Egress, uptimeMs) || Detect(Lock, uptimeMs) || Detect(Radio, uptimeMs))
            HandleFault(uptimeMs);
    }

    /// <summary>For the other threads: checks the supervisor's own thread, and does its work when that is silent.</summary>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <param name="silentMsMax">For how long it must have been silent, ms.</param>
    public void TakeOverIfSilent(long uptimeMs, long silentMsMax)
    {
        if (!Own.IsSilent(uptimeMs, silentMsMax))
            return;
        if (!HasFault)
            SetFault(Own, FaultReason.ThreadHung);
        HandleFault(uptimeMs);
    }

    /// <summary>
    /// Whether there is a fault and the board may be started again: not too soon, and not while request-to-exit or fire alarm
    /// release the latch.
    /// </summary>
    public bool MayReboot(long uptimeMs) =>
        HasFault && uptimeMs >= RebootMsMin && uptimeMs >= StartPauseMs() && !_egress.IsReleasedByInput(uptimeMs);

    /// <summary>Takes over how many starts in a row have lacked memory. Called first of all, by the lock's thread.</summary>
    /// <param name="note">The file of the last note; null for none.</param>
    public void NoteEarlierStarts(byte[]? note) =>
        _failedStarts = Lock.IsOutOfMemory ? FailedStartsMax : FaultNote.FailedStarts(note);

    /// <summary>The lock has started; called by its thread. Does nothing when memory was exhausted meanwhile.</summary>
    public void NoteStarted()
    {
        if (!Lock.IsOutOfMemory)
            _failedStarts = HasStarted;
    }

    private long StartPauseMs()
    {
        if (Fault != FaultReason.OutOfMemoryAtStart)
            return 0;
        if (_noted == NotNoted || _failedStarts >= FailedStartsMax)
            return StartPauseMsMax;
        long pauseMs = RebootMsMin << _failedStarts;
        return pauseMs < StartPauseMsMax ? pauseMs : StartPauseMsMax;
    }

    private bool Detect(ThreadWatch watch, long uptimeMs)
    {
        bool isAtStart = watch == Lock && _failedStarts != HasStarted;
        FaultReason reason = watch.IsOutOfMemory ? (isAtStart ? FaultReason.OutOfMemoryAtStart : FaultReason.OutOfMemory)
            : watch.HasEnded ? FaultReason.ThreadDied
            : watch.IsSilent(uptimeMs, SilentMsMax) ? FaultReason.ThreadHung : 0;
        if (reason == 0)
            return false;
        SetFault(watch, reason);
        return true;
    }

    private void SetFault(ThreadWatch watch, FaultReason reason)
    {
        Fault = reason;
        FaultyThread = watch.Number;
        _reserve = null;
    }

    private void HandleFault(long uptimeMs)
    {
        _egress.DisableDemand();
        ServiceEgress(uptimeMs);
        WriteNote(uptimeMs);
        if (!MayReboot(uptimeMs))
            _mayRebootSinceMs = -1;
        else if (_mayRebootSinceMs < 0)
            _mayRebootSinceMs = uptimeMs;
        if (_mayRebootSinceMs >= 0 && (IsGone(Lock, uptimeMs) || uptimeMs - _mayRebootSinceMs >= HandOverMs))
            _power.Reboot();
    }

    private static bool IsGone(ThreadWatch watch, long uptimeMs) => watch.HasEnded || watch.IsSilent(uptimeMs, SilentMsMax);

    private void ServiceEgress(long uptimeMs)
    {
        bool isGone = IsGone(Egress, uptimeMs);
        PauseMs = isGone ? Door.Egress.PollMs : PollMs;
        if (!isGone)
            return;
        try
        {
            _egress.TickWithoutMutex(uptimeMs);
        }
        catch (Exception exception)
        {
            // The reboot secures a latch that cannot be driven, so the reboot must come.
            Own.Report(exception);
        }
    }

    /// <summary>Writes the note, and writes it again after each exit or fire alarm that the lock's thread can no longer record.</summary>
    private void WriteNote(long uptimeMs)
    {
        IFileStore? files = Files;
        bool isUnrecorded = IsGone(Lock, uptimeMs);
        int starts = Fault == FaultReason.OutOfMemoryAtStart ? _failedStarts + 1 : 0;
        uint detail = FaultDetail.Pack(FaultyThread, isUnrecorded ? _egress.Presses : 0, isUnrecorded ? _egress.Fires : 0, starts);
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
            // The next check tries again; the reboot comes without the note as well.
            Own.Report(exception);
        }
    }
}
