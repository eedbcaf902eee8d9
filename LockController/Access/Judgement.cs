using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Access;

/// <summary>
/// The nine steps that every request passes, in this order (docs/protocol.md, 4.1): form, facility and lock,
/// authenticity, key lifetime, tenancy, revocation, right, overlock and lockdown, access windows.
/// </summary>
/// <remarks>
/// Pure: everything it looks at is an argument and it changes nothing but the decision. Nothing of a grant, share or
/// body is believed before step 3. Commands that need no key end after step 3; their content is judged by who applies it.
/// </remarks>
public static class Judgement
{
    /// <summary>How old a challenge may be for a command that moves the latch, ms.</summary>
    public const long LatchChallengeAgeMsMax = 10_000;

    private const uint SecondsPerHour = 3600;

    /// <summary>Judges a request.</summary>
    /// <param name="request">Read into by this call.</param>
    /// <param name="frame">Holds the request from offset 0.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="memory">What the lock knows; only read.</param>
    /// <param name="now">Challenge and time.</param>
    /// <param name="decision">Receives the outcome.</param>
    public static void Judge(Request request, byte[] frame, int length, LockMemory memory, Circumstances now, Decision decision)
    {
        decision.Start();
        if (!HasForm(request, frame, length, memory, decision))
            return;
        decision.Status = Status.Ok;
        if (!request.HasKey && decision.Rule!.Command != Command.Provision)
        {
            if (now.ChallengeFrame == null)
                decision.Refuse(Status.NotAuthentic);
            return;
        }
        if (!IsAuthentic(request, memory, now, decision) || !KeepsSession(request, now, decision))
            return;
        if (!memory.Identity.IsProvisioned)
        {
            JudgeWithoutIdentity(request, decision);
            return;
        }
        if (decision.Rule!.NeedsNoKey)
            return;
        Scope(request, decision);
        if (!IsInLifetime(request, memory, now, decision))
            return;
        if (request.Grant.Tenancy != 0 && request.Grant.Tenancy < memory.State.Tenancy)
        {
            decision.Refuse(Status.Expired, RefusalReason.Superseded);
            return;
        }
        byte revoked = memory.Revocations.ReasonToRefuse(request.Grant, request.IsGuest ? request.Share : null, now.Trust == ClockTrust.Set ? now.Now : 0);
        if (revoked != 0)
        {
            decision.Refuse(Status.Revoked, revoked);
            return;
        }
        if (HasRight(request, decision) && IsUnlocked(memory, decision))
            JudgeHours(request, memory, now, decision);
    }

    /// <summary>What Unlock would answer to the key of a request that was admitted to something else.</summary>
    /// <param name="request">The request.</param>
    /// <param name="memory">What the lock knows; only read.</param>
    /// <param name="now">Challenge and time.</param>
    /// <param name="decision">The outcome of its own command; only read.</param>
    /// <param name="moment">
    /// With Ok until when, the first second that is not admitted, 0 for not within 14 days or without a clock; with
    /// OutsideHours the next opening, 0 for none; else 0. Seconds since 2020-01-01T00:00:00Z.
    /// </param>
    /// <returns>Ok, NotPermitted, Overlocked, Lockdown or OutsideHours.</returns>
    public static Status OfUnlock(Request request, LockMemory memory, Circumstances now, Decision decision, out uint moment)
    {
        moment = 0;
        if ((decision.Rights & Rights.Unlock) == 0)
            return Status.NotPermitted;
        Status blocked = Blocked(memory, decision.Rights);
        if (blocked != Status.Ok || decision.WithoutClock)
            return blocked;
        AccessWindows? guest = request.IsGuest ? request.Share.Windows : null;
        AccessCalendar calendar = memory.Configuration.Calendar;
        if (AccessHours.Admits(request.Grant.Windows, guest, calendar, now.Now))
        {
            moment = AccessHours.NextClosing(request.Grant.Windows, guest, calendar, now.Now, decision.NotAfter);
            return Status.Ok;
        }
        moment = AccessHours.NextOpening(request.Grant.Windows, guest, calendar, now.Now, decision.NotAfter);
        return Status.OutsideHours;
    }

    private static bool HasForm(Request request, byte[] frame, int length, LockMemory memory, Decision decision)
    {
        Status form = request.TryRead(frame, length);
        if (form != Status.Ok)
        {
            decision.Refuse(form);
            return false;
        }
        bool isFirstProvision = request.CommandByte == (byte)Command.Provision && !request.HasKey;
        CommandRule? rule = isFirstProvision ? CommandTable.FirstProvision : CommandTable.Find(request.CommandByte);
        decision.Rule = rule;
        if (rule == null)
        {
            decision.Refuse(Status.UnknownCommand);
            return false;
        }
        bool mayComeWithoutKey = rule.NeedsNoKey;
        bool proofFits = request.HasKey || isFirstProvision || request.HasEmptyProof;
        if (request.BodyLength < rule.BodyMin || request.BodyLength > rule.BodyMax
            || request.Sequence == 0 || (!request.HasKey && !mayComeWithoutKey) || !proofFits)
        {
            decision.Refuse(Status.Malformed);
            return false;
        }
        if (!memory.Identity.IsProvisioned && !request.HasKey && !isFirstProvision)
        {
            decision.Refuse(Status.NotAuthentic);
            return false;
        }
        return true;
    }

