using LockFirmware.KeyCrypto;

namespace LockFirmware.Fuzz.Targets;

/// <summary>The parser of requests. Input: the request.</summary>
internal sealed class RequestTarget : FuzzTarget
{
    private const int NonceOffset = 3;
    private const int GrantOffset = NonceOffset + Request.NonceSize + 1;

    internal override string Name => "request";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        byte[] challenge = new byte[ChallengeFrame.Size];
        byte[] grant = FuzzSamples.NewGrant(Rights.All).ToBytes();
        byte[] share = FuzzSamples.NewShare(Rights.Unlock).ToBytes();
        byte[] nonce = new byte[Request.NonceSize];
        byte[] secret = FuzzSamples.Secret(3);
        yield return ("holder", Request.Build(Command.Unlock, 1, nonce, grant, null, [], secret, challenge));
        yield return ("guest", Request.Build(Command.HoldOpen, 2, nonce, grant, share, [1, 2, 3, 4], secret, challenge));
        yield return ("keyless", Request.Build(Command.Deliver, 3, nonce, null, null, FuzzSamples.NewNotice(1), null, challenge));
    }

    protected override void Run(byte[] input)
    {
        Request request = new();
        if (request.TryRead(input, input.Length) != Status.Ok)
            return;
        int shareOffset = GrantOffset + request.GrantLength + 1;
        byte[] again = Request.Build((Command)request.CommandByte, request.Sequence, input[NonceOffset..(GrantOffset - 1)],
            request.HasKey ? request.Grant.ToBytes() : null, request.IsGuest ? request.Share.ToBytes() : null,
            input[request.BodyOffset..request.ProofOffset], null, []);
        input.AsSpan(request.ProofOffset).CopyTo(again.AsSpan(again.Length - Hmac.MacSize));
        FuzzFailure.UnlessSame(input, again, "a request is written as it was read");
        FuzzFailure.Unless(request.Length == input.Length && shareOffset + request.ShareLength + 2 == request.BodyOffset,
            "the fields fill the request");
        if (request.HasKey)
            FuzzFailure.Unless(!request.HasProof(request.SenderSecret(FuzzSamples.Secret(4)), new byte[ChallengeFrame.Size]),
                "nobody guesses a proof");
    }
}
