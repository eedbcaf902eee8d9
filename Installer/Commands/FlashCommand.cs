using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink.Places;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl flash.</summary>
internal static class FlashCommand
{
    private sealed record FlashRequest(string Lock, string Facility, string? Port, string? Image, string? Nanoff, bool DryRun,
        bool ApplicationOnly, bool Restart, LockPlace? Place, string? Runtime, bool Json);

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
            Description = "The application's image, LockController.bin. Default: the image of the board that \"lockctl image\" brought."
        };
        Option<string?> nanoff = Options.Nanoff();
        Option<bool> dryRun = new("--dry-run") { Description = "Show the commands and do nothing." };
        Option<bool> applicationOnly = new("--application-only")
        {
            Description = "Update a lock: deploy only the application. Identity, " +
            "keys, events and settings in the lock stay."
        };
        Option<bool> restart = new("--restart") { Description = "Do all steps again with the next generation, also those that were done." };
        Option<string?> runtime = Options.Runtime();
        Option<bool> json = Options.Json();
        Command command = new("flash", """
            Erases a board and writes the runtime, the identity and the application into it with nanoff. It shows each command and
            runs it. After a failed step the next run continues with that step. The files with secrets stay on this computer until
            the lock has said over its radio which identity it has: with its place (--ble) at once, else by "lockctl readback".
            """) { door, path, port, image, nanoff, dryRun, applicationOnly, restart, runtime, json };
        PlaceOptions place = PlaceOptions.IfAny(command);
        command.SetAction((parsed, stop) => RunAsync(terminal, new FlashRequest(
            parsed.GetValue(door)!,
            parsed.GetValue(path)!,
            parsed.GetValue(port),
            parsed.GetValue(image),
            parsed.GetValue(nanoff),
            parsed.GetValue(dryRun),
            parsed.GetValue(applicationOnly),
            parsed.GetValue(restart),
            place.Of(parsed),
            parsed.GetValue(runtime),
            parsed.GetValue(json)), stop));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, FlashRequest request, CancellationToken stop)
    {
        using FacilityFileStore store = StoreAccess.Open(terminal, request.Facility, forWriting: false);
        FacilityLock door = store.Find(request.Lock);
        BoardFile board = BoardFile.Read(door.Board);
        string port = request.Port ?? door.SerialPort ?? throw new ToolException(ExitCode.Unusable, $"The serial port of {door.Name} is " +
            $"not known. Give --port, or a serialPort in the list of locks.");
        string image = request.Image ?? SiteFolder.ImageOf(store.FilePath, board);
        string runtime = request.ApplicationOnly ? string.Empty : board.RuntimeFor(request.Runtime);
        if (request.DryRun)
        {
            string[] steps = request.ApplicationOnly ? [FlashStep.Application] : FlashStep.Written;
            string[] commands = [.. steps.Select(step =>
                Nanoff.Line(board.Arguments(step, port, new LockFolder(store, door).DeployFile, image, runtime)))];
            foreach (string command in request.Json ? [] : commands)
                terminal.Say(command);
            if (request.Json)
                terminal.Say(JsonText.Of(new { id = door.Id, name = door.Name, board = door.Board, port, commands }));
            return ExitCode.Ok;
        }
        if (!request.ApplicationOnly)
            StoreAccess.RefuseInJob(door);
        Nanoff tool = Nanoff.Find(terminal.Programs, request.Nanoff);
        FirmwareImage.CheckFor(board, image);
        // Only this lock is held. The facility file is free, so that other ports can be flashed at the same time.
        Terminal talk = terminal.Beside(request.Json);
        bool isToBeRead = !request.ApplicationOnly && request.Place != null;
        using (new LockFolder(store, door).Hold())
        {
            int code = await new FlashRun(talk, tool, board, port, image, runtime).RunAsync(
                request.Facility, door.Name, request.ApplicationOnly, request.Restart, stop).ConfigureAwait(false);
            if (code != ExitCode.Ok)
                return code;
        }
        ReadLock? read = isToBeRead
            ? await ReadBack.OverRadioAsync(talk, request.Facility, door.Name, request.Place!, stop).ConfigureAwait(false)
            : null;
        if (request.Json)
            WriteJson(terminal, request, port, read);
        return ExitCode.Ok;
    }

    /// <summary>Writes how the lock is now: a restart or a visit has changed the facility file since it was read.</summary>
    private static void WriteJson(Terminal terminal, FlashRequest request, string port, ReadLock? read)
    {
        using FacilityFileStore store = StoreAccess.Open(terminal, request.Facility, forWriting: false);
        FacilityLock door = store.Find(request.Lock);
        terminal.Say(JsonText.Of(new
        {
            id = door.Id,
            name = door.Name,
            board = door.Board,
            generation = door.Generation,
            state = ListCommand.StateOf(door, new LockFolder(store, door)),
            port,
            applicationOnly = request.ApplicationOnly,
            readBack = read,
            utc = JsonText.Utc(terminal.Time.GetUtcNow()),
        }));
    }
}
