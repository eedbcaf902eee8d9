using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>ReadEvents, Status and Manage (docs/protocol.md, 4.2).</summary>
internal sealed class ManageCommands
{
    private const byte Identify = 1;
    private const byte Configure = 2;
    private const byte Reboot = 3;

    private readonly LockCore _core;

    internal ManageCommands(LockCore core) => _core = core;

    /// <summary>Body of the request: from u32; of the reply: a sealed batch.</summary>
    internal Status ReadEvents(Exchange exchange)
    {
        uint from = Bytes.ReadU32(exchange.Request.Frame, exchange.Request.BodyOffset);
        int offset = KeyCrypto.Reply.HeaderSize;
        int count = _core.Journal.Read(from, exchange.Reply, offset + SealedBatch.HeaderSize, SealedBatch.CountMax, out uint first);
        LockIdentity identity = _core.Memory.Identity;
        exchange.BodyLength = SealedBatch.Seal(exchange.Reply, offset, identity.Secrets!, first, (ushort)count, _core.Journal.Head,
            _core.Memory.State.BootCount, identity.Generation);
        return Status.Ok;
    }

    /// <summary>
    /// Body of the reply: state u8 | door u8 (see <see cref="Door.DoorController.StatusByte"/>) | now u32; with right Manage also version 3 x u8 |
    /// generation u16 | bootCount u32 | uptimeSeconds u32 | tenancy u16 | applied u32 | oldest u32 | head u32 | synced u32 |
    /// revocationCount u8 | zoneOffset i16 | nextChange u32 (0 = none). At the end of either: opens u8, what Unlock with this key
    /// would be answered now | until u32, see <see cref="Judgement.OfUnlock"/>.
    /// </summary>
    internal Status TellStatus(Exchange exchange)
    {
        uint now = _core.Clock.Now(exchange.UptimeMs);
        exchange.WriteU8(_core.StateByte);
        exchange.WriteU8(_core.Door.StatusByte);
        exchange.WriteU32(now);
        if ((exchange.Decision.Rights & Rights.Manage) != 0)
            TellManager(exchange, now);
        Status opens = Judgement.OfUnlock(exchange.Request, _core.Memory, exchange.Circumstances, exchange.Decision, out uint until);
        exchange.WriteU8((int)opens);
        exchange.WriteU32(until);
        return Status.Ok;
    }

    private void TellManager(Exchange exchange, uint now)
    {
        LockState state = _core.Memory.State;
        exchange.WriteU8(FirmwareVersion.Major);
        exchange.WriteU8(FirmwareVersion.Minor);
        exchange.WriteU8(FirmwareVersion.Patch);
        exchange.WriteU16(_core.Memory.Identity.Generation);
        exchange.WriteU32(state.BootCount);
        exchange.WriteU32((uint)(exchange.UptimeMs / 1000));
        exchange.WriteU16(state.Tenancy);
        exchange.WriteU32(state.Applied);
        exchange.WriteU32(_core.Journal.Oldest);
        exchange.WriteU32(_core.Journal.Head);
        exchange.WriteU32(state.Synced);
        exchange.WriteU8(_core.Memory.Revocations.Count);
        ZoneRule zone = _core.Memory.Configuration.Calendar.Zone;
        exchange.WriteU16(zone.OffsetMinutes(now));
        zone.TryNextChange(now, out uint change, out _);
        exchange.WriteU32(change);
    }

    /// <summary>Body of the request: operation u8 (1 identify, 2 configuration, 3 reboot) | for 2, zone rule and configuration.</summary>
    internal Status Manage(Exchange exchange)
    {
        Request request = exchange.Request;
        byte operation = request.Frame[request.BodyOffset];
        if (operation != Configure && request.BodyLength != 1)
            return Status.Malformed;
        switch (operation)
        {
            case Identify:
                _core.Feedback.Identify(exchange.UptimeMs);
                return Status.Ok;
            case Configure:
                return ReplaceConfiguration(exchange);
            case Reboot:
                _core.PlanReboot(BootReason.Requested, exchange.UptimeMs);
                return Status.Ok;
            default:
                return Status.Malformed;
        }
    }

    private Status ReplaceConfiguration(Exchange exchange)
    {
        Request request = exchange.Request;
        LockConfiguration configuration = new LockConfiguration();
        Status status = configuration.Read(request.Frame, request.BodyOffset + 1, request.BodyLength - 1);
        if (status != Status.Ok)
            return status;
        if (!_core.Journal.Flush(exchange.UptimeMs))
            return Status.StorageFault;
        _core.Memory.Configure(configuration);
        _core.Journal.Enqueue(EventKind.ConfigurationChanged, (byte)Command.Manage, request.Grant.KeyId, 0, exchange.UptimeMs);
        if (!_core.Memory.SaveAll())
            return Status.StorageFault;
        _core.Journal.Flush(exchange.UptimeMs);
        return Status.Ok;
    }
}
