using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Access;

namespace LockFirmware.LockController.Protocol;

/// <summary>A request, the decision about it and its reply. One object is reused for all requests.</summary>
internal sealed class RequestExchange
{
    internal RequestExchange(byte[] reply) => Reply = reply;

    /// <summary>The request.</summary>
    public readonly Request Request = new Request();

    /// <summary>The decision about the request.</summary>
    public readonly Decision Decision = new Decision();

    /// <summary>The challenge and the time of the decision.</summary>
    public readonly RequestContext Context = new RequestContext();

    /// <summary>When the request is handled, monotonic milliseconds.</summary>
    public long UptimeMs;

    /// <summary>The reply; commands write their body from <see cref="KeyCrypto.Reply.HeaderSize"/>.</summary>
    public byte[] Reply;

    /// <summary>Bytes of the reply's body so far.</summary>
    public int BodyLength;

    /// <summary>The guest of a shared key; 0 without a share.</summary>
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

    internal void Start(byte[] reply, long uptimeMs)
    {
        Reply = reply;
        UptimeMs = uptimeMs;
        BodyLength = 0;
        Decision.Start();
    }
}
