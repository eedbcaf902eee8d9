using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Opens the facility file for a short change, while other lockctl processes change it, too.</summary>
internal static class StoreAccess
{
    private const int TriesMax = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Opens the file for writing and waits up to 15 s for a process that has it open.</summary>
    public static async Task<FacilityFileStore> OpenAsync(Terminal terminal, string path, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return FacilityFileStore.Open(path, terminal.Warn, forWriting: true);
            }
            catch (FacilityFileException exception) when (exception.IsInUse && tries < TriesMax)
            {
                await Task.Delay(Pause, terminal.Time, stop).ConfigureAwait(false);
            }
        }
    }
}
