using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Door;

namespace LockFirmware.LockController.Protocol;

/// <summary>Unlock, Relock, HoldOpen (docs/protocol.md, 4.2): the event is written before the latch moves.</summary>
internal sealed class DoorCommands
{
    /// <summary>The shortest time between two admissions, ms: a valid key must not flush the trail either.</summary>
    internal const long AdmissionMsMin = 1_000;

    private const long MsPerSecond = 1000;

    private readonly LockCore _core;
    private long _admittedMs = -AdmissionMsMin;

    internal DoorCommands(LockCore core) => _core = core;

    /// <summary>Body of the reply: releaseMs u16.</summary>
    internal Status Unlock(Exchange exchange)
    {
        Status status = Admit(exchange);
        if (status != Status.Ok)
            return status;
        if (!_core.Door.Release(exchange.Request.Grant.KeyId, exchange.UptimeMs))
            return Status.Jammed;
        if (_core.Door.HasFailed)
            return Status.InternalError;
        exchange.WriteU16(_core.Memory.Configuration.ReleaseMs);
        return Status.Ok;
    }

    internal Status Relock(Exchange exchange) => _core.Door.Secure(exchange.UptimeMs) ? Status.Ok : Status.Jammed;

    /// <summary>Body of the request: until u32; of the reply: the moment in force u32, at most 12 h ahead and within the key's life.</summary>
    internal Status HoldOpen(Exchange exchange)
    {
        uint now = _core.Clock.Now(exchange.UptimeMs);
        if (_core.Clock.Trust != ClockTrust.Set)
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
        if (!_core.Door.Hold(exchange.Request.Grant.KeyId, (until - now) * MsPerSecond, exchange.UptimeMs))
            return Status.Jammed;
        if (_core.Door.HasFailed)
            return Status.InternalError;
        exchange.WriteU32(until);
        return Status.Ok;
    }

    private Status Admit(Exchange exchange)
    {
        if (_core.Door.HasFailed)
            return Status.InternalError;
        if (exchange.UptimeMs - _admittedMs < AdmissionMsMin)
            return Status.TooSoon;
        bool isNewTenancy = exchange.Request.Grant.Tenancy > _core.Memory.State.Tenancy;
        if (isNewTenancy ? !BeginTenancy(exchange) : !RecordAdmission(exchange))
            return Status.StorageFault;
        _admittedMs = exchange.UptimeMs;
        return Status.Ok;
    }

    private bool RecordAdmission(Exchange exchange)
    {
        if (exchange.Decision.WithoutClock && !_core.SaveFloor(exchange.UptimeMs))
            return false;
        return _core.Journal.Record(EventKind.AccessGranted, exchange.Request.CommandByte, exchange.Request.Grant.KeyId, exchange.GuestId, exchange.UptimeMs);
    }

    /// <summary>The admission that raises the tenancy: both are stored, or neither.</summary>
    private bool BeginTenancy(Exchange exchange)
    {
        if (!_core.Journal.Flush(exchange.UptimeMs))
            return false;
        Grant grant = exchange.Request.Grant;
        ushort tenancyBefore = _core.Memory.State.Tenancy;
        _core.Memory.State.Tenancy = grant.Tenancy;
        _core.Journal.Enqueue(EventKind.AccessGranted, exchange.Request.CommandByte, grant.KeyId, exchange.GuestId, exchange.UptimeMs);
        if (exchange.Decision.WithoutClock ? !_core.SaveFloor(exchange.UptimeMs) : !_core.Memory.SaveState())
            return false;
        if (_core.Journal.Flush(exchange.UptimeMs))
            return true;
        _core.Memory.State.Tenancy = tenancyBefore;
        _core.Memory.State.PendingEvents.Clear();
        // If this fails too, what is stored still agrees: the tenancy has begun, and its event follows.
        _core.Memory.SaveState();
        return false;
    }
}
