using LockFirmware.KeyCrypto;

namespace LockFirmware.Fuzz.Targets;

/// <summary>
/// Requests that their sender has proved, of any grant, share and body: what only a holder, the facility or an installer
/// reaches. Input: flags u8 (bit 0: no identity yet), then up to 8 times command u8 | grantLength u8 | grant | shareLength u8 |
/// share | bodyLength u16 | body; the harness sets facility and lock, and makes proofs and macs and seals.
/// </summary>
internal sealed class AuthenticTarget : FuzzTarget
{
    private const int RequestCountMax = 8;
    private const int FacilityOffset = 2;

    internal override string Name => "authentic";

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        byte[] grant = FuzzSamples.NewGrant(Rights.All).ToBytes();
        byte[] share = FuzzSamples.NewShare(Rights.Unlock).ToBytes();
        byte[] configuration = FuzzSamples.BytesOf(FuzzSamples.NewConfiguration());
        byte[] until = new InputWriter().U32(FuzzSamples.Noon + 3600).ToBytes();
        yield return ("unlock-and-relock", Begin(0).Add(Command.Unlock, grant, [], []).Add(Command.Relock, grant, [], []).ToBytes());
        yield return ("guest", Begin(0).Add(Command.Unlock, grant, share, []).ToBytes());
        yield return ("hold", Begin(0).Add(Command.HoldOpen, grant, [], until).Add(Command.Status, grant, [], []).ToBytes());
        yield return ("configure", Begin(0).Add(Command.Manage, grant, [], [2, .. configuration]).Add(Command.Unlock, grant, share, [])
            .ToBytes());
        yield return ("carried", Begin(0).Add(Command.SetTime, [], [], [.. until, .. new byte[16]])
            .Add(Command.Deliver, [], [], FuzzSamples.NewNotice(1))
            .Add(Command.ReadEvents, grant, [], [1, 0, 0, 0]).ToBytes());
        yield return ("reset", Begin(0).Add(Command.Provision, grant, [], []).Add(Command.Unlock, grant, [], []).ToBytes());
        byte[] body = FuzzSamples.BytesOf(FuzzSamples.NewProvisionBody(FuzzSamples.Generation));
        yield return ("provision-and-commit",
            Begin(1).Add(Command.Provision, [], [], body).Add(Command.Manage, grant, [], [1]).Add(Command.Unlock, grant, [], []).ToBytes());
    }

    protected override void Run(byte[] input)
    {
        FuzzInput fields = new(input);
        FuzzLock theLock = new((fields.U8() & 1) == 0);
        for (int i = 0; i < RequestCountMax && !fields.IsAtEnd; i++)
        {
            Ask(theLock, (Command)fields.U8(), fields.Short(), fields.Short(), fields.Long());
            theLock.NextChallenge();
        }
        theLock.AssertSurvivesReboot();
    }

    private static void Ask(FuzzLock theLock, Command command, byte[] grant, byte[] share, byte[] body)
    {
        LockSecrets? secrets = theLock.Secrets;
        if (Request.SizeMin + grant.Length + share.Length + body.Length > Request.FrameSizeMax)
            return;
        if (grant.Length >= Grant.HeaderSize)
            Bytes.WriteU32(grant, Bytes.WriteU32(grant, FacilityOffset, FuzzSamples.FacilityId), FuzzSamples.LockId);
        Authenticate(theLock, command, body);
        byte[] request =
            Request.Build(command, 1, new byte[Request.NonceSize], grant, share, body, Secret(theLock, secrets, command, grant, share),
                theLock.Challenge);
        int releases = theLock.ReleaseCount;
        byte[] before = theLock.Stored();
        bool wasProvisioned = theLock.Memory.Identity.IsProvisioned;
        Status status = theLock.Send(request);
        bool opened = theLock.ReleaseCount != releases;
        FuzzFailure.Unless(!opened || (status == Status.Ok && MayOpen(command, grant)), "only a key with the right opens");
        bool keepsState = status is Status.Malformed or Status.UnknownCommand or Status.NotAuthentic or Status.NotPermitted
            or Status.Expired or Status.NotYetValid or Status.OutsideHours or Status.Revoked or Status.NotApplicable
            or Status.SettingsTooNew or Status.TooLong;
        // The proof of a Manage request commits an identity, even if its operation is refused.
        bool commits = !wasProvisioned && theLock.Memory.Identity.IsProvisioned;
        FuzzFailure.Unless(!keepsState || commits || before.AsSpan().SequenceEqual(theLock.Stored()),
            $"an answer {status} has changed nothing");
    }

    private static bool MayOpen(Command command, byte[] grant)
    {
        Grant read = new();
        Rights needed = command == Command.Unlock ? Rights.Unlock : Rights.HoldOpen;
        return command is Command.Unlock or Command.HoldOpen && read.TryRead(grant, 0, grant.Length) && (read.Rights & needed) != 0;
    }

    private static byte[]? Secret(FuzzLock theLock, LockSecrets? secrets, Command command, byte[] grant, byte[] share)
    {
        if (grant.Length == 0)
            return command == Command.Provision ? SetupSecrets.Provision(theLock.Memory.Identity.SetupSecret) : null;
        byte[] holder = Grant.HolderSecret(secrets == null ? FuzzSamples.Secret(3) : secrets.KeyMinter, grant);
        return share.Length == 0 ? holder : Share.GuestSecret(holder, share);
    }

    /// <summary>Adds to a body what proves that it comes from the facility or the installer.</summary>
    private static void Authenticate(FuzzLock theLock, Command command, byte[] body)
    {
        LockSecrets? secrets = theLock.Secrets;
        if (command == Command.Deliver && body.Length >= Notice.SizeMin && secrets != null)
        {
            byte[] content = body[..^Hmac.MacSize];
            Bytes.WriteU32(content, 0, FuzzSamples.LockId);
            Bytes.Append(body, Bytes.Append(body, 0, content), FuzzSamples.Mac(secrets.NoticeSecret, "LF1 notice", content));
        }
        else if (command == Command.SetTime && body.Length == FacilityTime.Size && secrets != null)
        {
            Bytes.Append(body, 0, FacilityTime.Make(secrets.NoticeSecret, theLock.Challenge, Bytes.ReadU32(body, 0)));
        }
        else if (command == Command.Provision)
        {
            byte[] seal = Hmac.Hash(theLock.Memory.Identity.SetupSecret, [.. "LF1 seal"u8, .. theLock.Challenge]);
            AesCtr.Apply(seal, null, body, 0, body.Length);
        }
    }

    private static RequestList Begin(int flags) => new(flags);

    private sealed class RequestList(int flags)
    {
        private readonly InputWriter _input = new InputWriter().U8(flags);

        internal RequestList Add(Command command, byte[] grant, byte[] share, byte[] body)
        {
            _input.U8((int)command).Short(grant).Short(share).Long(body);
            return this;
        }

        internal byte[] ToBytes() => _input.ToBytes();
    }
}
