namespace LockFirmware.LockLink;

/// <summary>Why an operation over a link failed.</summary>
public enum LinkFault
{
    /// <summary>Nothing answers at this address.</summary>
    Unreachable,

    /// <summary>Another phone or gateway is connected to the lock.</summary>
    Taken,

    /// <summary>The connection ended. The lock may have done what was asked.</summary>
    Lost,

    /// <summary>There was no answer in time. The lock may have done what was asked.</summary>
    TimedOut,

    /// <summary>The lock's radio refused with an ATT error.</summary>
    Refused,

    /// <summary>A lock with this firmware does not send such an answer.</summary>
    Foreign,
}

/// <summary>An operation over a link failed. The message is for people and says what to do next.</summary>
public sealed class LockLinkException : Exception
{
    /// <summary>The lock's radio has no room for another write; the write may be repeated (docs/protocol.md, 4.4).</summary>
    public const byte AttInsufficientResources = 0x11;

    /// <summary>The lock gave no answer to a read or write. Source: Bluetooth Core 5.4, Vol 3 Part F 3.4.1.1.</summary>
    public const byte AttUnlikelyError = 0x0E;

    /// <summary>Makes the exception.</summary>
    /// <param name="fault">Why the operation failed.</param>
    /// <param name="message">The message for people.</param>
    /// <param name="attError">The ATT error code with <see cref="LinkFault.Refused"/>, else 0.</param>
    /// <param name="inner">The cause; null when there is none.</param>
    public LockLinkException(LinkFault fault, string message, byte attError = 0, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        AttError = attError;
    }

    /// <summary>Why the operation failed.</summary>
    public LinkFault Fault { get; }

    /// <summary>The ATT error code with <see cref="LinkFault.Refused"/>, else 0.</summary>
    public byte AttError { get; }

    /// <summary>Whether the connection cannot be used any more.</summary>
    public bool EndsConnection => Fault is not LinkFault.Refused;
}
