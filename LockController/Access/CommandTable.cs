using LockFirmware.KeyCrypto;

namespace LockFirmware.LockController.Access;

/// <summary>What each command needs (docs/protocol.md, 4.2). A command that is not in this table is refused.</summary>
internal static class CommandTable
{
    // Settings of a later version may be longer than the known ones. The reply to them is SettingsTooNew, not Malformed.
    private const int SettingsSizeMax = Request.KeylessBodySizeMax;

    private static readonly CommandRule Unlock = new(Command.Unlock, Rights.Unlock, 0, 0,
        opens: true, movesLatch: true, keepsHours: true);
    private static readonly CommandRule Relock = new(Command.Relock, Rights.Unlock, 0, 0,
        opens: false, movesLatch: true, keepsHours: false);
    private static readonly CommandRule HoldOpen = new(Command.HoldOpen, Rights.HoldOpen, 4, 4,
        opens: true, movesLatch: true, keepsHours: true);
    private static readonly CommandRule ReadEvents = new(Command.ReadEvents, Rights.ReadEvents, 4, 4,
        opens: false, movesLatch: false, keepsHours: true);
    private static readonly CommandRule StatusRule = new(Command.Status, Rights.Unlock | Rights.Manage, 0, 0,
        opens: false, movesLatch: false, keepsHours: false);
    private static readonly CommandRule Manage = new(Command.Manage, Rights.Manage, 1, SettingsSizeMax,
        opens: false, movesLatch: false, keepsHours: true);
    private static readonly CommandRule Reset = new(Command.Provision, Rights.Provision, 0, 0,
        opens: false, movesLatch: false, keepsHours: true);
    private static readonly CommandRule Deliver = new(Command.Deliver, Rights.None, Notice.SizeMin, Notice.SizeMax,
        opens: false, movesLatch: false, keepsHours: false);
    private static readonly CommandRule SetTime = new(Command.SetTime, Rights.None, FacilityTime.Size, FacilityTime.Size,
        opens: false, movesLatch: false, keepsHours: false);
    private static readonly CommandRule Here = new(Command.Here, Rights.None,
        HereAnswer.ServerChallengeSize, HereAnswer.ServerChallengeSize, opens: false, movesLatch: false, keepsHours: false);

    /// <summary>Provision under the setup secret: the only command of a lock without identity.</summary>
    public static readonly CommandRule FirstProvision = new(Command.Provision, Rights.None, ProvisionBody.HeaderSize, SettingsSizeMax,
        opens: false, movesLatch: false, keepsHours: false);

    /// <summary>Finds the rule of a command on a lock with an identity.</summary>
    /// <param name="command">The number in the request.</param>
    /// <returns>Null for an unknown command.</returns>
    public static CommandRule? Find(byte command)
    {
        return (Command)command switch
        {
            Command.Unlock => Unlock,
            Command.Relock => Relock,
            Command.HoldOpen => HoldOpen,
            Command.ReadEvents => ReadEvents,
            Command.Status => StatusRule,
            Command.Manage => Manage,
            Command.Provision => Reset,
            Command.Deliver => Deliver,
            Command.SetTime => SetTime,
            Command.Here => Here,
            _ => null,
        };
    }
}
