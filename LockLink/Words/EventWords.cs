using System.Globalization;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink.Words;

/// <summary>What the office reads about an event of an audit trail (docs/protocol.md, 7.1).</summary>
/// <param name="clock">The wall clock of the facility.</param>
/// <param name="names">Who the keys belong to.</param>
public sealed class EventWords(LocalTime clock, IKeyNames names)
{
    private const byte Began = 1;

    /// <summary>When, by the facility's wall clock; a dash where the lock knew no time.</summary>
    public string Time(AuditEvent audit) =>
        audit.Trust == ClockTrust.Unknown ? "-" : clock.Of(audit.Time).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How far the lock trusted its clock.</summary>
    public static string Trust(AuditEvent audit) => audit.Trust.ToString().ToLowerInvariant();

    /// <summary>What happened.</summary>
    public static string Kind(AuditEvent audit) => audit.Kind switch
    {
        EventKind.AccessGranted => "admitted",
        EventKind.Passage => "passage",
        EventKind.Refused => "refused",
        EventKind.RefusalsSummed => "more refusals",
        EventKind.HeldOpen => "door held open",
        EventKind.Forced => "DOOR FORCED",
        EventKind.RequestToExit => "exit button",
        EventKind.Jammed => "latch jammed",
        EventKind.Tamper => audit.Reason == Began ? "HOUSING OPENED" : "housing closed",
        EventKind.FireRelease => audit.Reason == Began ? "FIRE RELEASE" : "fire release over",
        EventKind.Boot => "started",
        EventKind.ClockSet => "clock set",
        EventKind.ClockDisagreement => "clock disagrees",
        EventKind.NoticeApplied => "notice applied",
        EventKind.ConfigurationChanged => "configured",
        EventKind.Provisioned => "provisioned",
        EventKind.Reset => "reset",
        EventKind.RevocationOverflow => "table full",
        EventKind.EventsDropped => "EVENTS LOST",
        EventKind.FailedProofsSummed => "false keys",
        EventKind.DoorEventsSummed => "more at the door",
        EventKind.Fault => "FIRMWARE FAULT",
        _ => $"event {(int)audit.Kind}",
    };

    /// <summary>The person that the event is about; empty for none.</summary>
    public string Who(AuditEvent audit)
    {
        if (audit.KeyId == 0 || audit.Kind == EventKind.EventsDropped)
            return string.Empty;
        if (names.IsGateway(audit.KeyId))
            return "the gateway";
        string? holder = names.Holder(audit.KeyId);
        bool isGuest = audit.Kind is (EventKind.AccessGranted or EventKind.Refused) && audit.Detail != 0;
        if (holder != null && !isGuest)
            return MayBeGuest(audit) ? $"{holder}'s key" : holder;
        if (!isGuest)
            return $"key {audit.KeyId}";
        return names.Guest(audit.Detail) ?? $"guest {audit.Detail} of key {audit.KeyId}";
    }

    /// <summary>An event of the door names the key, but not whether its holder or a guest used it.</summary>
    private bool MayBeGuest(AuditEvent audit) =>
        audit.Kind is (EventKind.Passage or EventKind.HeldOpen) && names.IsShared(audit.KeyId);

    /// <summary>The reason, or further details; empty when there are none.</summary>
    public string Why(AuditEvent audit) => audit.Kind switch
    {
        EventKind.AccessGranted => Admission(audit),
        EventKind.Passage or EventKind.HeldOpen => $"door open for {audit.Detail} s",
        EventKind.Refused => Reason(audit.Reason),
        EventKind.RefusalsSummed => $"{audit.Detail} times: {Reason(audit.Reason)}",
        EventKind.RequestToExit => audit.Detail == 1 ? string.Empty : $"{audit.Detail} times",
        EventKind.Jammed => audit.Reason == 1 ? "did not release" : "did not secure",
        EventKind.Tamper or EventKind.FireRelease => audit.Reason == Began ? string.Empty : $"after {audit.Detail} s",
        EventKind.Boot => $"{Boot((BootReason)audit.Reason)}, firmware {FirmwareNumber.Text(audit.Detail)}",
        EventKind.ClockSet => Step(audit),
        EventKind.ClockDisagreement => $"issued {clock.Short(audit.Detail)}",
        EventKind.NoticeApplied => $"number {audit.Detail}",
        EventKind.ConfigurationChanged => $"by {(Command)audit.Reason}",
        EventKind.Provisioned or EventKind.Reset => $"generation {audit.Detail}",
        EventKind.RevocationOverflow => $"keys issued before {clock.Short(audit.Detail)} are refused",
        EventKind.EventsDropped => $"{audit.Detail} from number {audit.KeyId}",
        EventKind.FailedProofsSummed => audit.Detail == 1 ? "once" : $"{audit.Detail} times",
        EventKind.DoorEventsSummed => $"{audit.Detail} times {(EventKind)audit.Reason}",
        EventKind.Fault => Fault((FaultReason)audit.Reason, audit.Detail),
        _ => string.Empty,
    };

