using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Writes one lock with nanoff, step by step. The caller holds the lock's folder.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="tool">The flashing tool.</param>
/// <param name="board">The board of the lock.</param>
/// <param name="port">The serial port.</param>
/// <param name="image">The application's image.</param>
/// <param name="runtime">The version of the runtime.</param>
internal sealed class FlashRun(Terminal terminal, Nanoff tool, BoardFile board, string port, string image, string runtime)
{
    /// <summary>Whether the version of the flashing tool and the board on the port were checked already.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Called before each step. The step begins when it has returned; the result is disposed when the step ends.</summary>
    public Func<string, Task<IDisposable?>> Begins { get; init; } = _ => Task.FromResult<IDisposable?>(null);

    /// <summary>Called after each step that is done.</summary>
    public Action<string> Ends { get; init; } = _ => { };

    /// <summary>Does the steps that are missing.</summary>
    /// <param name="path">The facility file. It is opened for writing only when the lock gets another generation.</param>
    /// <param name="name">The lock.</param>
    /// <param name="applicationOnly">Whether to write only the application.</param>
    /// <param name="restart">Whether to do all steps again.</param>
    /// <param name="stop">Interrupts.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string path, string name, bool applicationOnly, bool restart, CancellationToken stop)
    {
        if (restart)
            await StartOverAsync(path, name, stop).ConfigureAwait(false);
        using FacilityFileStore store = FacilityFileStore.Open(path, _ => { }, forWriting: false);
        FacilityLock door = store.Find(name);
        LockFolder folder = new(store, door);
        // A lock that has proved this generation must not be erased by mistake, however it got its identity.
        bool isInService = door.InstalledGeneration == door.Generation;
        string[] steps = applicationOnly ? [FlashStep.Application] : isInService ? [] : [.. FlashStep.Written.Except(folder.StepsDone)];
        if (steps.Length == 0)
        {
            SayDone(door, folder.IsReadBack || isInService);
            return ExitCode.Ok;
        }
        if (!IsChecked)
            await CheckAsync(store, door, applicationOnly, stop).ConfigureAwait(false);
        await WriteAsync(folder, steps, applicationOnly, stop).ConfigureAwait(false);
        if (applicationOnly)
            terminal.Say($"{door.Name} has the new application. Its identity and events are unchanged. Next: \"lockctl status\".");
        else
            terminal.Say($"{door.Name} is written, generation {door.Generation}, and not read back yet. The lock takes its identity at " +
                $"its first start. The files with its secrets stay on this computer until then. Next: \"lockctl readback\".");
        return ExitCode.Ok;
    }

    /// <summary>Checks the tool, and refuses a board that is not for this lock, before anything is erased.</summary>
    private async Task CheckAsync(FacilityFileStore store, FacilityLock door, bool applicationOnly, CancellationToken stop)
    {
        await tool.CheckAsync(Path.GetTempPath(), stop).ConfigureAwait(false);
        ChipDetails chip = await tool.DetailsAsync(port, stop).ConfigureAwait(false);
        if (chip.Chip != board.Chip)
            throw Refused($"On {port} is an {chip.Chip}, and {door.Name} is on {board.Name}, an {board.Chip}. Nothing was written. Check " +
                $"the port, and the board in the list of locks.");
        if (applicationOnly)
            return;
        LockFolder folder = new(store, door);
        if (folder is { StepsDone.Count: > 0, Mac: { } begun } && begun != chip.Mac)
            throw Refused($"{door.Name} was begun with the board {begun}, and on {port} is {chip.Mac}. Nothing was written. Connect that " +
                $"board, or begin anew with --restart.");
        if (store.Facility.Locks.Find(other => other.Id != door.Id && new LockFolder(store, other).Mac == chip.Mac) is { } before)
            CheckBefore(new LockFolder(store, before), before, door);
        // Then the bench knows it, too.
        folder.Bind(chip.Mac);
    }

    /// <summary>A board that was written as another lock before.</summary>
    private void CheckBefore(LockFolder folder, FacilityLock before, FacilityLock door)
    {
        if (folder.IsReadBack || before.InstalledGeneration == before.Generation)
            throw Refused($"The board on {port} is {before.Name}. Nothing was written. Check the port. To use this board at {door.Name}, " +
                $"first run \"lockctl replace\" for {before.Name}, or \"lockctl move\".");
        if (folder.StepsDone.Count > 0)
            terminal.Warn($"The board on {port} was begun as {before.Name}, which needs another board now: flash that one with --restart.");
    }

    private static ToolException Refused(string what) => new(ExitCode.Unusable, what);

    private async Task WriteAsync(LockFolder folder, string[] steps, bool applicationOnly, CancellationToken stop)
    {
        string workFolder = folder.MakeWorkFolder();
        try
        {
            if (steps.Contains(FlashStep.Files))
                folder.WriteFiles(port);
            foreach (string step in steps)
            {
                using IDisposable? turn = await Begins(step).ConfigureAwait(false);
                IReadOnlyList<string> arguments = board.Arguments(step, port, folder.DeployFile, image, runtime);
                terminal.Say($"{step}: {Nanoff.Line(arguments)}");
                NanoffOutput output = await tool.RunAsync(terminal, arguments, workFolder, stop).ConfigureAwait(false);
                if (output.Complaint(step, folder.Files) is { } complaint)
                    throw new ToolException(ExitCode.FlashTool, complaint);
                if (!applicationOnly)
                    folder.MarkDone(step);
                Ends(step);
            }
        }
        finally
        {
            folder.RemoveWorkFolder();
        }
    }

    private void SayDone(FacilityLock door, bool isReadBack)
    {
        string again = "For other hardware: \"lockctl replace\". To flash it again: --restart. For an update: --application-only.";
        terminal.Say(isReadBack
            ? $"{door.Name} is flashed already; nothing to do. {again}"
            : $"{door.Name} is written already and not read back yet. Next: \"lockctl readback\". {again}");
    }

    /// <summary>Starts all steps again. A lock that may have used the files of its generation gets the next generation.</summary>
    private async Task StartOverAsync(string path, string name, CancellationToken stop)
    {
        using FacilityFileStore store = await StoreAccess.OpenAsync(terminal, path, stop).ConfigureAwait(false);
        FacilityLock door = store.Find(name);
        LockFolder folder = new(store, door);
        if (door.InstalledGeneration == door.Generation)
            throw new ToolException(ExitCode.Unusable, $"{door.Name} is in service. For an update: --application-only. For other " +
                $"hardware, or hardware that has lost its memory: \"lockctl replace\", then \"lockctl flash\".");
        if (folder.IsDeployed)
            terminal.Warn($"{door.Name} gets generation {store.TakeGeneration(door)}: older keys do not open it.");
        folder.StartOver();
    }
}
