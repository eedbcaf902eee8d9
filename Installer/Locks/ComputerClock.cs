using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Checks the clock of this computer before a lock or a key gets its time.</summary>
internal static class ComputerClock
{
    /// <summary>Warns when this computer's time is before the creation of the facility file: one of the two times is then wrong.</summary>
    public static void WarnIfWrong(Terminal terminal, FacilityFileStore store)
    {
        uint createdAt = store.Facility.CreatedAt;
        if (terminal.Now < createdAt)
            terminal.Warn($"This computer's time is {store.Time.Full(terminal.Now)}, which is before the creation of the facility file " +
                $"({store.Time.Full(createdAt)}). One of the two is wrong. Correct this computer's clock before a key or a lock gets its " +
                $"time.");
    }
}
