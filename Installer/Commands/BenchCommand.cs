using System.CommandLine;
using LockFirmware.InstallerTool.Bench;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using Spectre.Console;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl bench.</summary>
internal static class BenchCommand
{
    public static Command Make(Terminal terminal)
    {
        Option<string> path = Options.Facility();
        Option<string[]> ports = new("--port")
        {
            Description = "Use only these serial ports, and also boards that are there already. Default: every board that is plugged in " +
            "from now on.",
            AllowMultipleArgumentsPerToken = true
        };
        Option<string?> board = new("--board") { Description = "Take only the locks on this board." };
        Option<string?> nanoff = Options.Nanoff();
        Option<string?> runtime = Options.Runtime();
        Option<bool> once = new("--once") { Description = "End when nothing is left to do on the ports that are there." };
        Option<bool> json = new("--json") { Description = "Write one JSON object in each line instead of a table." };
        Option<string?> print = new("--print")
        {
            Description = "A program that prints a tag for each lock that is done, like \"lp -d tags\"; it gets the PDF file as its last " +
            "argument. A tag has name and number and no secret.",
            HelpName = "program"
        };
        Command command = new("bench", """
            Flashes hundreds of locks. Each board that you plug in is ERASED and becomes the next lock of the list for its chip; several
            ports work at once. With places (--ble) each lock is read back. A board that is already a lock of this facility, and one for
            which the list has no lock, is left alone. What was done is in bench.csv. After an interruption run it again: a board that
            was begun goes on as the same lock.
            """) { path, ports, board, nanoff, runtime, print, once, json };
        PlaceOptions places = PlaceOptions.Several(command, isNeeded: false);
        command.SetAction(async (parsed, stop) =>
        {
            StoreAccess.Open(terminal, parsed.GetValue(path)!, forWriting: false).Dispose();
            Nanoff tool = Nanoff.Find(terminal.Programs, parsed.GetValue(nanoff));
            BenchSetup setup = new(terminal, parsed.GetValue(path)!, tool, parsed.GetValue(runtime), places.AllOf(parsed),
                parsed.GetValue(ports) ?? [], parsed.GetValue(board), parsed.GetValue(print),
                parsed.GetValue(once));
            CheckLocks(setup);
            await tool.CheckAsync(Path.GetTempPath(), stop).ConfigureAwait(false);
            IBenchShow show = parsed.GetValue(json) ? new BenchJson(terminal)
                : terminal.HasColours ? new BenchTable(AnsiConsole.Console) : new BenchLines(terminal);
            return await new Bench.Bench(setup, show).RunAsync(stop).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Each board of the list needs an application and a runtime, before the first board is erased.</summary>
    private static void CheckLocks(BenchSetup setup)
    {
        BenchPlan plan = new(setup.Facility, setup.OnlyBoard, setup.Places.Count > 0);
        (int done, int all) = plan.Count();
        if (all == 0)
            throw new ToolException(ExitCode.Unusable, setup.OnlyBoard == null
                ? "The facility file has no locks. Add them with \"lockctl manifest\"."
                : $"The facility file has no lock on the board {setup.OnlyBoard}.");
        if (done == all)
            return;
        foreach (BoardFile board in plan.Boards.Select(BoardFile.Read))
        {
            board.RuntimeFor(setup.Runtime);
            FirmwareImage.CheckFor(board, setup.ImageOf(board));
        }
    }
}
