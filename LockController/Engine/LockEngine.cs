using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.Protocol;
using LockFirmware.LockController.State;
using LockFirmware.LockController.Supervision;

namespace LockFirmware.LockController.Engine;

/// <summary>
/// The whole lock without its hardware: pieces of requests, time and the wires of the door go in; challenges, replies and latch
/// movements come out. It uses no Bluetooth, no thread and no clock of its own, so it runs the same on a device, on a PC and in
/// tests. Belongs to the lock's thread.
/// </summary>
public sealed class LockEngine
{
    /// <summary>A central that occupies the radio is disconnected by a reboot, not before the lock has run for this time, ms.</summary>
    public const long HogRebootMsMin = 120_000;

    private const int EntropySize = 16;

    private readonly IPower _power;
    private readonly IFaultSink? _faults;
    private readonly IFileStore? _files;
    private readonly StateTransaction _transaction;
    private readonly RefusalLog _refusals;
    private readonly BootCounter _boots;
    private readonly TimeKeeper _time;
    private readonly Rebooter _rebooter;
    private readonly Session _session = new Session();
    private readonly FrameAssembler _assembler = new FrameAssembler();
    private readonly RequestHandler _handler;
    private readonly byte[] _entropy = new byte[EntropySize];
    private readonly bool _isStorageEmpty;
    private uint _drawCount;
    private uint _recordedDamage;

    /// <summary>Starts a lock: reads its memory, counts the boot, secures the latch.</summary>
    /// <param name="parts">What the board provides.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    public LockEngine(LockParts parts, long uptimeMs)
    {
        _power = parts.Power;
        _faults = parts.Faults;
        _files = parts.Files;
        Memory = new LockMemory(parts.Records, parts.SetupSecret, parts.Faults);
        Memory.NoteTrail(parts.Events.IsTooNew);
        Journal = new EventJournal(parts.Events, Clock, Memory, parts.Faults);
        _transaction = new StateTransaction(Memory, Journal);
        _time = new TimeKeeper(Clock, parts.Clock, Memory, _transaction, uptimeMs);
        _time.Start(Journal.NewestTime(), uptimeMs);
        // Without the setup secret of the cable the identity stays for a start that can read both files.
        if (!parts.IsStorageEmpty)
            DeployedIdentity.TryTake(parts.Files, Memory, _transaction, parts.SetupSecret, uptimeMs);
        _refusals = new RefusalLog(Journal);
        DoorLog = new DoorLog(Journal);
        Door = new DoorController(parts.Egress, DoorLog, Memory, uptimeMs);
        Feedback = new LockFeedback(parts.Signals, Memory, Door, uptimeMs);
        _rebooter = new Rebooter(parts.Power, parts.Faults, Memory, Door, _refusals, DoorLog, _time);
        Reset = new LockReset(Memory, _transaction, Door, parts.Egress.Port, _rebooter);
        _boots = new BootCounter(Memory, _transaction);
        _boots.Begin(parts.Files, Journal, uptimeMs);
        PassageNote.Resume(_files, Memory, Clock, Door, uptimeMs);
        _isStorageEmpty = parts.IsStorageEmpty && !Memory.Identity.IsProvisioned;
        if (_isStorageEmpty)
            Journal.Record(EventKind.Fault, (byte)FaultReason.Storage, 0, 0, uptimeMs);
        IssueTimeObserver issueTimes = new IssueTimeObserver(Clock, Journal);
        CommandDispatcher commands = CreateCommands(issueTimes);
        _handler = new RequestHandler(Memory, _transaction, Clock, _session, _refusals, Feedback, issueTimes, commands, parts.Faults);
        Identity = new IdentityFrame
        {
            FacilityId = Memory.Identity.FacilityId,
            LockId = Memory.Identity.LockId,
            Generation = Memory.Identity.Generation,
            Firmware = FirmwareVersion.Packed,
        }.ToBytes();
    }

    /// <summary>The value of Identity, constant during a boot.</summary>
    public byte[] Identity { get; }

    /// <summary>The value of Reply, from offset 0.</summary>
    public byte[] Reply => _handler.Reply;

    /// <summary>Bytes of <see cref="Reply"/>; 0 before the first request of a challenge.</summary>
    public int ReplyLength => _handler.ReplyLength;

    /// <summary>The number of this boot; 0 until it is stored.</summary>
    public uint BootCount => _boots.Count;

    /// <summary>What the lock knows.</summary>
    public readonly LockMemory Memory;

    /// <summary>The lock's time.</summary>
    public readonly LockClock Clock = new LockClock();

    /// <summary>The audit trail.</summary>
    public EventJournal Journal { get; }

    /// <summary>Limits how many door events are recorded.</summary>
    public DoorLog DoorLog { get; }

    /// <summary>The door.</summary>
    public DoorController Door { get; }

    /// <summary>Light and sound.</summary>
    public LockFeedback Feedback { get; }

    /// <summary>Removes the lock's identity.</summary>
    public LockReset Reset { get; }

    /// <summary>Whether the latch is secured and neither light nor sound is on: nothing then needs a look every 20 ms.</summary>
    public bool IsAtRest => !Door.IsReleased && Feedback.Showing == Signal.None;

