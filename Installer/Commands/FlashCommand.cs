using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl flash.</summary>
internal static class FlashCommand
{
    private const string Application = "application";
    private static readonly string[] Steps = ["firmware", "files", Application];

    private sealed record FlashRequest(string Lock, string Facility, string? Port, string? Image, string? Nanoff, bool DryRun,
        bool ApplicationOnly, bool Restart);

    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string?> port = new("--port")
        {
            Description = "The serial port, like COM5 or /dev/ttyUSB0. Default: the port in the list " +
            "of locks."
        };
        Option<string?> image = new("--image")
        {
            Description = "The application's image, LockController.bin. Default: the output of the " +
            "board's build command."
        };
        Option<string?> nanoff = new("--nanoff")
        {
            Description = "The path of the flashing tool. Default: lockctl searches PATH and the " +
            ".NET tools."
        };
        Option<bool> dryRun = new("--dry-run") { Description = "Show the commands and do nothing." };
        Option<bool> applicationOnly = new("--application-only")
        {
            Description = "Update a lock: deploy only the application. Identity, " +
            "keys, events and settings in the lock stay."
        };
        Option<bool> restart = new("--restart") { Description = "Do all steps again with the next generation, also those that were done." };
        Command command = new("flash", """
            Writes the runtime, the identity and the application into a lock with nanoff. It shows each command and runs it.
            After a failed step the next run continues with that step. When all is done, the files with secrets are removed.
            """) { door, path, port, image, nanoff, dryRun, applicationOnly, restart };
        command.SetAction((parsed, stop) => RunAsync(terminal, new FlashRequest(
            parsed.GetValue(door)!,
            parsed.GetValue(path)!,
            parsed.GetValue(port),
            parsed.GetValue(image),
            parsed.GetValue(nanoff),
            parsed.GetValue(dryRun),
            parsed.GetValue(applicationOnly),
            parsed.GetValue(restart)), stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, FlashRequest request, CancellationToken stop)
    {
        using FacilityFileStore store = FacilityFileStore.Open(request.Facility, terminal.Warn, forWriting: !request.DryRun);
        FacilityLock door = store.Find(request.Lock);
        BoardFile board = BoardFile.Read(door.Board);
        string port = request.Port ?? door.SerialPort ?? throw new ToolException(ExitCode.Unusable, $"The serial port of {door.Name} is " +
            $"not known. Give --port, or a serialPort in the list of locks.");
        LockFolder folder = new(store, door);
        IReadOnlyList<string> Arguments(string step) => board.Arguments(step, port, folder.DeployFile, request.Image);
        if (request.DryRun)
        {
            foreach (string step in request.ApplicationOnly ? [Application] : Steps)
                terminal.Say(Nanoff.Line(Arguments(step)));
            return ExitCode.Ok;
        }
        Nanoff tool = Nanoff.Find(request.Nanoff);
        CheckImage(board, request.Image);
        if (request.Restart)
            StartOver(terminal, store, door, folder);
        string[] steps = request.ApplicationOnly ? [Application] : [.. Steps.Except(folder.StepsDone)];
        if (steps.Length == 0)
        {
            terminal.Say($"{door.Name} is flashed already; nothing to do. For other hardware: \"lockctl replace\". To flash it again: " +
                $"--restart. For an update: --application-only.");
            return ExitCode.Ok;
        }
        if (steps.Contains("files"))
            folder.WriteFiles(port);
        foreach (string step in steps)
        {
            await RunStepAsync(terminal, tool, step, Arguments(step), stop).ConfigureAwait(false);
            if (!request.ApplicationOnly)
                folder.MarkDone(step);
        }
        return Finish(terminal, door, folder, request.ApplicationOnly);
    }

    /// <summary>Starts all steps again. A lock that may have used the files of its generation gets the next generation.</summary>
    private static void StartOver(Terminal terminal, FacilityFileStore store, FacilityLock door, LockFolder folder)
    {
        if (door.InstalledGeneration == door.Generation)
            throw new ToolException(ExitCode.Unusable, $"{door.Name} is in service. For an update: --application-only. For other " +
                $"hardware, or hardware that has lost its memory: \"lockctl replace\", then \"lockctl flash\".");
        if (folder.IsDeployed)
            terminal.Warn($"{door.Name} gets generation {store.TakeGeneration(door)}: older keys do not open it.");
        folder.StartOver();
    }

    private static int Finish(Terminal terminal, FacilityLock door, LockFolder folder, bool applicationOnly)
    {
        if (applicationOnly)
        {
            terminal.Say($"{door.Name} has the new application. Its identity and events are unchanged. Next: \"lockctl status\".");
            return ExitCode.Ok;
        }
        folder.RemoveFiles();
        terminal.Say($"{door.Name} is flashed, generation {door.Generation}. The files with its secrets were removed from this computer.");
        terminal.Say("The lock takes its identity at its first start. Next: install it, then check it and set its time with \"lockctl " +
            "status\".");
        return ExitCode.Ok;
    }

    private static void CheckImage(BoardFile board, string? image)
    {
        string path = image ?? board.DefaultImage;
        if (!File.Exists(path))
            throw new ToolException(ExitCode.Unusable, $"There is no application {path}. Build it in the repository with " +
                $"\"{board.Build}\" and run lockctl there, or give the file with --image.");
    }

    private static async Task RunStepAsync(Terminal terminal, Nanoff tool, string step, IReadOnlyList<string> arguments,
        CancellationToken stop)
    {
        terminal.Say($"{step}: {Nanoff.Line(arguments)}");
        int code = await tool.RunAsync(terminal, arguments, stop).ConfigureAwait(false);
        if (code != 0)
            throw new ToolException(ExitCode.FlashTool, $"nanoff ended with {code} in step {step}. Check the cable and the port, hold " +
                $"BOOT while it connects, and run the same command again. It continues with this step.");
    }
}
