using System;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.LockLink;

namespace LockFirmware.Tests.Pc.Link;

/// <summary>A link that fails where a test wants it to.</summary>
internal sealed class TroubledLink(ILockLink inner) : ILockLink
{
    private int _messages;

    /// <summary>Answers of this many reads of Reply get lost.</summary>
    public int RepliesToLose { get; set; }

    /// <summary>This many writes find the queue full.</summary>
    public int WritesToRefuse { get; set; }

    /// <summary>The connection ends when this message (a write, or a read of Challenge or Reply) has been carried out, from 1.</summary>
    public int CutAfter { get; set; } = int.MaxValue;

    /// <summary>Messages carried so far.</summary>
    public int Messages => _messages;

    public string Place => inner.Place;

    public bool IsConnected => inner.IsConnected;

    public int Mtu => inner.Mtu;

    public Task ConnectAsync(CancellationToken cancel = default) => inner.ConnectAsync(cancel);

    public Task DisconnectAsync() => inner.DisconnectAsync();

    public Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) => inner.ReadIdentityAsync(cancel);

    public async Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default)
    {
        byte[] value = await inner.ReadChallengeAsync(cancel);
        await CountAsync();
        return value;
    }

    public async Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default)
    {
        if (WritesToRefuse-- > 0)
            throw new LockLinkException(LinkFault.Refused, "The queue is full.", LockLinkException.AttInsufficientResources);
        await inner.WriteRequestPieceAsync(piece, cancel);
        await CountAsync();
    }

    public async Task<byte[]> ReadReplyAsync(CancellationToken cancel = default)
    {
        byte[] value = await inner.ReadReplyAsync(cancel);
        await CountAsync();
        if (RepliesToLose-- > 0)
            throw new LockLinkException(LinkFault.Refused, "No answer.", LockLinkException.AttUnlikelyError);
        return value;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task CountAsync()
    {
        if (++_messages < CutAfter)
            return;
        await inner.DisconnectAsync();
        throw new LockLinkException(LinkFault.Lost, "The connection has ended.");
    }
}

/// <summary>A time source in which every wait ends at once.</summary>
internal sealed class HurriedTime : TimeProvider
{
    /// <summary>How many waits there were.</summary>
    public int Waits { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
            Waits++;
        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
