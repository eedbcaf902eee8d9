using LockFirmware.KeyCrypto;

namespace LockFirmware.KeyIssuing.Ledgers;

/// <summary>
/// What a carrier shows after it delivered a notice: the request, its challenge frame and the lock's reply (docs/protocol.md, 4.2
/// and 6).
/// </summary>
/// <remarks>
/// Only a Deliver without a key proves anything: its reply has a MAC with noticeSecret, which no carrier has. The reply to a Deliver
/// with a key has a MAC with the holder's secret, so the holder could write it.
/// </remarks>
/// <param name="challengeFrame">The challenge frame, as the carrier gives it.</param>
/// <param name="requestFrame">The request, as the carrier gives it.</param>
/// <param name="replyFrame">The reply, as the carrier gives it.</param>
public sealed class DeliveryReceipt(byte[] challengeFrame, byte[] requestFrame, byte[] replyFrame)
{
    private const int BodySize = 8;

    private readonly Reply _reply = new();

    /// <summary>The lock's answer.</summary>
    public Status Status { get; private set; }

    /// <summary>The number of the notice that the reply answers.</summary>
    public uint Number { get; private set; }

    /// <summary>The last notice that the lock had applied when it answered.</summary>
    public uint Applied { get; private set; }

    /// <summary>Reads the reply.</summary>
    /// <param name="secrets">The secrets of the generation that the lock may have.</param>
    /// <returns>False when it is not the lock's reply to a Deliver without a key.</returns>
    public bool TryOpen(LockSecrets secrets)
    {
        Request request = new();
        bool isDelivery = challengeFrame.Length == ChallengeFrame.Size
            && request.TryRead(requestFrame, requestFrame.Length) == Status.Ok
            && request.CommandByte == (byte)Command.Deliver && !request.HasKey && request.HasEmptyProof
            && _reply.TryRead(replyFrame, replyFrame.Length)
            && _reply.CommandByte == (byte)Command.Deliver && _reply.BodyLength == BodySize;
        if (!isDelivery || !_reply.HasMac(secrets.NoticeSecret, challengeFrame, requestFrame))
            return false;
        Status = _reply.Status;
        Number = Bytes.ReadU32(replyFrame, Reply.HeaderSize);
        Applied = Bytes.ReadU32(replyFrame, Reply.HeaderSize + 4);
        return true;
    }
}
