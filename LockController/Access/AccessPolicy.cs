using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Access;

/// <summary>
/// Decides whether a request is admitted, in nine steps (docs/protocol.md, 4.1): form, facility and lock, authenticity,
/// key lifetime, tenancy, revocation, right, overlock and lockdown, access windows.
/// </summary>
/// <remarks>
/// Pure: it reads only its arguments and changes only the decision. It trusts no field of a grant, share or body before
/// step 3. A command that needs no key ends after step 3; the code that applies its content checks the content.
/// </remarks>
internal static class AccessPolicy
{
    /// <summary>The highest age of a challenge for a command that moves the latch, ms.</summary>
    public const long LatchChallengeAgeMsMax = 10_000;

    private const uint SecondsPerHour = 3600;

    /// <summary>Reads a request from its frame and decides about it.</summary>
    /// <param name="request">Receives the request.</param>
    /// <param name="frame">Holds the request from offset 0.</param>
    /// <param name="length">Bytes of the request.</param>
    /// <param name="memory">What the lock knows; only read.</param>
    /// <param name="context">Challenge and time.</param>
    /// <param name="decision">Receives the decision.</param>
    public static void Decide(Request request, byte[] frame, int length, LockMemory memory, RequestContext context, Decision decision)
    {
        if (!HasForm(request, frame, length, memory, decision))
            return;
        decision.Status = Status.Ok;
        if (!request.HasKey && request.CommandByte != (byte)Command.Provision)
        {
            if (context.ChallengeFrame == null)
                decision.Refuse(Status.NotAuthentic);
            return;
        }
        if (!Authentication.IsSenderAuthentic(request, memory, context, decision) || !KeepsSession(request, context, decision))
            return;
        if (!memory.Identity.IsProvisioned)
        {
            DecideWithoutIdentity(request, decision);
            return;
        }
        if ((decision.Rule & CommandTable.AnyRight) == 0)
            return;
        SetScope(request, decision);
        if (!IsInLifetime(request, memory, context, decision))
            return;
        if (request.Grant.Tenancy != 0 && request.Grant.Tenancy < memory.State.Tenancy)
        {
            decision.Refuse(Status.Expired, RefusalReason.Superseded);
            return;
        }
        uint now = context.Trust == ClockTrust.Set ? context.Now : 0;
        byte revoked = memory.Revocations.ReasonToRefuse(request.Grant, request.IsGuest ? request.Share : null, now);
        if (revoked != 0)
        {
            decision.Refuse(Status.Revoked, revoked);
            return;
        }
        if (HasRight(request, decision) && IsUnlocked(memory, decision))
            CheckHours(request, memory, context, decision);
    }

