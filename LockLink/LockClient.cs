using System.Security.Cryptography;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>
/// The phone's side of the exchange over a link: reads Challenge, writes Request in pieces, reads Reply and checks its proof
/// (docs/protocol.md, 4). Uses nothing of the lock but its radio. One exchange at a time.
/// </summary>
public sealed class LockClient
{
    /// <summary>How often a reply that did not come is asked for, and how often a full queue is tried again.</summary>
    public const int TryCountMax = 4;

    private static readonly TimeSpan QueuePause = TimeSpan.FromMilliseconds(200);

    private readonly ILockLink _link;
    private readonly TimeProvider _time;
    private readonly int _tryCountMax;
    private ushort _sequence;

    /// <summary>A client over a link.</summary>
    /// <param name="link">Connected by the caller, who also disconnects it.</param>
    /// <param name="time">Passes the pauses between two tries; null takes the system's.</param>
    /// <param name="tryCountMax">1 or more; 1 repeats nothing.</param>
    public LockClient(ILockLink link, TimeProvider? time = null, int tryCountMax = TryCountMax)
    {
        _link = link;
        _tryCountMax = tryCountMax;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The challenge frame of the last read; empty before.</summary>
    public byte[] ChallengeFrame { get; private set; } = [];

    /// <summary>Reads who the lock says it is; anybody could say so, only a proven answer shows it.</summary>
    /// <exception cref="LockLinkException">The lock did not answer, or not as a lock does.</exception>
    public async Task<IdentityFrame> ReadIdentityAsync(CancellationToken cancel = default)
    {
        byte[] frame = await _link.ReadIdentityAsync(cancel).ConfigureAwait(false);
        IdentityFrame identity = new();
        return identity.TryRead(frame) ? identity : throw Foreign("Identity");
    }

    /// <summary>Reads a challenge and keeps it for the next requests.</summary>
    /// <exception cref="LockLinkException">The lock gave none.</exception>
    public async Task ReadChallengeAsync(CancellationToken cancel = default)
    {
        byte[] frame = await _link.ReadChallengeAsync(cancel).ConfigureAwait(false);
        if (frame.Length != KeyCrypto.ChallengeFrame.Size || frame[0] != KeyCrypto.ChallengeFrame.Version)
            throw Foreign("Challenge");
        ChallengeFrame = frame;
        _sequence = 0;
    }

    /// <summary>Makes the next request under the challenge that was read.</summary>
    /// <param name="command">What to ask for.</param>
    /// <param name="key">The key; null for what needs none.</param>
    /// <param name="body">The command's body; null for none.</param>
    /// <param name="secret">Proves the request instead of the key's secret; null takes that.</param>
    public byte[] MakeRequest(Command command, PhoneKey? key, byte[]? body = null, byte[]? secret = null)
    {
        _sequence++;
        byte[] nonce = RandomNumberGenerator.GetBytes(Request.NonceSize);
        return Request.Build(command, _sequence, nonce, key?.Grant, key?.Share, body ?? [], secret ?? key?.Secret, ChallengeFrame);
    }

    /// <summary>Asks with a key, until there is an answer: a lost reply is asked for again, a dead challenge read anew.</summary>
    /// <param name="command">What to ask for.</param>
    /// <param name="key">The key; null for what needs none.</param>
    /// <param name="body">The command's body; null for none.</param>
    /// <param name="replySecret">Checks the reply where no key came along: the lock's noticeSecret.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The answer; believe it only when it is proven.</returns>
    /// <exception cref="LockLinkException">There was no answer. The lock may have carried the command out all the same.</exception>
    public Task<PhoneAnswer> AskAsync(Command command, PhoneKey? key, byte[]? body = null, byte[]? replySecret = null,
        CancellationToken cancel = default) =>
        AskAsync(() => MakeRequest(command, key, body), replySecret ?? key?.Secret, cancel);

    /// <summary>Asks with a request that depends on the challenge, until there is an answer.</summary>
    /// <param name="make">Makes the request under <see cref="ChallengeFrame"/>; called anew for each challenge.</param>
    /// <param name="replySecret">What the reply must be keyed with; null believes none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The answer; believe it only when it is proven.</returns>
    /// <exception cref="LockLinkException">There was no answer. The lock may have carried the command out all the same.</exception>
    public async Task<PhoneAnswer> AskAsync(Func<byte[]> make, byte[]? replySecret, CancellationToken cancel = default)
    {
        await ReadChallengeAsync(cancel).ConfigureAwait(false);
        PhoneAnswer answer = await RepeatAsync(make(), replySecret, cancel).ConfigureAwait(false);
        if (!WantsNewChallenge(answer))
            return answer;
        await ReadChallengeAsync(cancel).ConfigureAwait(false);
        return await RepeatAsync(make(), replySecret, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a request that was made and reads the answer; the same bytes again while none comes.</summary>
    /// <remarks>The lock carries the same bytes out once and repeats its reply (docs/protocol.md, 4.5).</remarks>
    /// <exception cref="LockLinkException">There was no answer.</exception>
    public async Task<PhoneAnswer> RepeatAsync(byte[] request, byte[]? replySecret, CancellationToken cancel = default)
    {
        for (int tries = 1; tries <= _tryCountMax; tries++)
        {
            PhoneAnswer? answer = await ExchangeAsync(request, replySecret, cancel).ConfigureAwait(false);
            if (answer != null && answer.Status != Status.OutOfOrder)
                return answer;
        }
        throw new LockLinkException(LinkFault.TimedOut, $"The lock at {_link.Place} did not answer. It may have done what it was asked; " +
            $"ask for its status, or try again.");
    }

    /// <summary>Sends a request once and reads the answer once.</summary>
    /// <param name="request">Its bytes.</param>
    /// <param name="replySecret">What the reply must be keyed with; null believes none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when the lock gave no answer that can be read.</returns>
    /// <exception cref="LockLinkException">The link failed.</exception>
    public async Task<PhoneAnswer?> ExchangeAsync(byte[] request, byte[]? replySecret, CancellationToken cancel = default)
    {
        await SendAsync(request, cancel).ConfigureAwait(false);
        return await ReadReplyAsync(request, replySecret, cancel).ConfigureAwait(false);
    }

    /// <summary>Writes a request in pieces.</summary>
    /// <exception cref="LockLinkException">The radio did not take a piece.</exception>
    public async Task SendAsync(byte[] request, CancellationToken cancel = default)
    {
        int count = FrameSplitter.PieceCount(request.Length, _link.Mtu);
        for (int i = 0; i < count; i++)
            await WriteAsync(FrameSplitter.Piece(request, request.Length, _link.Mtu, i), cancel).ConfigureAwait(false);
    }

    /// <summary>Reads the answer to a request.</summary>
    /// <returns>Null when there was none that can be read.</returns>
    /// <exception cref="LockLinkException">The link failed.</exception>
    public async Task<PhoneAnswer?> ReadReplyAsync(byte[] request, byte[]? replySecret, CancellationToken cancel = default)
    {
        byte[] frame;
        try
        {
            frame = await _link.ReadReplyAsync(cancel).ConfigureAwait(false);
        }
        catch (LockLinkException exception) when (exception.AttError == LockLinkException.AttUnlikelyError)
        {
            return null;
        }
        Reply reply = new();
        if (!reply.TryRead(frame, frame.Length))
            return null;
        bool isProven = replySecret != null && reply.HasMac(replySecret, ChallengeFrame, request);
        return new PhoneAnswer(reply.Status, isProven, reply.Body, request, ChallengeFrame, frame);
    }

    private async Task WriteAsync(byte[] piece, CancellationToken cancel)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await _link.WriteRequestPieceAsync(piece, cancel).ConfigureAwait(false);
                return;
            }
            catch (LockLinkException exception) when (exception.AttError == LockLinkException.AttInsufficientResources
                && tries < _tryCountMax)
            {
                await Task.Delay(QueuePause, _time, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A refusal of this very challenge, or one that anybody may have sent, is worth one more (docs/protocol.md, 4.3).</summary>
    private static bool WantsNewChallenge(PhoneAnswer answer) =>
        answer.Status is Status.StaleChallenge or Status.SequenceUsed || (answer is { IsProven: false, Status: Status.NotAuthentic });

    private LockLinkException Foreign(string characteristic) =>
        new(LinkFault.Foreign, $"What {_link.Place} gave as {characteristic} is not of a lock of this protocol. Check the address; a " +
            $"newer firmware needs a newer tool.");
}
