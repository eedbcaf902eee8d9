using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Feedback;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>ReadEvents, Status and Manage (docs/protocol.md, 4.2).</summary>
internal sealed class ManageCommands
{
    /// <summary>The shortest time between two configurations, ms: each makes a record.</summary>
    internal const long ConfigureMsMin = 10_000;

    /// <summary>How long the lock has run at least before a key reboots it, ms.</summary>
    internal const long RebootMsMin = 60_000;

    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private readonly EventJournal _journal;
    private readonly LockClock _clock;
    private readonly DoorController _door;
    private readonly LockFeedback _feedback;
    private readonly Rebooter _rebooter;
    private long _configuredMs = -ConfigureMsMin;

    internal ManageCommands(
        LockMemory memory, StateTransaction transaction, EventJournal journal, LockClock clock, DoorController door, LockFeedback feedback,
        Rebooter rebooter)
    {
        _memory = memory;
        _transaction = transaction;
        _journal = journal;
        _clock = clock;
        _door = door;
        _feedback = feedback;
        _rebooter = rebooter;
    }

    /// <summary>Body of the request: from u32; of the reply: a sealed batch.</summary>
    internal Status ReadEvents(RequestExchange exchange)
    {
        uint from = Bytes.ReadU32(exchange.Request.Frame, exchange.Request.BodyOffset);
        int offset = KeyCrypto.Reply.HeaderSize;
        int count = _journal.Read(from, exchange.Reply, offset + SealedBatch.HeaderSize, SealedBatch.CountMax, out uint first);
        LockIdentity identity = _memory.Identity;
        exchange.BodyLength = SealedBatch.Seal(exchange.Reply, offset, identity.Secrets!, first, (ushort)count, _journal.Head,
            _memory.State.BootCount, identity.Generation);
        return Status.Ok;
    }

    /// <summary>
    /// Body of the reply: see <see cref="LockStatus"/>; opens and until are those of <see cref="AccessPolicy.PreviewUnlock"/>.
    /// </summary>
    internal Status ReadStatus(RequestExchange exchange)
    {
        LockStatus status = new LockStatus
        {
            State = StateByte.Pack(_clock.Trust, _memory.State.Overlocked, _memory.State.Lockdown, _door.IsHeld),
            Door = _door.Flags,
            Now = _clock.Now(exchange.UptimeMs),
            IsFull = (exchange.Decision.Rights & Rights.Manage) != 0,
        };
        if (status.IsFull)
            FillFullPart(status, exchange.UptimeMs);
        status.Opens = AccessPolicy.PreviewUnlock(exchange.Request, _memory, exchange.Context, exchange.Decision, out status.Until);
        exchange.BodyLength = status.WriteTo(exchange.Reply, KeyCrypto.Reply.HeaderSize);
        return Status.Ok;
    }

    private void FillFullPart(LockStatus status, long uptimeMs)
    {
        LockState state = _memory.State;
        ZoneRule zone = _memory.Configuration.Calendar.Zone;
        status.Firmware = FirmwareVersion.Packed;
        status.Generation = _memory.Identity.Generation;
        status.BootCount = state.BootCount;
        status.UptimeSeconds = (uint)(uptimeMs / 1000);
        status.Tenancy = state.Tenancy;
        status.Applied = state.Applied;
        status.Oldest = _journal.Oldest;
        status.Head = _journal.Head;
        status.Synced = state.Synced;
        status.RevocationCount = (byte)_memory.Revocations.Count;
        status.ZoneOffsetMinutes = (short)zone.OffsetMinutes(status.Now);
        zone.TryNextChange(status.Now, out status.NextChange, out _);
    }

    /// <summary>Body of the request: <see cref="ManageOperation"/> u8 | for Configure, zone rule and configuration.</summary>
    internal Status Manage(RequestExchange exchange)
    {
        Request request = exchange.Request;
        ManageOperation operation = (ManageOperation)request.Frame[request.BodyOffset];
        if (operation != ManageOperation.Configure && request.BodyLength != 1)
            return Status.Malformed;
        switch (operation)
        {
            case ManageOperation.Identify:
                _feedback.Identify(exchange.UptimeMs);
                return Status.Ok;
            case ManageOperation.Configure:
                return ReplaceConfiguration(exchange);
            case ManageOperation.Reboot:
                if (exchange.UptimeMs < RebootMsMin)
                    return Status.TooSoon;
                _rebooter.Plan(BootReason.Requested, exchange.UptimeMs);
                return Status.Ok;
            default:
                return Status.Malformed;
        }
    }

    private Status ReplaceConfiguration(RequestExchange exchange)
    {
        Request request = exchange.Request;
        LockConfiguration configuration = new LockConfiguration();
        Status status = configuration.Read(request.Frame, request.BodyOffset + 1, request.BodyLength - 1);
        if (status != Status.Ok)
            return status;
        if (exchange.UptimeMs - _configuredMs < ConfigureMsMin)
            return Status.TooSoon;
        if (!_transaction.TryBegin(exchange.UptimeMs))
            return Status.StorageFault;
        _memory.Configure(configuration);
        _transaction.Enqueue(EventKind.ConfigurationChanged, (byte)Command.Manage, request.Grant.KeyId, 0, exchange.UptimeMs);
        if (!_transaction.TryCommit(exchange.UptimeMs))
            return Status.StorageFault;
        _configuredMs = exchange.UptimeMs;
        return Status.Ok;
    }
}
