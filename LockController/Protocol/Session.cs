using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Protocol;

/// <summary>
/// The state of one connection and one challenge (docs/protocol.md, 4.5): the challenge and its age, the sequence numbers used
/// under it, the last authentic request and its reply. Belongs to the lock's thread.
/// </summary>
internal sealed class Session
{
    /// <summary>The number of failed proofs that ends a challenge.</summary>
    public const int FailedProofsMax = 3;

    /// <summary>How long a central may stay connected without an admitted request, ms.</summary>
    public const long SilenceMsMax = 30_000;

    /// <summary>How long a central may stay connected after its last admitted request, ms.</summary>
    public const long IdleMsMax = 300_000;

    /// <summary>How long a central may stay connected in all, ms: enough to read a full trail.</summary>
    public const long ConnectionMsMax = 900_000;

    // The proof, and before it the end of the content: without a key the content has a MAC there instead of the proof.
    private const int RequestEndSize = 2 * Hmac.MacSize;

    private readonly byte[] _challengeFrame = new byte[ChallengeFrame.Size];
    private readonly byte[] _lastRequestEnd = new byte[RequestEndSize];
    private readonly byte[] _lastReply = new byte[Request.FrameSizeMax];
    private int _lastRequestLength;
    private int _lastReplyLength;
    private bool _hasChallenge;
    private long _drawnMs;
    private int _failedProofs;
    private bool _isConnected;
    private bool _wasAdmitted;
    private long _lastSignOfLifeMs;
    private long _connectedMs;
    private ushort _lastSequence;

    /// <summary>The frame of the challenge in force; null when there is none.</summary>
    public byte[]? Challenge => _hasChallenge ? _challengeFrame : null;

    /// <summary>The highest sequence number used under the challenge; 0 before the first.</summary>
    public ushort LastSequence => _lastSequence;

    /// <summary>Whether the time was set under the challenge.</summary>
    public bool HasSetTime;

    /// <summary>The reply to the last authentic request. The reply to the next one is written here at once.</summary>
    public byte[] LastReply => _lastReply;

    /// <summary>Bytes of <see cref="LastReply"/>.</summary>
    public int LastReplyLength => _lastReplyLength;

    /// <summary>The age of the challenge, ms.</summary>
    public long ChallengeAgeMs(long uptimeMs) => uptimeMs - _drawnMs;

    /// <summary>A central has connected.</summary>
    public void Connect(long uptimeMs)
    {
        Forget();
        _isConnected = true;
        _wasAdmitted = false;
        _lastSignOfLifeMs = uptimeMs;
        _connectedMs = uptimeMs;
    }

    /// <summary>The central has disconnected.</summary>
    public void Disconnect()
    {
        Forget();
        _isConnected = false;
    }

    /// <summary>Whether the central has been connected for longer than is allowed, in all or since its last admitted request.</summary>
    public bool IsHogging(long uptimeMs) =>
        _isConnected && (uptimeMs - _lastSignOfLifeMs > (_wasAdmitted ? IdleMsMax : SilenceMsMax)
            || uptimeMs - _connectedMs > ConnectionMsMax);

    /// <summary>The central has sent a request that the lock has admitted, and that is not a recording.</summary>
    public void SignOfLife(long uptimeMs)
    {
        _wasAdmitted = true;
        _lastSignOfLifeMs = uptimeMs;
    }

    /// <summary>Starts a new challenge; the caller draws it into the frame that is returned.</summary>
    public byte[] Renew(long uptimeMs)
    {
        Forget();
        _hasChallenge = true;
        _drawnMs = uptimeMs;
        return _challengeFrame;
    }

    /// <summary>
    /// Whether a request is the last authentic one again: same command, sequence number, length and last 32 bytes. These hold its
    /// proof, or without a key the MAC of its content, so only somebody who knows that request can make another for which this holds,
    /// and gets only the reply that the request itself would get.
    /// </summary>
    public bool IsRepeated(byte[] frame, int length) =>
        length == _lastRequestLength && length > 0 && frame[0] == _lastReply[0] && Bytes.ReadU16(frame, 1) == LastSequence
        && Bytes.AreEqual(frame, length - RequestEndSize, _lastRequestEnd, 0, RequestEndSize);

    /// <summary>Whether an authentic request with this sequence number is a new one.</summary>
    public bool IsNew(ushort sequence) => sequence > _lastSequence;

    /// <summary>Keeps an authentic request and its reply. Its sequence number is used.</summary>
    /// <param name="request">The request.</param>
    /// <param name="requestLength">Bytes of the request.</param>
    /// <param name="reply">The reply; it may be <see cref="LastReply"/> itself.</param>
    /// <param name="replyLength">Bytes of the reply.</param>
    public void Keep(byte[] request, int requestLength, byte[] reply, int replyLength)
    {
        ushort sequence = Bytes.ReadU16(request, 1);
        if (!IsNew(sequence))
            return;
        _lastSequence = sequence;
        _lastRequestLength = requestLength;
        _lastReplyLength = replyLength;
        Bytes.Append(_lastRequestEnd, 0, request, requestLength - RequestEndSize, RequestEndSize);
        if (reply != _lastReply)
            Bytes.Append(_lastReply, 0, reply, 0, replyLength);
    }

    /// <summary>Counts a failed proof. The third one ends the challenge.</summary>
    public void Fail()
    {
        _failedProofs++;
        if (_failedProofs >= FailedProofsMax)
            _hasChallenge = false;
    }

    private void Forget()
    {
        _hasChallenge = false;
        _lastRequestLength = 0;
        _lastReplyLength = 0;
        _failedProofs = 0;
        _lastSequence = 0;
        HasSetTime = false;
    }
}
