using System.Collections.Generic;
using LockFirmware.KeyCrypto;

namespace LockFirmware.Tests.Pc.Vectors;

/// <summary>
/// The history of one lock as a series of exchanges: provisioning, commit, time, visits, notices, reading of events, rekey. A lock
/// that is sent the requests must give exactly these replies.
/// </summary>
internal static class VectorStory
{
    internal const uint FirstNotice = 1;
    internal const uint RekeyNotice = 2;
    internal const uint HoldUntil = VectorWorld.Noon + VectorWorld.Hour;

    /// <summary>Tuesday 06:00 in the facility's local time.</summary>
    // The tenant's windows are all hours: the key itself ends.
    private const uint Closing = VectorWorld.Noon + (7 * VectorWorld.Day);
    private const uint NextOpening = VectorWorld.Noon + (17 * VectorWorld.Hour);

    /// <summary>
    /// The trail's place of the notice's two records, after boot, provisioning, boot, clock, two admissions, refusal, failed
    /// proof and hold.
    /// </summary>
    private const uint NoticeEvent = 10;
    private const uint Head = NoticeEvent + 1;

    private static readonly LockSecrets Secrets = new(VectorWorld.LockSecret(VectorWorld.Generation));
    private static readonly LockSecrets NextSecrets = new(VectorWorld.LockSecret(VectorWorld.NextGeneration));

    internal static byte[] ServerChallenge => VectorWorld.Pattern(0xC0, HereAnswer.ServerChallengeSize);

    internal static ProvisionBody Identity()
    {
        ProvisionBody identity = new()
        {
            FacilityId = VectorWorld.FacilityId,
            LockId = VectorWorld.LockId,
            Generation = VectorWorld.Generation,
            LockSecret = VectorWorld.LockSecret(VectorWorld.Generation),
        };
        byte[] configuration = VectorWorld.ToBytes(VectorWorld.NewConfiguration(3000));
        identity.Configuration.TryRead(configuration, 0, configuration.Length);
        return identity;
    }

    internal static NoticeBuilder ManyItems()
    {
        NoticeBuilder notice = new(VectorWorld.LockId, FirstNotice, 0, VectorWorld.Noon - 60);
        notice.RevokeHolder(VectorWorld.RevokedHolderId, VectorWorld.Noon - 60, VectorWorld.Noon + (30 * VectorWorld.Day));
        notice.RevokeKey(0x00010099, VectorWorld.Noon + (7 * VectorWorld.Day));
        notice.RevokeGuest(VectorWorld.TenantKeyId, VectorWorld.GuestId, VectorWorld.Noon + VectorWorld.Day);
        notice.Tenancy(8);
        notice.Overlock(true);
        notice.Lockdown(false);
        notice.Configuration(VectorWorld.NewConfiguration(4000));
        notice.EventsStored(5);
        return notice;
    }

    internal static NoticeBuilder Rekey()
    {
        NoticeBuilder notice = new(VectorWorld.LockId, RekeyNotice, FirstNotice, VectorWorld.Noon - 30);
        notice.Rekey(Secrets.NoticeSecret, VectorWorld.NextGeneration, NextSecrets.LockSecret);
        return notice;
    }

    internal static AuditEvent NoticeApplied() => new()
    {
        Time = VectorWorld.Noon + 6,
        Kind = EventKind.NoticeApplied,
        Trust = ClockTrust.Set,
        Detail = FirstNotice,
    };

    internal static AuditEvent ConfigurationChanged() => new()
    {
        Time = VectorWorld.Noon + 6,
        Kind = EventKind.ConfigurationChanged,
        Trust = ClockTrust.Set,
        Reason = (byte)Command.Deliver,
    };

    internal static byte[] TwoEvents()
    {
        byte[] events = new byte[2 * AuditEvent.Size];
        NoticeApplied().WriteTo(events, 0);
        ConfigurationChanged().WriteTo(events, AuditEvent.Size);
        return events;
    }

    internal static byte[] Batch(uint first, byte[] events)
    {
        byte[] batch = new byte[SealedBatch.HeaderSize + events.Length];
        Bytes.Append(batch, SealedBatch.HeaderSize, events);
        SealedBatch.Seal(batch, 0, Secrets, first, (ushort)(events.Length / AuditEvent.Size), Head, 2, VectorWorld.Generation);
        return batch;
    }

    internal static byte[] Here(byte[] challengeFrame, uint now, byte state)
    {
        byte[] answer = new byte[HereAnswer.Size];
        HereAnswer.Write(answer, 0, Secrets.HereSecret, ServerChallenge, 0, challengeFrame, now, state);
        return answer;
    }

    internal static List<VectorExchange> Exchanges()
    {
        List<VectorExchange> all = [.. Installing()];
        uint draw = 2;
        foreach (VectorExchange visit in Visits())
        {
            visit.DrawCount = draw;
            visit.UptimeMs = (draw - 2) * 1000;
            visit.Now = VectorWorld.Noon + draw - 2;
            draw++;
            all.Add(visit);
        }
        return all;
    }

