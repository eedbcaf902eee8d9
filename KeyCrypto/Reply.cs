using System;

namespace LockFirmware.KeyCrypto;

/// <summary>
/// What a lock answers: command u8 | sequence u16 | status u8 | bodyLength u16 | body | mac[16] (docs/protocol.md, 4).
/// </summary>
public sealed class Reply
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderSize = 6;

    /// <summary>Bytes of a reply without body.</summary>
    public const int SizeMin = HeaderSize + Hmac.MacSize;

    /// <summary>Bytes of the longest body.</summary>
    public const int BodySizeMax = Request.FrameSizeMax - SizeMin;

    private byte[] _frame = new byte[0];
    private int _length;

    /// <summary>The command of the request that it answers.</summary>
    public byte CommandByte => _frame[0];

    /// <summary>The sequence number of that request.</summary>
    public ushort Sequence => Bytes.ReadU16(_frame, 1);

    /// <summary>The answer.</summary>
    public Status Status => (Status)_frame[3];

    /// <summary>Bytes of the body.</summary>
    public int BodyLength => _length - SizeMin;

    /// <summary>A copy of the body.</summary>
    public byte[] Body => Bytes.Copy(_frame, HeaderSize, BodyLength);

    /// <summary>Whether the mac is 16 zero bytes: anybody may have sent the answer.</summary>
    public bool IsUnkeyed => Bytes.AreZero(_frame, _length - Hmac.MacSize, Hmac.MacSize);

    /// <summary>Reads a reply from its exact bytes.</summary>
    /// <returns>False when the length is wrong.</returns>
    public bool TryRead(byte[] frame, int length)
    {
        if (length < SizeMin || length > Request.FrameSizeMax || Bytes.ReadU16(frame, 4) != length - SizeMin)
            return false;
        _frame = frame;
        _length = length;
        return true;
    }

    /// <summary>Checks the mac in constant time; only a reply that passes may be trusted.</summary>
    /// <param name="secret">The secret that the request was proved with.</param>
    /// <param name="challengeFrame">The challenge frame of the request.</param>
    /// <param name="request">The request's exact bytes, proof last.</param>
    public bool HasMac(byte[] secret, byte[] challengeFrame, byte[] request)
    {
        byte[] expected = Mac(secret, challengeFrame, request, request.Length - Hmac.MacSize, _frame, _length - Hmac.MacSize);
        return Bytes.FixedTimeEquals(expected, 0, _frame, _length - Hmac.MacSize, Hmac.MacSize);
    }

    /// <summary>Writes a reply (the lock's side). The body stands in the target already, from <see cref="HeaderSize"/>.</summary>
    /// <param name="target">At least <see cref="SizeMin"/> + bodyLength bytes.</param>
    /// <param name="command">The request's command.</param>
    /// <param name="sequence">The request's sequence number.</param>
    /// <param name="status">The answer.</param>
    /// <param name="bodyLength">0..<see cref="BodySizeMax"/> bytes.</param>
    /// <param name="secret">The sender's secret; null makes the mac of 16 zero bytes.</param>
    /// <param name="challengeFrame">The challenge in force; unused without a secret.</param>
    /// <param name="request">Holds the request; unused without a secret.</param>
    /// <param name="proofOffset">Where the request's proof starts.</param>
    /// <returns>Bytes of the reply.</returns>
    public static int Write(byte[] target, byte command, ushort sequence, Status status, int bodyLength, byte[]? secret,
        byte[] challengeFrame, byte[] request, int proofOffset)
    {
        target[0] = command;
        Bytes.WriteU16(target, 1, sequence);
        target[3] = (byte)status;
        Bytes.WriteU16(target, 4, bodyLength);
        int macOffset = HeaderSize + bodyLength;
        if (secret == null)
            Array.Clear(target, macOffset, Hmac.MacSize);
        else
            Array.Copy(Mac(secret, challengeFrame, request, proofOffset, target, macOffset), 0, target, macOffset, Hmac.MacSize);
        return macOffset + Hmac.MacSize;
    }

    /// <summary><c>H(S, "LF1 reply" | challengeFrame | proof | reply without mac)</c>; the mac is its first 16 bytes.</summary>
    private static byte[] Mac(byte[] secret, byte[] challengeFrame, byte[] request, int proofOffset, byte[] reply, int lengthWithoutMac)
    {
        byte[] message = new byte[Labels.Reply.Length + ChallengeFrame.Size + Hmac.MacSize + lengthWithoutMac];
        int at = Labels.Reply.Length;
        Array.Copy(Labels.Reply, 0, message, 0, at);
        Array.Copy(challengeFrame, 0, message, at, ChallengeFrame.Size);
        Array.Copy(request, proofOffset, message, at + ChallengeFrame.Size, Hmac.MacSize);
        Array.Copy(reply, 0, message, at + ChallengeFrame.Size + Hmac.MacSize, lengthWithoutMac);
        return Hmac.Hash(secret, message);
    }
}