    /// <summary>Records the exceptions that the threads survived; null where nobody counts them.</summary>
    public FaultReport? FaultReport
    {
        get => _rebooter.FaultReport;
        set => _rebooter.FaultReport = value;
    }

    /// <summary>A central has connected. The memory is moved together before it asks for anything.</summary>
    public void Connected(long uptimeMs)
    {
        _session.Connect(uptimeMs);
        ClearRequest();
        _power.CompactMemory();
    }

    /// <summary>The central has disconnected. A planned reboot happens now.</summary>
    public void Disconnected(long uptimeMs)
    {
        _transaction.DiscardUnfinished();
        _session.Disconnect();
        ClearRequest();
        _rebooter.RebootIfPlanned(uptimeMs);
    }

    /// <summary>Draws a new challenge. The one before is no longer valid; its pieces and its reply are dropped.</summary>
    /// <returns>The challenge frame, 22 bytes; null when the boot could not be counted or the memory cannot be read.</returns>
    public byte[]? DrawChallenge(long uptimeMs)
    {
        _transaction.DiscardUnfinished();
        if (Memory.IsTooNew || !_boots.TryCount() || Memory.IsDamaged)
            return null;
        ClearRequest();
        byte[] frame = _session.Renew(uptimeMs);
        _power.FillEntropy(_entropy);
        LockIdentity identity = Memory.Identity;
        _drawCount++;
        ChallengeFrame.Draw(
            frame, identity.NonceSecret, Memory.State.BootCount, _drawCount, _entropy, identity.IsProvisioned, Clock.Now(uptimeMs));
        return frame;
    }

    /// <summary>Takes one piece of a request and, when it is the last one, answers the request.</summary>
    /// <param name="piece">Header byte and content.</param>
    /// <param name="uptimeMs">Monotonic milliseconds.</param>
    /// <returns>Whether <see cref="Reply"/> is a new one.</returns>
    public bool Accept(byte[] piece, long uptimeMs)
    {
        _transaction.DiscardUnfinished();
        Status status = _assembler.TryAccept(piece, out bool isWhole);
        if (status != Status.Ok)
        {
            _handler.AnswerUnkeyed(0, status);
            return true;
        }
        if (isWhole)
            _handler.Answer(_assembler.Frame, _assembler.Length, uptimeMs);
        return isWhole;
    }

    /// <summary>Lets time pass: door, sums of the trail, storage, reset button, planned reboot, light and sound.</summary>
    public void Tick(long uptimeMs)
    {
        _transaction.DiscardUnfinished();
        try
        {
            Door.Tick(uptimeMs);
        }
        finally
        {
            // A door that throws must not stop the rest.
            _refusals.Tick(uptimeMs);
            DoorLog.Tick(uptimeMs);
            FaultReport?.Tick(uptimeMs);
            Journal.Compact();
            if (Memory.ReloadIfDamaged(uptimeMs))
                NoteDamage(uptimeMs);
            _time.Tick(uptimeMs);
            Reset.Tick(uptimeMs);
            _rebooter.Tick(uptimeMs);
            Feedback.IsResetting = Reset.IsButtonPressed;
            Feedback.HasFailed = _isStorageEmpty || _boots.Count == 0 || Door.HasFailed;
            TickFeedback(uptimeMs);
        }
        if (!_session.IsHogging(uptimeMs) || uptimeMs < HogRebootMsMin || Door.IsReleasedByInput(uptimeMs))
            return;
        PassageNote.Write(_files, Memory, Clock, Door, uptimeMs);
        _rebooter.Reboot(BootReason.ConnectionHog, uptimeMs);
    }

    /// <summary>Reboots now, with the latch secured and all counted events written.</summary>
    public void Reboot(BootReason reason, long uptimeMs) => _rebooter.Reboot(reason, uptimeMs);

    private CommandDispatcher CreateCommands(IssueTimeObserver issueTimes)
    {
        NoticeApplier applier = new NoticeApplier(Memory, _transaction, Journal, Clock, _time, Door, _rebooter);
        return new CommandDispatcher(
            new DoorCommands(Memory, _transaction, Journal, Clock, _time, Door),
            new CarriedCommands(Memory, Clock, _time, _session, applier, issueTimes),
            new ManageCommands(Memory, _transaction, Journal, Clock, Door, Feedback, _rebooter),
            new ProvisionCommands(Memory, _transaction, Reset, _rebooter));
    }

    /// <summary>
    /// Records each kind of damage of the memory once in a boot. A memory that could not be read at the start has no time before now.
    /// </summary>
    private void NoteDamage(long uptimeMs)
    {
        if (!Memory.IsDamaged && _boots.Count == 0)
            _time.Start(Journal.NewestTime(), uptimeMs);
        uint damage = Memory.Damage;
        if ((damage & ~_recordedDamage) != 0 && Journal.Record(EventKind.Fault, (byte)FaultReason.Records, 0, damage, uptimeMs))
            _recordedDamage |= damage;
    }

    /// <summary>Lights that throw must not stop the lock.</summary>
    private void TickFeedback(long uptimeMs)
    {
        try
        {
            Feedback.Tick(uptimeMs);
        }
        catch (System.Exception exception)
        {
            _faults?.Report(exception);
        }
    }

    private void ClearRequest()
    {
        _assembler.Clear();
        _handler.ClearReply();
    }
}
