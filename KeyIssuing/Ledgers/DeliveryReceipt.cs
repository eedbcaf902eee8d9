using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// What a carrier shows for a delivered notice: its request, the challenge frame it used and the lock's reply
/// (docs/protocol.md, 4.2 and 6).
/// </summary>
/// <remarks>
/// Only a Deliver without a key proves anything: its reply is keyed with noticeSecret, which no carrier has. Under a key the
/// reply is keyed with the holder's secret, so the holder could write it.
/// </remarks>
public sealed class DeliveryReceipt
{
    private const int BodySize = 8;

    private readonly byte[] _challengeFrame;
    private readonly byte[] _requestFrame;
    private readonly byte[] _replyFrame;
    private readonly Reply _reply = new Reply();

    /// <summary>Names the three parts, all as the carrier gives them.</summary>
    public DeliveryReceipt(byte[] challengeFrame, byte[] request, byte[] reply)
    {
        _challengeFrame = challengeFrame;
        _requestFrame = request;
        _replyFrame = reply;
    }

    /// <summary>The lock's answer.</summary>
    public Status Status { get; private set; }

    /// <summary>The number of the notice that it answers.</summary>
    public uint Number { get; private set; }

    /// <summary>The last notice that the lock had applied then.</summary>
    public uint Applied { get; private set; }

    /// <summary>Reads the lock's answer.</summary>
    /// <param name="secrets">Those of the generation that the lock may have.</param>
    /// <returns>False when it is not the lock's answer to a Deliver without a key.</returns>
    public bool TryOpen(LockSecrets secrets)
    {
        Request request = new Request();
        bool isDelivery = _challengeFrame.Length == ChallengeFrame.Size
            && request.TryRead(_requestFrame, _requestFrame.Length) == Status.Ok
            && request.CommandByte == (byte)Command.Deliver && !request.HasKey && request.HasEmptyProof
            && _reply.TryRead(_replyFrame, _replyFrame.Length)
            && _reply.CommandByte == (byte)Command.Deliver && _reply.BodyLength == BodySize;
        if (!isDelivery || !_reply.HasMac(secrets.NoticeSecret, _challengeFrame, _requestFrame))
            return false;
        Status = _reply.Status;
        Number = Bytes.ReadU32(_replyFrame, Reply.HeaderSize);
        Applied = Bytes.ReadU32(_replyFrame, Reply.HeaderSize + 4);
        return true;
    }
}
