using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;

namespace LockFirmware.DeviceCosts.Run;

/// <summary>A phone at a modelled device.</summary>
public sealed class DeviceVisit
{
    /// <summary>The MTU of the visits.</summary>
    public const int Mtu = 185;

    private const int StatusAt = 3;

    private readonly DeviceLock _device;
    private readonly byte[] _nonce = new byte[Request.NonceSize];
    private ushort _sequence;

    /// <summary>Connects.</summary>
    public DeviceVisit(DeviceLock device)
    {
        _device = device;
        device.Connect(Mtu);
    }

    /// <summary>The challenge that was read last.</summary>
    public byte[] ChallengeFrame { get; private set; } = [];

    /// <summary>Reads a challenge.</summary>
    public void ReadChallenge() => ChallengeFrame = _device.Read(LockUuids.Challenge);

    /// <summary>Makes the next request for the challenge.</summary>
    public byte[] Make(Command command, PhoneKey? key, byte[] body, byte[]? secret = null) =>
        Request.Build(command, ++_sequence, _nonce, key?.Grant, key?.Share, body, secret ?? key?.Secret, ChallengeFrame);

    /// <summary>Sends a request and reads the answer.</summary>
    /// <returns>The status.</returns>
    public Status Send(byte[] request)
    {
        int count = FrameSplitter.PieceCount(request.Length, Mtu);
        for (int i = 0; i < count; i++)
            _device.Write(LockUuids.Request, FrameSplitter.Piece(request, request.Length, Mtu, i));
        return (Status)_device.Read(LockUuids.Reply)[StatusAt];
    }

    /// <summary>Sends a request and insists on an answer.</summary>
    /// <exception cref="InvalidOperationException">There was another answer.</exception>
    public void Send(byte[] request, Status expected)
    {
        Status status = Send(request);
        if (status != expected)
            throw new InvalidOperationException($"The lock answered {status} where {expected} was expected.");
    }
}
