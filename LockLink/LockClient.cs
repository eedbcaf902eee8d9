using System.Security.Cryptography;
using LockFirmware.KeyCrypto;

namespace LockFirmware.LockLink;

/// <summary>
/// Does the exchange with a lock over a link: reads Challenge, writes Request in pieces, reads Reply and checks its MAC
/// (docs/protocol.md, 4). One exchange at a time.
/// </summary>
public sealed class LockClient
{
    /// <summary>How often a request without a reply is sent, and how often a write to a full queue is tried.</summary>
    public const int TryCountMax = 4;

    private static readonly TimeSpan QueuePause = TimeSpan.FromMilliseconds(200);

    private readonly ILockLink _link;
    private readonly TimeProvider _time;
    private readonly int _tryCountMax;
    private ushort _sequence;

    /// <summary>Makes a client.</summary>
    /// <param name="link">The link. The caller connects and disconnects it.</param>
    /// <param name="time">The clock for the pauses between two tries; null for the system's clock.</param>
    /// <param name="tryCountMax">1 or more; 1 for no repetition.</param>
    public LockClient(ILockLink link, TimeProvider? time = null, int tryCountMax = TryCountMax)
    {
        _link = link;
        _tryCountMax = tryCountMax;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The challenge frame of the last read; empty before.</summary>
    public byte[] ChallengeFrame { get; private set; } = [];

    /// <summary>Reads the identity that the lock reports. Any device can report it; only a proven answer shows that it is true.</summary>
    /// <exception cref="LockLinkException">The lock did not answer, or the answer is not from a lock.</exception>
    public async Task<IdentityFrame> ReadIdentityAsync(CancellationToken cancel = default)
    {
        byte[] frame = await _link.ReadIdentityAsync(cancel).ConfigureAwait(false);
        IdentityFrame identity = new();
        return identity.TryRead(frame) ? identity : throw Foreign("Identity");
    }

    /// <summary>Reads a challenge for the next requests.</summary>
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
    /// <param name="command">The command.</param>
    /// <param name="key">The key; null for a command without a key.</param>
    /// <param name="body">The command's body; null for none.</param>
    /// <param name="secret">The secret for the proof of the request; null for the key's secret.</param>
    public byte[] MakeRequest(Command command, PhoneKey? key, byte[]? body = null, byte[]? secret = null)
    {
        _sequence++;
        byte[] nonce = RandomNumberGenerator.GetBytes(Request.NonceSize);
        return Request.Build(command, _sequence, nonce, key?.Grant, key?.Share, body ?? [], secret ?? key?.Secret, ChallengeFrame);
    }

    /// <summary>
    /// Sends a request until there is an answer. After a lost reply it sends the same request again; after a stale challenge it reads a
    /// new one.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="key">The key; null for a command without a key.</param>
    /// <param name="body">The command's body; null for none.</param>
    /// <param name="replySecret">The secret for the MAC of the reply when there is no key: the lock's noticeSecret.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>The answer. Trust it only when it is proven.</returns>
    /// <exception cref="LockLinkException">There was no answer. The lock may have done the command.</exception>
    public Task<PhoneAnswer> AskAsync(Command command, PhoneKey? key, byte[]? body = null, byte[]? replySecret = null,
        CancellationToken cancel = default) =>
        AskAsync(() => MakeRequest(command, key, body), replySecret ?? key?.Secret, cancel);

    /// <summary>Sends a request that depends on the challenge, until there is an answer.</summary>
    /// <param name="make">Makes the request under <see cref="ChallengeFrame"/>; called again for each challenge.</param>
    /// <param name="replySecret">The secret for the MAC of the reply; null when no reply can be proven.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>The answer. Trust it only when it is proven.</returns>
    /// <exception cref="LockLinkException">There was no answer. The lock may have done the command.</exception>
    public async Task<PhoneAnswer> AskAsync(Func<byte[]> make, byte[]? replySecret, CancellationToken cancel = default)
    {
        await ReadChallengeAsync(cancel).ConfigureAwait(false);
        PhoneAnswer answer = await RepeatAsync(make(), replySecret, cancel).ConfigureAwait(false);
        if (!WantsNewChallenge(answer))
            return answer;
        await ReadChallengeAsync(cancel).ConfigureAwait(false);
        return await RepeatAsync(make(), replySecret, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends a request and reads the answer. Without an answer it sends the same bytes again.</summary>
    /// <remarks>The lock does the same bytes only once and repeats its reply (docs/protocol.md, 4.5).</remarks>
    /// <exception cref="LockLinkException">There was no answer.</exception>
    public async Task<PhoneAnswer> RepeatAsync(byte[] request, byte[]? replySecret, CancellationToken cancel = default)
    {
        for (int tries = 1; tries <= _tryCountMax; tries++)
        {
            PhoneAnswer? answer = await ExchangeAsync(request, replySecret, cancel).ConfigureAwait(false);
            if (answer != null && answer.Status != Status.OutOfOrder)
                return answer;
        }
        throw new LockLinkException(LinkFault.TimedOut, $"The lock at {_link.Place} did not answer. It may have done what was asked. " +
            "Ask for its status, or try again.");
    }

    /// <summary>Sends a request once and reads the answer once.</summary>
    /// <param name="request">Its bytes.</param>
    /// <param name="replySecret">The secret for the MAC of the reply; null when no reply can be proven.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Null when there was no readable answer.</returns>
    /// <exception cref="LockLinkException">The link failed.</exception>
    public async Task<PhoneAnswer?> ExchangeAsync(byte[] request, byte[]? replySecret, CancellationToken cancel = default)
    {
        await SendAsync(request, cancel).ConfigureAwait(false);
        return await ReadReplyAsync(request, replySecret, cancel).ConfigureAwait(false);
    }

    /// <summary>Writes a request in pieces.</summary>
    /// <exception cref="LockLinkException">The radio refused a piece.</exception>
    public async Task SendAsync(byte[] request, CancellationToken cancel = default)
    {
        int count = FrameSplitter.PieceCount(request.Length, _link.Mtu);
        for (int i = 0; i < count; i++)
            await WriteAsync(FrameSplitter.Piece(request, request.Length, _link.Mtu, i), cancel).ConfigureAwait(false);
    }

    /// <summary>Reads the answer to a request.</summary>
    /// <returns>Null when there was no readable answer.</returns>
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

    /// <summary>
    /// Whether to try again with a new challenge: the challenge was refused, or the refusal is not proven (docs/protocol.md, 4.3).
    /// </summary>
    private static bool WantsNewChallenge(PhoneAnswer answer) =>
        answer.Status is Status.StaleChallenge or Status.SequenceUsed || (answer is { IsProven: false, Status: Status.NotAuthentic });

    private LockLinkException Foreign(string characteristic) =>
        new(LinkFault.Foreign, $"What {_link.Place} gave as {characteristic} is not of a lock of this protocol. Check the address; a " +
            $"newer firmware needs a newer tool.");
}
