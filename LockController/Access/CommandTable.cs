using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>
/// What each command needs (docs/protocol.md, 4.2). A command that is not in this table is refused. A rule is one number, because
/// an object for each rule would take memory all the time: rights in bits 0..8, flags in bits 9..11, shortest body in bits 12..20, longest
/// body in bits 21..29. No rule is 0.
/// </summary>
internal static class CommandTable
{
    private const int BodyMinShift = 12;
    private const int BodyMaxShift = 21;
    private const uint BodyMask = 0x1FF;

    /// <summary>The rights in a rule: the key needs one of them. A command whose rule has none may come without a key.</summary>
    public const uint AnyRight = (uint)Rights.All;

    /// <summary>Flag of a rule: the command releases the latch, so overlock and lockdown refuse it.</summary>
    public const uint Opens = 1 << 9;

    /// <summary>Flag of a rule: the command moves the latch, to release or to secure, so an old challenge refuses it.</summary>
    public const uint MovesLatch = 1 << 10;

    /// <summary>Flag of a rule: the command is admitted only within the access hours of the key.</summary>
    public const uint KeepsHours = 1 << 11;

    private const uint Word = (4u << BodyMinShift) | (4u << BodyMaxShift);

    // Settings of a later version may be longer than the known ones. The reply to them is SettingsTooNew, not Malformed.
    private const uint SettingsMax = (uint)Request.KeylessBodySizeMax << BodyMaxShift;

    /// <summary>Provision under the setup secret: the only command of a lock without identity.</summary>
    public const uint FirstProvision = ((uint)ProvisionBody.HeaderSize << BodyMinShift) | SettingsMax;

    private const uint Unlock = (uint)Rights.Unlock | Opens | MovesLatch | KeepsHours;
    private const uint Relock = (uint)Rights.Unlock | MovesLatch;
    private const uint HoldOpen = (uint)Rights.HoldOpen | Opens | MovesLatch | KeepsHours | Word;
    private const uint ReadEvents = (uint)Rights.ReadEvents | KeepsHours | Word;
    private const uint ReadStatus = (uint)(Rights.Unlock | Rights.Manage);
    private const uint Manage = (uint)Rights.Manage | KeepsHours | (1u << BodyMinShift) | SettingsMax;
    private const uint Reset = (uint)Rights.Provision | KeepsHours;
    private const uint Deliver = ((uint)Notice.SizeMin << BodyMinShift) | ((uint)Notice.SizeMax << BodyMaxShift);
    private const uint SetTime = ((uint)FacilityTime.Size << BodyMinShift) | ((uint)FacilityTime.Size << BodyMaxShift);
    private const uint Here = ((uint)HereAnswer.ServerChallengeSize << BodyMinShift)
        | ((uint)HereAnswer.ServerChallengeSize << BodyMaxShift);

    /// <summary>Finds the rule of a command on a lock with an identity.</summary>
    /// <param name="command">The number in the request.</param>
    /// <returns>0 for an unknown command.</returns>
    public static uint Find(byte command)
    {
        return (Command)command switch
        {
            Command.Unlock => Unlock,
            Command.Relock => Relock,
            Command.HoldOpen => HoldOpen,
            Command.ReadEvents => ReadEvents,
            Command.Status => ReadStatus,
            Command.Manage => Manage,
            Command.Provision => Reset,
            Command.Deliver => Deliver,
            Command.SetTime => SetTime,
            Command.Here => Here,
            _ => 0,
        };
    }

    /// <summary>Whether a body has a length that the command allows, bytes.</summary>
    public static bool HasBodyLength(uint rule, int length) =>
        length >= (int)((rule >> BodyMinShift) & BodyMask) && length <= (int)((rule >> BodyMaxShift) & BodyMask);
}
