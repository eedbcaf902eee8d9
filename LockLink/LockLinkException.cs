namespace LockFirmware.LockLink;

/// <summary>Why an operation over a link came to nothing.</summary>
public enum LinkFault
{
    /// <summary>Nobody answers at this place.</summary>
    Unreachable,

    /// <summary>Another phone or gateway is connected to the lock.</summary>
    Taken,

    /// <summary>The connection ended; what was under way may have been carried out.</summary>
    Lost,

    /// <summary>No answer in time; what was under way may have been carried out.</summary>
    TimedOut,

    /// <summary>The lock's radio refused with an ATT error.</summary>
    Refused,

    /// <summary>What came is not what a lock of this firmware sends.</summary>
    Foreign,
}

/// <summary>An operation over a link came to nothing. The message is for people and says what to do next.</summary>
public sealed class LockLinkException : Exception
{
    /// <summary>The lock's radio has no room for another write; the write may be repeated (docs/protocol.md, 4.4).</summary>
    public const byte AttInsufficientResources = 0x11;

    /// <summary>The lock gave no answer to a read or write. Source: Bluetooth Core 5.4, Vol 3 Part F 3.4.1.1.</summary>
    public const byte AttUnlikelyError = 0x0E;

    /// <summary>Makes one.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="attError">The ATT error code with <see cref="LinkFault.Refused"/>, else 0.</param>
    /// <param name="inner">What was thrown below; null for nothing.</param>
    public LockLinkException(LinkFault fault, string message, byte attError = 0, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        AttError = attError;
    }

    /// <summary>Why.</summary>
    public LinkFault Fault { get; }

    /// <summary>The ATT error code with <see cref="LinkFault.Refused"/>, else 0.</summary>
    public byte AttError { get; }

    /// <summary>Whether the connection is of no further use.</summary>
    public bool EndsConnection => Fault is not LinkFault.Refused;
}
