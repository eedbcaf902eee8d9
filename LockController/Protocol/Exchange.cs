using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;

namespace LockFirmware.LockController.Protocol;

/// <summary>One request on its way through the lock, and the reply that is being written. Reused for every request.</summary>
public sealed class Exchange
{
    /// <summary>The request as read.</summary>
    public Request Request { get; } = new Request();

    /// <summary>What was decided about it.</summary>
    public Decision Decision { get; } = new Decision();

    /// <summary>Challenge and time it was judged under.</summary>
    public Circumstances Circumstances { get; } = new Circumstances();

    /// <summary>Monotonic milliseconds at which it is handled.</summary>
    public long UptimeMs;

    /// <summary>The reply; commands write their body from <see cref="KeyCrypto.Reply.HeaderSize"/>.</summary>
    public byte[] Reply { get; } = new byte[Request.FrameSizeMax];

    /// <summary>Bytes of the body so far.</summary>
    public int BodyLength;

    /// <summary>Whether the request has shown that it comes from a holder, an installer or the facility.</summary>
    public bool IsAuthentic;

    /// <summary>Keys the reply; null for an unkeyed one.</summary>
    public byte[]? ReplySecret;

    /// <summary>The guest of a shared key; 0 for a holder.</summary>
    public uint GuestId => Request.IsGuest ? Request.Share.GuestId : 0;

    /// <summary>Writes a u16 to the body.</summary>
    public void WriteU16(int value)
    {
        Bytes.WriteU16(Reply, KeyCrypto.Reply.HeaderSize + BodyLength, value);
        BodyLength += 2;
    }

    /// <summary>Writes a u32 to the body.</summary>
    public void WriteU32(uint value)
    {
        Bytes.WriteU32(Reply, KeyCrypto.Reply.HeaderSize + BodyLength, value);
        BodyLength += 4;
    }

    /// <summary>Writes bytes to the body.</summary>
    public void WriteBytes(byte[] value)
    {
        Bytes.Append(Reply, KeyCrypto.Reply.HeaderSize + BodyLength, value);
        BodyLength += value.Length;
    }

    internal void Start(long uptimeMs)
    {
        UptimeMs = uptimeMs;
        BodyLength = 0;
        IsAuthentic = false;
        ReplySecret = null;
    }
}
