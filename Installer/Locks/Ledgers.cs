using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Site;
using LockFirmware.KeyIssuing.Ledgers;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>What the facility knows of a lock's notices and events, in the facility file.</summary>
internal static class Ledgers
{
    /// <summary>The ledger of a lock; a new one before the first.</summary>
    public static LockLedger Of(SiteLock door)
    {
        LockLedger ledger = new(door.Id, door.InstalledGeneration == 0 ? door.Generation : door.InstalledGeneration);
        byte[] bytes = new byte[door.Ledger?.Length ?? 0];
        if (door.Ledger != null && !(Convert.TryFromBase64String(door.Ledger, bytes, out int count) && ledger.TryRead(bytes[..count])))
            throw new ToolException(ExitCode.Unusable, $"The ledger of lock {door.Id} in the facility file is damaged. Take the newest good copy of the file.");
        return ledger;
    }

    /// <summary>Puts a ledger into the facility file, to be saved by the caller.</summary>
    public static void Keep(SiteLock door, LockLedger ledger) => door.Ledger = Convert.ToBase64String(ledger.ToBytes());
}
