using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Opens the facility file, or the file of a job that has not ended.</summary>
internal static class StoreAccess
{
    private const int TriesMax = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Opens the file.</summary>
    /// <exception cref="ToolException">It is the file of a job that has ended.</exception>
    public static FacilityFileStore Open(Terminal terminal, string path, bool forWriting)
    {
        FacilityFileStore store = FacilityFileStore.Open(path, terminal.Warn, forWriting);
        if (store.Facility.Job is not { } job || terminal.Now < job.NotAfter)
            return store;
        string ended = store.Time.Full(job.NotAfter);
        store.Dispose();
        throw new ToolException(ExitCode.Unusable, $"The job of {path} ended on {ended}, and lockctl does not use it any more. Give it " +
            $"back to the office, and ask for another job file.");
    }

    /// <summary>Refuses to write a lock that a job has: the same generation would be in two boards.</summary>
    public static void RefuseInJob(FacilityLock door)
    {
        if (door.JobNumber != 0)
            throw new ToolException(ExitCode.Unusable, $"{door.Name} is in job {door.JobNumber}. Take the job back with \"lockctl job " +
                $"import\", or end it with \"lockctl job end {door.JobNumber}\".");
    }

    /// <summary>Opens the file for a short change and waits up to 15 s for a process that has it open.</summary>
    public static async Task<FacilityFileStore> OpenAsync(Terminal terminal, string path, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return Open(terminal, path, forWriting: true);
            }
            catch (FacilityFileException exception) when (exception.IsInUse && tries < TriesMax)
            {
                await Task.Delay(Pause, terminal.Time, stop).ConfigureAwait(false);
            }
        }
    }
}
