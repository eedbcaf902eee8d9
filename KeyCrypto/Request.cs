using System;

namespace LockFirmware.KeyCrypto;

/// <summary>
/// What a phone asks: command u8 | sequence u16 | nonce[16] | grantLength u8 | grant | shareLength u8 | share |
/// bodyLength u16 | body | proof[16] (docs/protocol.md, 4).
/// </summary>
/// <remarks>One object is read into again and again; it refers to the frame it was read from.</remarks>
public sealed class Request
{
    /// <summary>Bytes of the longest request or reply.</summary>
    public const int FrameSizeMax = 512;

    /// <summary>Bytes of the nonce that the phone draws afresh for each request.</summary>
    public const int NonceSize = 16;

    /// <summary>Bytes of a request without grant, share and body.</summary>
    public const int SizeMin = 1 + 2 + NonceSize + 1 + 1 + 2 + Hmac.MacSize;

    /// <summary>Bytes of the longest body of a request that needs no key.</summary>
    public const int KeylessBodySizeMax = FrameSizeMax - SizeMin;

    private const int GrantLengthOffset = 1 + 2 + NonceSize;

    /// <summary>The command, as sent; may be none of ours.</summary>
    public byte CommandByte;

    /// <summary>From 1, strictly rising within one challenge.</summary>
    public ushort Sequence;

    /// <summary>Bytes of the grant; 0 for a request without a key.</summary>
    public int GrantLength;

    /// <summary>The grant, when there is one; not to be trusted before the proof is checked.</summary>
    public readonly Grant Grant = new Grant();

    /// <summary>Bytes of the share; 0 when the sender is no guest.</summary>
    public int ShareLength;

    /// <summary>The share, when there is one.</summary>
    public readonly Share Share = new Share();

    /// <summary>Where the body starts in <see cref="Frame"/>.</summary>
    public int BodyOffset;

    /// <summary>Bytes of the body.</summary>
    public int BodyLength;

    /// <summary>Where the proof starts in <see cref="Frame"/>; the end of what the proof covers.</summary>
    public int ProofOffset;

    /// <summary>The bytes it was read from.</summary>
    public byte[] Frame = new byte[0];

    /// <summary>Bytes of the whole request.</summary>
    public int Length => ProofOffset + Hmac.MacSize;

    /// <summary>Whether the request has a key.</summary>
    public bool HasKey;

    /// <summary>Whether the sender is a guest.</summary>
    public bool IsGuest;

    /// <summary>Reads a request from its exact bytes.</summary>
    /// <param name="frame">Holds the request from offset 0; must stay as it is while the object is in use.</param>
    /// <param name="length">Bytes of the request.</param>
    /// <returns>
    /// <see cref="Status.Ok"/>, or <see cref="Status.Malformed"/> or <see cref="Status.TooLong"/>. Command and sequence
    /// are read wherever the frame is long enough, for the answer; the rest is then undefined.
    /// </returns>
    public Status TryRead(byte[] frame, int length)
    {
        Frame = frame;
        CommandByte = length > 0 ? frame[0] : (byte)0;
        Sequence = length >= 3 ? Bytes.ReadU16(frame, 1) : (ushort)0;
        HasKey = false;
        IsGuest = false;
        if (length > FrameSizeMax)
            return Status.TooLong;
        if (length < SizeMin)
            return Status.Malformed;
        int grantLength = frame[GrantLengthOffset];
        int at = GrantLengthOffset + 1 + grantLength;
        if (at >= length)
            return Status.Malformed;
        int shareLength = frame[at];
        at += 1 + shareLength;
        if (at + 2 > length)
            return Status.Malformed;
        int bodyLength = Bytes.ReadU16(frame, at);
        int proofOffset = at + 2 + bodyLength;
        bool hasKey = grantLength != 0;
        bool isGuest = shareLength != 0;
        if (proofOffset + Hmac.MacSize != length || (isGuest && !hasKey))
            return Status.Malformed;
        GrantLength = grantLength;
        ShareLength = shareLength;
        BodyLength = bodyLength;
        BodyOffset = at + 2;
        ProofOffset = proofOffset;
        HasKey = hasKey;
        IsGuest = isGuest;
        if (hasKey && !Grant.TryRead(frame, GrantLengthOffset + 1, grantLength))
            return Status.Malformed;
        if (isGuest && !Share.TryRead(frame, GrantLengthOffset + grantLength + 2, shareLength))
            return Status.Malformed;
        return Status.Ok;
    }

