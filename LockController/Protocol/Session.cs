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

    /// <summary>How long a central may stay connected without an authentic request, ms.</summary>
    public const long SilenceMsMax = 30_000;

    /// <summary>How long a central may stay connected after its last authentic request, ms.</summary>
    public const long IdleMsMax = 300_000;

    private readonly byte[] _challengeFrame = new byte[ChallengeFrame.Size];
    private readonly byte[] _lastRequest = new byte[Request.FrameSizeMax];
    private readonly byte[] _lastReply = new byte[Request.FrameSizeMax];
    private int _lastRequestLength;
    private int _lastReplyLength;
    private bool _hasChallenge;
    private long _drawnMs;
    private int _failedProofs;
    private bool _isConnected;
    private bool _wasAuthentic;
    private long _lastSignOfLifeMs;

    /// <summary>The frame of the challenge in force; null when there is none.</summary>
    public byte[]? Challenge => _hasChallenge ? _challengeFrame : null;

    /// <summary>The highest sequence number used under the challenge; 0 before the first.</summary>
    public ushort LastSequence { get; private set; }

    /// <summary>Whether the time was set under the challenge.</summary>
    public bool HasSetTime;

    /// <summary>The reply to the last authentic request.</summary>
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
        _wasAuthentic = false;
        _lastSignOfLifeMs = uptimeMs;
    }

    /// <summary>The central has disconnected.</summary>
    public void Disconnect()
    {
        Forget();
        _isConnected = false;
    }

    /// <summary>Whether the central has been connected for longer than is allowed without an authentic request.</summary>
    public bool IsHogging(long uptimeMs) =>
        _isConnected && uptimeMs - _lastSignOfLifeMs > (_wasAuthentic ? IdleMsMax : SilenceMsMax);

    /// <summary>The central has sent an authentic request that is not a recording.</summary>
    public void SignOfLife(long uptimeMs)
    {
        _wasAuthentic = true;
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

    /// <summary>Whether a request is equal to the last authentic one, byte by byte.</summary>
    public bool IsRepeated(byte[] frame, int length) =>
        length == _lastRequestLength && length > 0 && Bytes.AreEqual(frame, 0, _lastRequest, 0, length);

    /// <summary>Keeps an authentic request and its reply. Its sequence number is used.</summary>
    /// <param name="request">The request.</param>
    /// <param name="requestLength">Bytes of the request.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="replyLength">Bytes of the reply.</param>
    public void Keep(byte[] request, int requestLength, byte[] reply, int replyLength)
    {
        ushort sequence = Bytes.ReadU16(request, 1);
        if (sequence <= LastSequence)
            return;
        LastSequence = sequence;
        _lastRequestLength = Bytes.Append(_lastRequest, 0, request, 0, requestLength);
        _lastReplyLength = Bytes.Append(_lastReply, 0, reply, 0, replyLength);
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
        LastSequence = 0;
        HasSetTime = false;
    }
}