    private static bool IsAuthentic(Request request, LockMemory memory, Circumstances now, Decision decision)
    {
        byte[]? secret = ClaimedSecret(request, memory);
        byte[]? challengeFrame = now.ChallengeFrame;
        if (secret == null || challengeFrame == null || !request.HasProof(secret, challengeFrame))
        {
            if (secret != null)
                Bytes.Clear(secret);
            decision.Refuse(Status.NotAuthentic);
            return false;
        }
        decision.IsAuthentic = true;
        decision.Secret = secret;
        return true;
    }

    /// <summary>The secret that the sender should have, or null where facility or lock are others.</summary>
    private static byte[]? ClaimedSecret(Request request, LockMemory memory)
    {
        LockIdentity identity = memory.Identity;
        if (!request.HasKey)
            return identity.IsProvisioned ? null : SetupSecrets.Provision(identity.SetupSecret);
        ProvisionBody? pending = memory.Pending;
        LockSecrets? secrets = identity.Secrets;
        uint facilityId = identity.FacilityId;
        uint lockId = identity.LockId;
        if (secrets == null && pending != null)
        {
            secrets = memory.PendingSecrets;
            facilityId = pending.FacilityId;
            lockId = pending.LockId;
        }
        if (secrets == null || request.Grant.FacilityId != facilityId || request.Grant.LockId != lockId)
            return null;
        return request.SenderSecret(secrets.KeyMinter);
    }

    private static bool KeepsSession(Request request, Circumstances now, Decision decision)
    {
        if (request.Sequence <= now.LastSequence)
            decision.Refuse(Status.SequenceUsed);
        else if (decision.Rule!.MovesLatch && now.ChallengeAgeMs > LatchChallengeAgeMsMax)
            decision.Refuse(Status.StaleChallenge);
        return decision.Status == Status.Ok;
    }

    /// <summary>Without identity a lock takes a Provision, and from the pending identity's keys a Manage, which commits it.</summary>
    private static void JudgeWithoutIdentity(Request request, Decision decision)
    {
        Scope(request, decision);
        bool commits = decision.Rule!.Command == Command.Manage && (decision.Rights & Rights.Manage) != 0;
        if (request.HasKey && !commits)
            decision.Refuse(Status.NotProvisioned);
    }

    private static void Scope(Request request, Decision decision)
    {
        decision.Rights = request.Grant.Rights;
        decision.NotAfter = request.Grant.NotAfter;
        if (!request.IsGuest)
            return;
        decision.Rights &= request.Share.Rights & Rights.Shareable;
        if (request.Share.NotAfter < decision.NotAfter)
            decision.NotAfter = request.Share.NotAfter;
    }

    private static bool IsInLifetime(Request request, LockMemory memory, Circumstances now, Decision decision)
    {
        Grant grant = request.Grant;
        // A lower bound rises to what the key itself proves to have passed.
        bool raisesFloor = now.Trust != ClockTrust.Set && grant.IssuedAt > now.Now;
        uint time = raisesFloor ? grant.IssuedAt : now.Now;
        if (time >= decision.NotAfter)
        {
            bool isShare = time < grant.NotAfter;
            decision.Refuse(Status.Expired, isShare ? RefusalReason.ShareExpired : (byte)Status.Expired);
        }
        else if (now.Trust == ClockTrust.Set)
        {
            if (time < grant.NotBefore)
            {
                decision.Refuse(Status.NotYetValid);
                decision.Moment = grant.NotBefore;
            }
        }
        else if (MayGoWithoutClock(decision.Rights, memory, raisesFloor ? 0 : now.FloorAgeSeconds))
            decision.WithoutClock = true;
        else
            decision.Refuse(Status.ClockUnknown);
        return decision.Status == Status.Ok;
    }

    private static bool MayGoWithoutClock(Rights rights, LockMemory memory, uint floorAgeSeconds) =>
        (rights & Rights.OpenWithoutClock) != 0
        && floorAgeSeconds < memory.Configuration.ClocklessHours * SecondsPerHour;

    private static bool HasRight(Request request, Decision decision)
    {
        if (request.IsGuest && (request.Grant.Rights & Rights.Share) == 0)
            decision.Refuse(Status.NotPermitted, RefusalReason.ShareNotPermitted);
        else if ((decision.Rights & decision.Rule!.AnyOf) == 0)
            decision.Refuse(Status.NotPermitted);
        return decision.Status == Status.Ok;
    }

    private static bool IsUnlocked(LockMemory memory, Decision decision)
    {
        if (!decision.Rule!.Opens)
            return true;
        Status blocked = Blocked(memory, decision.Rights);
        if (blocked != Status.Ok)
            decision.Refuse(blocked);
        return decision.Status == Status.Ok;
    }

    private static Status Blocked(LockMemory memory, Rights rights)
    {
        if (memory.State.Overlocked && (rights & Rights.OverrideOverlock) == 0)
            return Status.Overlocked;
        return memory.State.Lockdown && (rights & Rights.OverrideLockdown) == 0 ? Status.Lockdown : Status.Ok;
    }

    private static void JudgeHours(Request request, LockMemory memory, Circumstances now, Decision decision)
    {
        // Without a clock there are no hours to judge; the right to open without one says so.
        if (!decision.Rule!.KeepsHours || decision.WithoutClock)
            return;
        AccessWindows? guest = request.IsGuest ? request.Share.Windows : null;
        AccessCalendar calendar = memory.Configuration.Calendar;
        if (AccessHours.Admits(request.Grant.Windows, guest, calendar, now.Now))
            return;
        decision.Refuse(Status.OutsideHours);
        decision.Moment = AccessHours.NextOpening(request.Grant.Windows, guest, calendar, now.Now, decision.NotAfter);
    }
}
