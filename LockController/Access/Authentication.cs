using LockFirmware.KeyCrypto;
using LockFirmware.LockController.State;

namespace LockFirmware.LockController.Access;

/// <summary>
/// Decides whether a request is authentic (docs/protocol.md, 4.1 step 3). No other code sets <see cref="Decision.Proof"/>. Pure:
/// changes nothing but the decision.
/// </summary>
internal static class Authentication
{
    /// <summary>Verifies the sender's proof. Refuses with NotAuthentic.</summary>
    /// <returns>Whether the sender holds the key or the setup secret.</returns>
    internal static bool IsSenderAuthentic(Request request, LockMemory memory, RequestContext context, Decision decision)
    {
        byte[]? secret = ClaimedSecret(request, memory);
        byte[]? challengeFrame = context.ChallengeFrame;
        if (secret == null || challengeFrame == null || !request.HasProof(secret, challengeFrame))
        {
            if (secret != null)
                Bytes.Clear(secret);
            decision.Refuse(Status.NotAuthentic);
            return false;
        }
        decision.Proof = Proof.Sender;
        decision.ReplySecret = secret;
        return true;
    }

    /// <summary>Judges a request whose content has a MAC of the facility. Without a key the reply is keyed with noticeSecret.</summary>
    /// <param name="isGenuine">Whether the content's MAC is right.</param>
    /// <param name="request">The request.</param>
    /// <param name="secrets">The lock's secrets.</param>
    /// <param name="context">Challenge and time.</param>
    /// <param name="decision">Receives the proof and the secret of the reply.</param>
    /// <returns>Ok, NotAuthentic, or SequenceUsed.</returns>
    internal static Status OfContent(bool isGenuine, Request request, LockSecrets secrets, RequestContext context, Decision decision)
    {
        if (!isGenuine)
            return Status.NotAuthentic;
        if (decision.Proof == Proof.Sender)
            return Status.Ok;
        decision.Proof = Proof.Content;
        decision.ReplySecret = Bytes.Copy(secrets.NoticeSecret, 0, Hmac.HashSize);
        return request.Sequence <= context.LastSequence ? Status.SequenceUsed : Status.Ok;
    }

    /// <summary>The secret that the sender should have; null when the key is of another facility or lock.</summary>
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
}
