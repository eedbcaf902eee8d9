using LockFirmware.KeyCrypto;
using LockFirmware.Tests.Rig;

namespace LockFirmware.Tests.Protocol;

/// <summary>A valid body for every command, and the rights that the command needs.</summary>
internal static class CommandSamples
{
    public const int CommandCount = 10;

    /// <summary>One of these rights is needed, by number of the command; 0: none.</summary>
    public static readonly ushort[] NeededRights =
    {
        0,
        0x001,
        0x001,
        0x004,
        0x020,
        0x041,
        0x040,
        0x080,
        0,
        0,
        0,
    };

    /// <summary>A body that the command accepts for the last challenge.</summary>
    public static byte[] BodyOf(Command command, LockRig rig)
    {
        switch (command)
        {
            case Command.HoldOpen:
                return U32(rig.Now + 3600);
            case Command.ReadEvents:
                return U32(1);
            case Command.Manage:
                return new byte[] { 1 };
            case Command.Deliver:
                uint applied = rig.Engine.Memory.State.Applied;
                NoticeBuilder notice = new NoticeBuilder(LockRig.LockId, applied + 1, applied, LockRig.Noon - LockRig.Day);
                notice.Tenancy(1);
                return notice.ToBytes(rig.Secrets.NoticeSecret);
            case Command.SetTime:
                return FacilityTime.Make(rig.Secrets.NoticeSecret, rig.Challenge, rig.Now);
            case Command.Here:
                return new byte[HereAnswer.ServerChallengeSize];
            default:
                return new byte[0];
        }
    }

    /// <summary>Reads a challenge and sends a request with a valid body, as the holder of a key or as the guest.</summary>
    public static Status Ask(LockRig rig, Command command, Grant? grant, Share? share)
    {
        rig.ReadChallenge();
        byte[] secret = grant == null ? rig.Secrets.NoticeSecret : rig.HolderSecret(grant);
        if (share != null)
            secret = Share.GuestSecret(secret, share.ToBytes());
        return rig.SendProven(rig.Make(command, grant, share, BodyOf(command, rig)), secret);
    }

    public static Share NewShare(Rights rights)
    {
        Share share = new Share { GuestId = 5, NotAfter = LockRig.Noon + LockRig.Day, Rights = rights };
        share.Windows.TryRead(LockRig.Always(), 0, 1);
        return share;
    }

    private static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        Bytes.WriteU32(bytes, 0, value);
        return bytes;
    }
}
