using LockFirmware.Facility.Gateway;
using LockFirmware.Facility.UseCases.Entries;
using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Protocol;
using LockFirmware.LockLink;

namespace LockFirmware.FacilityTests.Gateway;

/// <summary>Links to virtual radios that break after a message, or give other replies than the lock.</summary>
internal sealed class FaultyLinks : ILockLinkFactory
{
    private readonly PlaceLinkFactory _inner = new();

    /// <summary>
    /// The number of messages after which a link breaks. The lock has received the last one, and its answer is lost. Null for never.
    /// </summary>
    public int? BreaksAfter { get; set; }

    /// <summary>Messages of the last link.</summary>
    public int MessageCount { get; private set; }

    /// <summary>Whether the last link was broken.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Replaces a lock's reply; gets the request, the challenge frame and the reply. Null changes none.</summary>
    public Func<Request, byte[], byte[], byte[]>? Alters { get; set; }

    /// <summary>Called for every request that a lock has received.</summary>
    public Func<Request, Task>? Sees { get; set; }

    /// <inheritdoc/>
    public string? Complaint(string address) => _inner.Complaint(address);

    /// <inheritdoc/>
    public ILockLink Make(string address, SoughtLock sought)
    {
        (MessageCount, IsBroken) = (0, false);
        return new FaultyLink(_inner.Make(address, sought), this);
    }

    /// <summary>The answer of a dishonest lock: its own reply with another body, with a MAC under its own secret.</summary>
    public static byte[] Prove(LockSecrets secrets, Request request, byte[] challengeFrame, byte[] reply, byte[] body)
    {
        byte[] other = new byte[Request.FrameSizeMax];
        body.CopyTo(other, Reply.HeaderSize);
        int length =
            Reply.Write(other, reply[0], Bytes.ReadU16(reply, 1), (Status)reply[3], body.Length, request.SenderSecret(secrets.KeyMinter),
                challengeFrame, request.Frame, request.ProofOffset);
        return other[..length];
    }

    private sealed class FaultyLink(ILockLink inner, FaultyLinks links) : ILockLink
    {
        private readonly FrameAssembler _pieces = new();
        private Request? _request;
        private byte[] _challengeFrame = [];

        public string Place => inner.Place;

        public bool IsConnected => inner.IsConnected;

        public int Mtu => inner.Mtu;

        public Task ConnectAsync(CancellationToken cancel = default) => inner.ConnectAsync(cancel);

        public Task DisconnectAsync() => inner.DisconnectAsync();

        public async Task<byte[]> ReadIdentityAsync(CancellationToken cancel = default) =>
            await PassAsync(await inner.ReadIdentityAsync(cancel));

        public async Task<byte[]> ReadChallengeAsync(CancellationToken cancel = default) =>
            _challengeFrame = await PassAsync(await inner.ReadChallengeAsync(cancel));

        public async Task WriteRequestPieceAsync(byte[] piece, CancellationToken cancel = default)
        {
            await inner.WriteRequestPieceAsync(piece, cancel);
            _pieces.TryAccept(piece, out bool isWhole);
            if (isWhole)
            {
                _request = new Request();
                Assert.AreEqual(Status.Ok, _request.TryRead(_pieces.Frame[.._pieces.Length], _pieces.Length));
                if (links.Sees is { } sees)
                    await sees(_request);
            }
            await PassAsync(piece);
        }

        public async Task<byte[]> ReadReplyAsync(CancellationToken cancel = default)
        {
            byte[] reply = await PassAsync(await inner.ReadReplyAsync(cancel));
            return reply.Length > 0 && links.Alters is { } alters ? alters(_request!, _challengeFrame, reply) : reply;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private async Task<byte[]> PassAsync(byte[] message)
        {
            if (++links.MessageCount != links.BreaksAfter)
                return message;
            links.IsBroken = true;
            await inner.DisconnectAsync();
            throw new LockLinkException(LinkFault.Lost, "The link broke.");
        }
    }
}
