using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;
using LockFirmware.LockController.Ports;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Protocol;

/// <summary>ReadEvents, Status and Manage (docs/protocol.md, 4.2).</summary>
internal sealed class ManageCommands
{
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

    /// <summary>Body of the reply: see <see cref="LockStatus"/>; opens and until are those of <see cref="Judgement.OfUnlock"/>.</summary>
    internal Status TellStatus(Exchange exchange)
    {
        LockStatus status = new LockStatus
        {
            State = _core.StateByte,
            Door = _core.Door.Flags,
            Now = _core.Clock.Now(exchange.UptimeMs),
            IsFull = (exchange.Decision.Rights & Rights.Manage) != 0,
        };
        if (status.IsFull)
            FillFullPart(status, exchange.UptimeMs);
        status.Opens = Judgement.OfUnlock(exchange.Request, _core.Memory, exchange.Circumstances, exchange.Decision, out status.Until);
        exchange.BodyLength = status.WriteTo(exchange.Reply, KeyCrypto.Reply.HeaderSize);
        return Status.Ok;
    }

    private void FillFullPart(LockStatus status, long uptimeMs)
    {
        LockState state = _core.Memory.State;
        ZoneRule zone = _core.Memory.Configuration.Calendar.Zone;
        status.Firmware = FirmwareVersion.Packed;
        status.Generation = _core.Memory.Identity.Generation;
        status.BootCount = state.BootCount;
        status.UptimeSeconds = (uint)(uptimeMs / 1000);
        status.Tenancy = state.Tenancy;
        status.Applied = state.Applied;
        status.Oldest = _core.Journal.Oldest;
        status.Head = _core.Journal.Head;
        status.Synced = state.Synced;
        status.RevocationCount = (byte)_core.Memory.Revocations.Count;
        status.ZoneOffsetMinutes = (short)zone.OffsetMinutes(status.Now);
        zone.TryNextChange(status.Now, out status.NextChange, out _);
    }

    /// <summary>Body of the request: <see cref="ManageOperation"/> u8 | for Configure, zone rule and configuration.</summary>
    internal Status Manage(Exchange exchange)
    {
        Request request = exchange.Request;
        ManageOperation operation = (ManageOperation)request.Frame[request.BodyOffset];
        if (operation != ManageOperation.Configure && request.BodyLength != 1)
            return Status.Malformed;
        switch (operation)
        {
            case ManageOperation.Identify:
                _core.Feedback.Identify(exchange.UptimeMs);
                return Status.Ok;
            case ManageOperation.Configure:
                return ReplaceConfiguration(exchange);
            case ManageOperation.Reboot:
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