    /// <summary>Whether the proof is the one of requests that need no key: 16 zero bytes.</summary>
    public bool HasEmptyProof => Bytes.AreZero(Frame, ProofOffset, Hmac.MacSize);

    /// <summary>Derives the sender's secret from the grant (and share) as shown; it proves nothing until the proof is checked.</summary>
    /// <param name="keyMinter">The lock's <see cref="LockSecrets.KeyMinter"/>.</param>
    /// <returns>32 bytes for the caller to clear.</returns>
    public byte[] SenderSecret(byte[] keyMinter)
    {
        byte[] holderSecret = Grant.HolderSecret(keyMinter, Bytes.Copy(Frame, GrantLengthOffset + 1, GrantLength));
        if (!IsGuest)
            return holderSecret;
        byte[] share = Bytes.Copy(Frame, GrantLengthOffset + GrantLength + 2, ShareLength);
        byte[] guestSecret = Share.GuestSecret(holderSecret, share);
        Bytes.Clear(holderSecret);
        return guestSecret;
    }

    /// <summary>Checks the proof in constant time.</summary>
    /// <param name="secret">The sender's secret, 32 bytes.</param>
    /// <param name="challengeFrame">The frame of the challenge in force, 22 bytes.</param>
    public bool HasProof(byte[] secret, byte[] challengeFrame)
    {
        byte[] expected = Proof(secret, challengeFrame, Frame, ProofOffset);
        return Bytes.FixedTimeEquals(expected, 0, Frame, ProofOffset, Hmac.MacSize);
    }

    /// <summary>Makes a request (the phone's side).</summary>
    /// <param name="command">What to ask for.</param>
    /// <param name="sequence">From 1, strictly rising within one challenge.</param>
    /// <param name="nonce">16 bytes, drawn afresh.</param>
    /// <param name="grant">The grant's bytes; null without a key.</param>
    /// <param name="share">The share's bytes; null for a holder.</param>
    /// <param name="body">The command's body; may be empty.</param>
    /// <param name="secret">The holder's or guest's secret; null makes the proof of 16 zero bytes.</param>
    /// <param name="challengeFrame">What Challenge gave, 22 bytes.</param>
    /// <returns>The request, to be sent in pieces.</returns>
    public static byte[] Build(Command command, ushort sequence, byte[] nonce, byte[]? grant, byte[]? share, byte[] body, byte[]? secret,
        byte[] challengeFrame)
    {
        int grantLength = grant == null ? 0 : grant.Length;
        int shareLength = share == null ? 0 : share.Length;
        byte[] frame = new byte[SizeMin + grantLength + shareLength + body.Length];
        frame[0] = (byte)command;
        int at = Bytes.WriteU16(frame, 1, sequence);
        at = Bytes.Append(frame, at, nonce, 0, NonceSize);
        frame[at++] = (byte)grantLength;
        if (grant != null)
            at = Bytes.Append(frame, at, grant);
        frame[at++] = (byte)shareLength;
        if (share != null)
            at = Bytes.Append(frame, at, share);
        at = Bytes.WriteU16(frame, at, body.Length);
        at = Bytes.Append(frame, at, body);
        if (secret != null)
            Bytes.Append(frame, at, Proof(secret, challengeFrame, frame, at), 0, Hmac.MacSize);
        return frame;
    }

    /// <summary><c>H(S, "LF1 request" | challengeFrame | request without proof)</c>; the proof is its first 16 bytes.</summary>
    private static byte[] Proof(byte[] secret, byte[] challengeFrame, byte[] frame, int lengthWithoutProof)
    {
        byte[] message = new byte[Labels.Request.Length + ChallengeFrame.Size + lengthWithoutProof];
        int at = Labels.Request.Length;
        Array.Copy(Labels.Request, 0, message, 0, at);
        Array.Copy(challengeFrame, 0, message, at, ChallengeFrame.Size);
        Array.Copy(frame, 0, message, at + ChallengeFrame.Size, lengthWithoutProof);
        return Hmac.Hash(secret, message);
    }
}
