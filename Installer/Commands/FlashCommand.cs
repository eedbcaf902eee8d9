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

    private sealed record Wish(string Lock, string Facility, string? Port, string? Image, string? Nanoff, bool DryRun, bool ApplicationOnly,
        bool Restart);

    public static Command Make(Terminal terminal)
    {
        Argument<string> door = Options.Lock();
        Option<string> path = Options.Facility();
        Option<string?> port =
            new("--port") { Description = "The serial port, like COM5 or /dev/ttyUSB0; that of the list of locks when left out." };
        Option<string?> image =
            new("--image")
            {
                Description =
                "The application's image, LockController.bin; where the board's build command puts it when left out."
            };
        Option<string?> nanoff =
            new("--nanoff") { Description = "The flashing tool; looked for in PATH and among the .NET tools when left out." };
        Option<bool> dryRun = new("--dry-run") { Description = "Show the commands, and do nothing." };
        Option<bool> applicationOnly =
            new("--application-only")
            {
                Description =
                "Update: deploy only the application. Identity, keys, events and settings in the lock stay."
            };
        Option<bool> restart =
            new("--restart") { Description = "Do all steps again, also those that were done, with the next generation." };
        Command command = new("flash", """
            Writes the runtime, the identity and the application into a lock, with nanoff: it shows each command and runs it. A
            step that failed is where the next run goes on. The files with secrets are removed when they are in the lock.
            """) { door, path, port, image, nanoff, dryRun, applicationOnly, restart };
        command.SetAction((parsed, stop) => RunAsync(terminal, new Wish(
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

    private static async Task<int> RunAsync(Terminal terminal, Wish wish, CancellationToken stop)
    {
        using FacilityFileStore store = FacilityFileStore.Open(wish.Facility, terminal.Warn, forWriting: !wish.DryRun);
        FacilityLock door = store.Find(wish.Lock);
        BoardFile board = BoardFile.Read(door.Board);
        string port = wish.Port ?? door.SerialPort
            ?? throw new ToolException(ExitCode.Unusable,
                $"Nobody said where {door.Name} is connected. Give --port, or a serialPort in the list of locks.");
        LockFolder folder = new(store, door);
        IReadOnlyList<string> Arguments(string step) => board.Arguments(step, port, folder.DeployFile, wish.Image);
        if (wish.DryRun)
        {
            foreach (string step in wish.ApplicationOnly ? [Application] : Steps)
                terminal.Say(Nanoff.Line(Arguments(step)));
            return ExitCode.Ok;
        }
        Nanoff tool = Nanoff.Find(wish.Nanoff);
        CheckImage(board, wish.Image);
        if (wish.Restart)
            StartOver(terminal, store, door, folder);
        string[] steps = wish.ApplicationOnly ? [Application] : [.. Steps.Except(folder.StepsDone)];
        if (steps.Length == 0)
        {
            terminal.Say(
                $"{door.Name} was flashed completely already; nothing was left to do. For other hardware: \"lockctl replace\". To flash "
                + "it again: --restart. For an update: --application-only.");
            return ExitCode.Ok;
        }
        if (steps.Contains("files"))
            folder.WriteFiles(port);
        foreach (string step in steps)
        {
            await RunStepAsync(terminal, tool, step, Arguments(step), stop).ConfigureAwait(false);
            if (!wish.ApplicationOnly)
                folder.MarkDone(step);
        }
        return Finish(terminal, door, folder, wish.ApplicationOnly);
    }

    /// <summary>A lock may have used the files of its generation already, and may have lost its memory since: it gets the next.</summary>
    private static void StartOver(Terminal terminal, FacilityFileStore store, FacilityLock door, LockFolder folder)
    {
        if (door.InstalledGeneration == door.Generation)
            throw new ToolException(ExitCode.Unusable,
                $"{door.Name} is in service. For an update: --application-only. For other hardware, or one that has lost its memory: "
                + "\"lockctl replace\", then \"lockctl flash\".");
        if (folder.IsDeployed)
            terminal.Warn($"{door.Name} gets generation {store.TakeGeneration(door)}: keys issued before do not open it.");
        folder.StartOver();
    }

    private static int Finish(Terminal terminal, FacilityLock door, LockFolder folder, bool applicationOnly)
    {
        if (applicationOnly)
        {
            terminal.Say($"{door.Name} has the new application; its identity and events stayed. Next: \"lockctl status\".");
            return ExitCode.Ok;
        }
        folder.RemoveFiles();
        terminal.Say($"{door.Name} is flashed, generation {door.Generation}. The files with its secrets were removed from this computer.");
        terminal.Say("It takes its identity at its first start. Next: fit it, and run \"lockctl status\" to check and to set its time.");
        return ExitCode.Ok;
    }

    private static void CheckImage(BoardFile board, string? image)
    {
        string path = image ?? board.DefaultImage;
        if (!File.Exists(path))
            throw new ToolException(ExitCode.Unusable,
                $"There is no application {path}. Build it in the repository with \"{board.Build}\", run lockctl there, or name the "
                + "file with --image.");
    }

    private static async Task RunStepAsync(Terminal terminal, Nanoff tool, string step, IReadOnlyList<string> arguments,
        CancellationToken stop)
    {
        terminal.Say($"{step}: {Nanoff.Line(arguments)}");
        int code = await tool.RunAsync(terminal, arguments, stop).ConfigureAwait(false);
        if (code != 0)
            throw new ToolException(ExitCode.FlashTool,
                $"nanoff ended with {code} in step {step}. Check the cable and the port, hold BOOT while it connects, and run the same "
                + "command again: it goes on with this step.");
    }
}
