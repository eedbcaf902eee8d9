using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>What <see cref="AccessPolicy"/> has decided about one request. One object is reused for all.</summary>
internal sealed class Decision
{
    /// <summary>The status of the reply; Ok admits the request.</summary>
    public Status Status;

    /// <summary>The reason of the refusal for the audit trail, see <see cref="RefusalReason"/>.</summary>
    public byte Reason;

    /// <summary>What was proved (step 3); only <see cref="Authentication"/> sets it.</summary>
    internal Proof Proof;

    /// <summary>Keys the reply, 32 bytes; null for an unkeyed one. The request handler clears it.</summary>
    public byte[]? ReplySecret;

    /// <summary>The command's rule, see <see cref="CommandTable"/>; 0 when it is unknown.</summary>
    public uint Rule;

    /// <summary>The next opening with OutsideHours, notBefore with NotYetValid; seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Moment;

    /// <summary>The rights in force: those of the grant, reduced to those of the share for a guest.</summary>
    public Rights Rights;

    /// <summary>The earlier expiry of grant and share, seconds since 2020-01-01T00:00:00Z.</summary>
    public uint NotAfter;

    /// <summary>Whether the right OpenWithoutClock admitted the request, because the clock is not set.</summary>
    public bool WithoutClock;

    internal void Start()
    {
        Status = Status.Malformed;
        Reason = 0;
        Proof = Proof.None;
        ReplySecret = null;
        Rule = 0;
        Moment = 0;
        Rights = Rights.None;
        NotAfter = 0;
        WithoutClock = false;
    }

    internal void Refuse(Status status) => Refuse(status, (byte)status);

    internal void Refuse(Status status, byte reason)
    {
        Status = status;
        Reason = reason;
    }
}
