using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Clock;
using LockFirmware.LockController.Door;
using LockFirmware.LockController.Events;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>Unlock, Relock, HoldOpen (docs/protocol.md, 4.2). The event of an admission is written before the latch moves.</summary>
internal sealed class DoorCommands
{
    /// <summary>The shortest time between two admissions, ms: a valid key must not overwrite the trail.</summary>
    internal const long AdmissionMsMin = 1_000;

    private const long MsPerSecond = 1000;

    private readonly LockMemory _memory;
    private readonly StateTransaction _transaction;
    private readonly EventJournal _journal;
    private readonly LockClock _clock;
    private readonly TimeKeeper _time;
    private readonly DoorController _door;
    private long _admittedMs = -AdmissionMsMin;

    internal DoorCommands(
        LockMemory memory, StateTransaction transaction, EventJournal journal, LockClock clock, TimeKeeper time, DoorController door)
    {
        _memory = memory;
        _transaction = transaction;
        _journal = journal;
        _clock = clock;
        _time = time;
        _door = door;
    }

    /// <summary>Releases the latch after <see cref="Admit"/>. Body of the reply: releaseMs u16.</summary>
    internal Status Unlock(RequestExchange exchange)
    {
        if (!_door.Release(exchange.Request.Grant.KeyId, exchange.UptimeMs))
            return Status.Jammed;
        if (_door.HasFailed)
            return Status.InternalError;
        exchange.WriteU16(_memory.Configuration.ReleaseMs);
        return Status.Ok;
    }

    /// <summary>Neither body has content.</summary>
    internal Status Relock(RequestExchange exchange) => _door.Secure(exchange.UptimeMs) ? Status.Ok : Status.Jammed;

    /// <summary>
    /// Body of the request: until u32. Body of the reply: u32, until when the door is held, at most 12 h ahead and not beyond the
    /// key's expiry.
    /// </summary>
    internal Status HoldOpen(RequestExchange exchange)
    {
        uint now = _clock.Now(exchange.UptimeMs);
        if (_clock.Trust != ClockTrust.Set)
            return Status.ClockUnknown;
        uint until = Bytes.ReadU32(exchange.Request.Frame, exchange.Request.BodyOffset);
        if (until > exchange.Decision.NotAfter)
            until = exchange.Decision.NotAfter;
        if (until <= now)
            return Status.NotApplicable;
        uint secondsMax = (uint)(Latch.HoldMsMax / MsPerSecond);
        if (until - now > secondsMax)
            until = now + secondsMax;
        Status status = Admit(exchange);
        if (status != Status.Ok)
            return status;
        if (!_door.Hold(exchange.Request.Grant.KeyId, (until - now) * MsPerSecond, exchange.UptimeMs))
            return Status.Jammed;
        if (_door.HasFailed)
            return Status.InternalError;
        exchange.WriteU32(until);
        return Status.Ok;
    }

    /// <summary>Records an admission, before the latch moves and outside the method that moves it, so that few calls are nested.</summary>
    /// <returns>Ok; otherwise the latch must stay as it is.</returns>
    internal Status Admit(RequestExchange exchange)
    {
        if (_door.HasFailed)
            return Status.InternalError;
        if (exchange.UptimeMs - _admittedMs < AdmissionMsMin)
            return Status.TooSoon;
        Request request = exchange.Request;
        bool isRecorded;
        if (request.Grant.Tenancy > _memory.State.Tenancy)
            isRecorded = BeginTenancy(exchange);
        else if (exchange.Decision.WithoutClock && !_time.TrySaveFloor(exchange.UptimeMs))
            isRecorded = false;
        else
            isRecorded = _journal.Record(
                EventKind.AccessGranted, request.CommandByte, request.Grant.KeyId, exchange.GuestId, exchange.UptimeMs);
        if (!isRecorded)
            return Status.StorageFault;
        _admittedMs = exchange.UptimeMs;
        return Status.Ok;
    }

    /// <summary>Stores the higher tenancy together with the event of the admission. Both must be written before the latch moves.</summary>
    private bool BeginTenancy(RequestExchange exchange)
    {
        if (!_transaction.TryBegin(exchange.UptimeMs))
            return false;
        Request request = exchange.Request;
        ushort tenancyBefore = _memory.State.Tenancy;
        _memory.State.Tenancy = request.Grant.Tenancy;
        _transaction.Enqueue(EventKind.AccessGranted, request.CommandByte, request.Grant.KeyId, exchange.GuestId, exchange.UptimeMs);
        if (exchange.Decision.WithoutClock ? !_time.TrySaveFloor(exchange.UptimeMs) : !_transaction.TryStoreState())
            return false;
        if (_transaction.Flush(exchange.UptimeMs))
            return true;
        _memory.State.Tenancy = tenancyBefore;
        _transaction.TakeBackState();
        return false;
    }
}
