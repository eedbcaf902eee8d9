using LockFirmware.KeyCrypto;
using LockFirmware.LockController.Protocol;

namespace LockFirmware.Fuzz.Targets;

/// <summary>
/// What comes over the radio. Input: flags u8 (bit 0: the lock has no identity yet), then pieces (length u8 | bytes); a length
/// of 0 draws the next challenge. The corpus holds requests whose proof is right under the first challenge.
/// </summary>
internal sealed class FrameTarget : FuzzTarget
{
    private const int PieceCountMax = 64;

    internal override string Name => "frame";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        FuzzLock theLock = new(true);
        byte[] grant = FuzzSamples.NewGrant(Rights.All).ToBytes();
        byte[] secret = Grant.HolderSecret(FuzzSamples.Secrets.KeyMinter, grant);
        byte[] nonce = new byte[Request.NonceSize];
        byte[] unlock = Request.Build(Command.Unlock, 1, nonce, grant, null, [], secret, theLock.Challenge);
        byte[] read = Request.Build(Command.ReadEvents, 2, nonce, grant, null, [1, 0, 0, 0], secret, theLock.Challenge);
        byte[] notice = Request.Build(Command.Deliver, 1, nonce, null, null, FuzzSamples.NewNotice(1), null, theLock.Challenge);
        byte[] here = Request.Build(Command.Here, 1, nonce, null, null, new byte[HereAnswer.ServerChallengeSize], null, theLock.Challenge);
        yield return ("unlock", Input(0, 185, unlock));
        yield return ("unlock-twice-and-read", Input(0, 120, unlock, unlock, read));
        yield return ("notice", Input(0, 100, notice));
        yield return ("here-in-small-pieces", Input(0, 23, here));
        yield return ("forged", Input(0, 185, unlock[..^1], read[1..]));
        FuzzLock fresh = new(false);
        byte[] body = FuzzSamples.NewProvisionBody(FuzzSamples.Generation).Seal(FuzzSamples.SetupSecret, fresh.Challenge);
        byte[] provision =
            Request.Build(Command.Provision, 1, nonce, null, null, body, SetupSecrets.Provision(FuzzSamples.SetupSecret), fresh.Challenge);
        yield return ("provision", Input(1, 185, provision));
    }

    protected override void Run(byte[] input)
    {
        FuzzInput fields = new(input);
        FuzzLock theLock = new((fields.U8() & 1) == 0);
        for (int i = 0; i < PieceCountMax && !fields.IsAtEnd; i++)
        {
            byte[] piece = fields.Short();
            if (piece.Length == 0)
                theLock.NextChallenge();
            Accept(theLock, piece);
        }
        theLock.AssertSurvivesReboot();
    }

    private static void Accept(FuzzLock theLock, byte[] piece)
    {
        byte[] before = theLock.Stored();
        int releases = theLock.ReleaseCount;
        bool isAuthentic = theLock.Accept(piece) && !theLock.Reply.IsUnkeyed && theLock.Reply.CommandByte != (byte)Command.Here;
        if (isAuthentic)
            return;
        FuzzFailure.UnlessSame(before, theLock.Stored(), "what is not authentic changes nothing");
        FuzzFailure.Unless(releases == theLock.ReleaseCount, "what is not authentic opens nothing");
    }

    private static byte[] Input(int flags, int mtu, params byte[][] frames)
    {
        InputWriter input = new InputWriter().U8(flags);
        foreach (byte[] frame in frames)
        {
            for (int i = 0; i < FrameSplitter.PieceCount(frame.Length, mtu); i++)
                input.Short(FrameSplitter.Piece(frame, frame.Length, mtu, i));
        }
        return input.ToBytes();
    }
}