    private static string Fault(FaultReason reason, uint detail) => reason switch
    {
        FaultReason.ThreadDied => $"{Thread(detail)} had ended{Unrecorded(detail)}",
        FaultReason.ThreadHung => $"{Thread(detail)} hung{Unrecorded(detail)}",
        FaultReason.OutOfMemory => $"memory exhausted in {Thread(detail)}{Unrecorded(detail)}",
        FaultReason.OutOfMemoryAtStart =>
            $"out of memory at start{(FaultDetail.Starts(detail) > 1 ? $", {FaultDetail.Starts(detail)} times in a row" : string.Empty)}"
                + Unrecorded(detail),
        FaultReason.Storage => "the internal storage came up empty",
        FaultReason.Exceptions => $"{detail} errors survived",
        FaultReason.Records => $"the memory was damaged ({detail}); nobody can open",
        _ => $"reason {(byte)reason}, {detail}",
    };

    private static string Thread(uint detail) => FaultDetail.Thread(detail) switch
    {
        1 => "the lock's thread",
        2 => "the way out's thread",
        3 => "the supervisor's thread",
        4 => "a radio handler",
        byte number => $"thread {number}",
    };

    /// <summary>Requests to exit and fire alarms that were served while events could not be recorded.</summary>
    private static string Unrecorded(uint detail)
    {
        string presses = FaultDetail.Presses(detail) == 0 ? string.Empty : $"; meanwhile {FaultDetail.Presses(detail)} requests to exit";
        return FaultDetail.Fires(detail) == 0 ? presses : $"{presses}; meanwhile {FaultDetail.Fires(detail)} fire alarms";
    }

    private string Admission(AuditEvent audit)
    {
        string how = (Command)audit.Reason == Command.HoldOpen ? "to hold open" : "to enter";
        if (audit.Detail == 0)
            return how;
        string? holder = names.Holder(audit.KeyId);
        return $"{how}, guest of {holder ?? $"key {audit.KeyId}"}";
    }

    private static string Step(AuditEvent audit)
    {
        int step = (int)audit.Detail;
        return (ClockTrust)audit.Reason switch
        {
            ClockTrust.Unknown => "for the first time",
            ClockTrust.Floor => $"{step:+0;-0} s from its lower bound",
            _ => $"by {step:+0;-0} s",
        };
    }

    private static string Boot(BootReason reason) => reason switch
    {
        BootReason.Power => "power came",
        BootReason.Requested => "asked to",
        BootReason.IdentityChanged => "new identity",
        BootReason.ConnectionHog => "radio was hogged",
        BootReason.Supervisor => "a thread had died",
        BootReason.OutOfMemory => "memory was exhausted",
        _ => $"reason {(int)reason}",
    };

    private static string Reason(byte reason) => reason switch
    {
        RefusalReason.Superseded => "superseded by a new tenancy",
        RefusalReason.GuestRevoked => "guest revoked",
        RefusalReason.GeneralRevocation => "revoked with many",
        RefusalReason.ShareNotPermitted => "must not be shared",
        RefusalReason.ShareExpired => "the share has expired",
        (byte)Status.StaleChallenge => "too slow",
        (byte)Status.Expired => "expired",
        (byte)Status.NotYetValid => "not valid yet",
        (byte)Status.ClockUnknown => "no trusted time",
        (byte)Status.Revoked => "revoked",
        (byte)Status.NotPermitted => "lacks the right",
        (byte)Status.Overlocked => "overlocked",
        (byte)Status.Lockdown => "lockdown",
        (byte)Status.OutsideHours => "outside hours",
        _ => $"reason {reason}",
    };
}
