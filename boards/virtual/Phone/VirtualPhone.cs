using System.Security.Cryptography;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Bluetooth;
using LockFirmware.LockController.Protocol;
using LockFirmware.VirtualRadio;

namespace LockFirmware.VirtualBoard.Phone;

/// <summary>
/// A phone beside a lock: reads Challenge, writes Request, reads Reply (docs/protocol.md, 4). Uses nothing of the lock
/// but its radio.
/// </summary>
public sealed class VirtualPhone
{
    private readonly VirtualCentral _central;
    private ushort _sequence;

    /// <summary>A phone that has connected.</summary>
    public VirtualPhone(VirtualCentral central) => _central = central;

    /// <summary>The last piece of a request has been taken by the radio, and the answer is not yet asked for.</summary>
    /// <remarks>A lock's thread wakes here, while the phone prepares its next packet: driven time settles.</remarks>
    public event Action? RequestSent;

    /// <summary>Its end of the connection.</summary>
    public VirtualCentral Central => _central;

    /// <summary>The challenge frame of the last read; empty before.</summary>
    public byte[] ChallengeFrame { get; private set; } = [];

    /// <summary>Connects to a lock.</summary>
    /// <param name="air">The lock's radio.</param>
    /// <param name="mtu">The MTU to exchange; 0 stays at 23.</param>
    /// <returns>Null when the lock cannot be reached.</returns>
    public static VirtualPhone? Connect(VirtualAir air, int mtu = 185)
    {
        VirtualCentral? central = air.Connect();
        if (central == null)
            return null;
        if (mtu != 0)
            central.ExchangeMtu(mtu);
        return new VirtualPhone(central);
    }

    /// <summary>Reads a challenge and keeps it for the next requests.</summary>
    /// <returns>Whether the lock gave one.</returns>
    public bool ReadChallenge()
    {
        AttResult result = _central.Read(LockUuids.Challenge);
        if (!result.Ok || result.Value.Length != KeyCrypto.ChallengeFrame.Size)
            return false;
        ChallengeFrame = result.Value;
        _sequence = 0;
        return true;
    }

    /// <summary>Makes the next request under the challenge that was read.</summary>
    public byte[] MakeRequest(Command command, PhoneKey? key, byte[]? body = null, byte[]? secret = null)
    {
        _sequence++;
        byte[] nonce = RandomNumberGenerator.GetBytes(Request.NonceSize);
        return Request.Build(command, _sequence, nonce, key?.Grant, key?.Share, body ?? [], secret ?? key?.Secret, ChallengeFrame);
    }

    /// <summary>Reads a challenge, sends one request and reads the answer.</summary>
    /// <param name="command">What to ask for.</param>
    /// <param name="key">The key; null for what needs none.</param>
    /// <param name="body">The command's body.</param>
    /// <param name="replySecret">Checks the reply where no key came along: the lock's noticeSecret.</param>
    /// <returns>Null when the lock gave no answer.</returns>
    public PhoneAnswer? Ask(Command command, PhoneKey? key, byte[]? body = null, byte[]? replySecret = null) =>
        ReadChallenge() ? Exchange(MakeRequest(command, key, body), replySecret ?? key?.Secret) : null;

    /// <summary>Sends a request that was made and reads the answer.</summary>
    /// <param name="request">Its bytes.</param>
    /// <param name="replySecret">What the reply must be keyed with; null believes none.</param>
    /// <returns>Null when the lock gave no answer.</returns>
    public PhoneAnswer? Exchange(byte[] request, byte[]? replySecret) => Send(request) ? ReadReply(request, replySecret) : null;

    /// <summary>Writes a request in pieces.</summary>
    /// <returns>Whether the radio took every piece.</returns>
    public bool Send(byte[] request)
    {
        int count = FrameSplitter.PieceCount(request.Length, _central.Mtu);
        for (int i = 0; i < count; i++)
        {
            if (!_central.Write(LockUuids.Request, FrameSplitter.Piece(request, request.Length, _central.Mtu, i)).Ok)
                return false;
        }
        RequestSent?.Invoke();
        return true;
    }

    /// <summary>Reads the answer.</summary>
    /// <returns>Null when there was none.</returns>
    public PhoneAnswer? ReadReply(byte[] request, byte[]? replySecret)
    {
        AttResult result = _central.Read(LockUuids.Reply);
        Reply reply = new();
        if (!result.Ok || !reply.TryRead(result.Value, result.Value.Length))
            return null;
        bool isProven = replySecret != null && reply.HasMac(replySecret, ChallengeFrame, request);
        return new PhoneAnswer(reply.Status, isProven, reply.Body, request, ChallengeFrame);
    }

    /// <summary>Goes away.</summary>
    public void Leave() => _central.Disconnect();
}