    private static VectorExchange[] Installing() =>
    [
        New("provision: the setup secret gives a lock from the box its identity", Command.Provision) with
        {
            BootCount = 1,
            DrawCount = 1,
            NonceSecret = SetupSecrets.Nonce(VectorWorld.SetupSecret),
            IsProvisioned = false,
            KeyMinter = null,
            SetupSecret = VectorWorld.SetupSecret,
            Body = frame => Identity().Seal(VectorWorld.SetupSecret, frame),
            ReplyBody = frame => SetupSecrets.Confirmation(VectorWorld.LockSecret(VectorWorld.Generation), frame),
        },
        New("manage: the first request under the new secret commits it", Command.Manage) with
        {
            BootCount = 1,
            DrawCount = 2,
            NonceSecret = SetupSecrets.Nonce(VectorWorld.SetupSecret),
            IsProvisioned = false,
            Grant = VectorWorld.Staff(),
            Body = _ => [1],
        },
        New("set time: the facility's time for this challenge", Command.SetTime) with
        {
            DrawCount = 1,
            Now = VectorWorld.Issued,
            NoticeSecret = Secrets.NoticeSecret,
            ReplyKey = ReplyKey.Notice,
            Body = frame => FacilityTime.Make(Secrets.NoticeSecret, frame, VectorWorld.Noon),
        },
    ];

    private static VectorExchange[] Visits() =>
    [
        New("unlock: the holder is admitted, 79 bytes", Command.Unlock) with { Grant = VectorWorld.Tenant(), ReplyBody = _ => U16(3000) },
        New("status: the holder sees the state, the door and the time", Command.Status) with
        {
            Grant = VectorWorld.Tenant(),
            ReplyBody = _ => [(byte)ClockTrust.Set, 1, .. U32(VectorWorld.Noon + 1), (byte)Status.Ok, .. U32(Closing)],
        },
        New("unlock: a guest is admitted, 95 bytes", Command.Unlock) with
        {
            Grant = VectorWorld.Tenant(),
            Share = VectorWorld.NewShare(),
            ReplyBody = _ => U16(3000),
        },
        New("unlock: refused outside the hours, with the next opening", Command.Unlock) with
        {
            Grant = VectorWorld.Morning(),
            Status = Status.OutsideHours,
            ReplyBody = _ => U32(NextOpening),
        },
        New("unlock: a key for another lock is not authentic, unkeyed", Command.Unlock) with
        {
            Grant = OfAnotherLock(),
            Status = Status.NotAuthentic,
            ReplyKey = ReplyKey.None,
        },
        New("hold open: staff keeps the latch released until 14:00", Command.HoldOpen) with
        {
            Grant = VectorWorld.Staff(),
            Body = _ => U32(HoldUntil),
            ReplyBody = _ => U32(HoldUntil),
        },
        New("deliver: a notice of eight items is applied", Command.Deliver) with
        {
            NoticeSecret = Secrets.NoticeSecret,
            ReplyKey = ReplyKey.Notice,
            Body = _ => ManyItems().ToBytes(Secrets.NoticeSecret),
            ReplyBody = _ => [.. U32(FirstNotice), .. U32(FirstNotice)],
        },
        New("read events: the notice's two records, sealed", Command.ReadEvents) with
        {
            Grant = VectorWorld.Staff(),
            Body = _ => U32(NoticeEvent),
            ReplyBody = _ => Batch(NoticeEvent, TwoEvents()),
        },
        New("read events: none beyond the newest, sealed", Command.ReadEvents) with
        {
            Grant = VectorWorld.Staff(),
            Body = _ => U32(1000),
            ReplyBody = _ => Batch(1000, []),
        },
        New("unlock: refused, of an earlier tenancy", Command.Unlock) with { Grant = VectorWorld.Tenant(), Status = Status.Expired },
        New("unlock: refused, the holder is revoked", Command.Unlock) with { Grant = VectorWorld.Revoked(), Status = Status.Revoked },
        New("unlock: refused, the unit is overlocked", Command.Unlock) with { Grant = VectorWorld.Tenant(8), Status = Status.Overlocked },
        New("here: a radio path to the lock exists", Command.Here) with
        {
            NoticeSecret = Secrets.NoticeSecret,
            ReplyKey = ReplyKey.Notice,
            Body = _ => ServerChallenge,
            ReplyBody = frame => Here(frame, VectorWorld.Noon + 12, (byte)ClockTrust.Set),
        },
        New("deliver: a rekey, answered under the old secret", Command.Deliver) with
        {
            NoticeSecret = Secrets.NoticeSecret,
            ReplyKey = ReplyKey.Notice,
            Body = _ => Rekey().ToBytes(Secrets.NoticeSecret),
            ReplyBody = _ => [.. U32(RekeyNotice), .. U32(RekeyNotice)],
        },
        New("unlock: staff is admitted under the next generation", Command.Unlock) with
        {
            NonceSecret = NextSecrets.NonceSecret,
            Grant = VectorWorld.Staff(),
            KeyMinter = NextSecrets.KeyMinter,
            ReplyBody = _ => U16(4000),
        },
    ];

    private static VectorExchange New(string name, Command command) => new()
    {
        Name = name,
        BootCount = 2,
        DrawCount = 0,
        UptimeMs = 0,
        NonceSecret = Secrets.NonceSecret,
        Now = 0,
        Command = command,
        KeyMinter = Secrets.KeyMinter,
    };

    private static Grant OfAnotherLock()
    {
        Grant grant = VectorWorld.Tenant();
        grant.LockId++;
        return grant;
    }

    private static byte[] U16(int value)
    {
        byte[] bytes = new byte[2];
        Bytes.WriteU16(bytes, 0, value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        Bytes.WriteU32(bytes, 0, value);
        return bytes;
    }
}