    /// <summary>What the lock would answer if the key of an admitted request were used for Unlock now.</summary>
    /// <param name="request">The request, of another command.</param>
    /// <param name="memory">What the lock knows; only read.</param>
    /// <param name="context">Challenge and time.</param>
    /// <param name="decision">The decision about the request; only read.</param>
    /// <param name="moment">
    /// Seconds since 2020-01-01T00:00:00Z. With Ok the first second at which Unlock is refused, 0 when that is more than 14 days
    /// ahead or the clock is not set; with OutsideHours the next opening, 0 for none; else 0.
    /// </param>
    /// <returns>Ok, NotPermitted, Overlocked, Lockdown or OutsideHours.</returns>
    public static Status PreviewUnlock(Request request, LockMemory memory, RequestContext context, Decision decision, out uint moment)
    {
        moment = 0;
        if ((decision.Rights & Rights.Unlock) == 0)
            return Status.NotPermitted;
        Status blocked = Blocked(memory, decision.Rights);
        if (blocked != Status.Ok || decision.WithoutClock)
            return blocked;
        AccessWindows? guest = request.IsGuest ? request.Share.Windows : null;
        AccessCalendar calendar = memory.Configuration.Calendar;
        if (AccessHours.Admits(request.Grant.Windows, guest, calendar, context.Now))
        {
            moment = AccessHours.NextClosing(request.Grant.Windows, guest, calendar, context.Now, decision.NotAfter);
            return Status.Ok;
        }
        moment = AccessHours.NextOpening(request.Grant.Windows, guest, calendar, context.Now, decision.NotAfter);
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
        uint rule = isFirstProvision ? CommandTable.FirstProvision : CommandTable.Find(request.CommandByte);
        decision.Rule = rule;
        if (rule == 0)
        {
            decision.Refuse(Status.UnknownCommand);
            return false;
        }
        bool proofFits = request.HasKey || isFirstProvision || request.HasEmptyProof;
        if (!CommandTable.HasBodyLength(rule, request.BodyLength)
            || request.Sequence == 0 || (!request.HasKey && (rule & CommandTable.AnyRight) != 0) || !proofFits)
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

    private static bool KeepsSession(Request request, RequestContext context, Decision decision)
    {
        if (request.Sequence <= context.LastSequence)
            decision.Refuse(Status.SequenceUsed);
        else if ((decision.Rule & CommandTable.MovesLatch) != 0 && context.ChallengeAgeMs > LatchChallengeAgeMsMax)
            decision.Refuse(Status.StaleChallenge);
        return decision.Status == Status.Ok;
    }

    /// <summary>
    /// A lock without identity admits Provision, and Manage with a key of the pending identity, which makes that identity its own.
    /// </summary>
    private static void DecideWithoutIdentity(Request request, Decision decision)
    {
        SetScope(request, decision);
        bool commits = request.CommandByte == (byte)Command.Manage && (decision.Rights & Rights.Manage) != 0;
        if (request.HasKey && !commits)
            decision.Refuse(Status.NotProvisioned);
    }

    private static void SetScope(Request request, Decision decision)
    {
        decision.Rights = request.Grant.Rights;
        decision.NotAfter = request.Grant.NotAfter;
        if (!request.IsGuest)
            return;
        decision.Rights &= request.Share.Rights & Rights.Shareable;
        if (request.Share.NotAfter < decision.NotAfter)
            decision.NotAfter = request.Share.NotAfter;
    }

    private static bool IsInLifetime(Request request, LockMemory memory, RequestContext context, Decision decision)
    {
        Grant grant = request.Grant;
        // The issue time of an authentic key has passed, so it raises a lower bound.
        bool raisesFloor = context.Trust != ClockTrust.Set && grant.IssuedAt > context.Now;
        uint time = raisesFloor ? grant.IssuedAt : context.Now;
        if (time >= decision.NotAfter)
        {
            bool isShare = time < grant.NotAfter;
            decision.Refuse(Status.Expired, isShare ? RefusalReason.ShareExpired : (byte)Status.Expired);
        }
        else if (context.Trust == ClockTrust.Set)
        {
            if (time < grant.NotBefore)
            {
                decision.Refuse(Status.NotYetValid);
                decision.Moment = grant.NotBefore;
            }
        }
        else if (MayGoWithoutClock(decision.Rights, memory, raisesFloor ? 0 : context.FloorAgeSeconds))
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
        else if (((uint)decision.Rights & decision.Rule & CommandTable.AnyRight) == 0)
            decision.Refuse(Status.NotPermitted);
        return decision.Status == Status.Ok;
    }

    private static bool IsUnlocked(LockMemory memory, Decision decision)
    {
        if ((decision.Rule & CommandTable.Opens) == 0)
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

    private static void CheckHours(Request request, LockMemory memory, RequestContext context, Decision decision)
    {
        // Without a set clock, hours cannot be checked. The right OpenWithoutClock has admitted the key.
        if ((decision.Rule & CommandTable.KeepsHours) == 0 || decision.WithoutClock)
            return;
        AccessWindows? guest = request.IsGuest ? request.Share.Windows : null;
        AccessCalendar calendar = memory.Configuration.Calendar;
        if (AccessHours.Admits(request.Grant.Windows, guest, calendar, context.Now))
            return;
        decision.Refuse(Status.OutsideHours);
        decision.Moment = AccessHours.NextOpening(request.Grant.Windows, guest, calendar, context.Now, decision.NotAfter);
    }
}
