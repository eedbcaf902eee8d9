using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>What <see cref="Judgement"/> has decided about one request. One object is written again and again.</summary>
public sealed class Decision
{
    /// <summary>The answer: Ok admits.</summary>
    public Status Status;

    /// <summary>For the audit trail: why it was refused, see <see cref="RefusalReason"/>.</summary>
    public byte Reason;

    /// <summary>Whether a key or setup secret was proved (step 3).</summary>
    public bool IsAuthentic;

    /// <summary>The sender's secret, to key the reply; null before authenticity. The holder of the decision clears it.</summary>
    public byte[]? Secret;

    /// <summary>The command's rule; null when it is unknown.</summary>
    public CommandRule? Rule;

    /// <summary>What goes with OutsideHours (next opening) and NotYetValid (notBefore), seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Moment;

    /// <summary>The rights in force: the holder's, or the part of them that passed to the guest.</summary>
    public Rights Rights;

    /// <summary>End of validity: the earlier of grant and share.</summary>
    public uint NotAfter;

    /// <summary>Whether it was the set clock that admitted, or the right to do without.</summary>
    public bool WithoutClock;

    internal void Start()
    {
        Status = Status.Malformed;
        Reason = 0;
        IsAuthentic = false;
        Secret = null;
        Rule = null;
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
