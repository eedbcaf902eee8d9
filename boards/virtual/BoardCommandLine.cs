using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Listen;
using LockFirmware.VirtualBoard.Show;
using Spectre.Console;

namespace LockFirmware.VirtualBoard;

/// <summary>The command line of the program and its exit codes.</summary>
internal sealed class BoardCommandLine
{
    /// <summary>Everything is as expected.</summary>
    public const int ExitOk = 0;

    /// <summary>An outcome differs from what the facility file expects.</summary>
    public const int ExitDifferent = 1;

    /// <summary>The command line or the facility file cannot be used.</summary>
    public const int ExitUnusable = 2;

    private const int PortMax = 65535;
    private const int PaceMsDefault = 25;
    private const int PaceMsMax = 10_000;

    private const string Description = """
        A lock on a PC: runs the firmware's own assemblies on a virtual board.

        Without options it boots factory-fresh locks, provisions them over their radio and plays the script of a facility
        file in driven time: every attempt at a door, the answer, the latch, and at the end the audit trails, pulled, opened
        and checked.

        With --listen it provisions one lock and keeps it running in real time; other programs reach its radio by TCP. With
        --cable it does not provision it: the lock has what lockctl has prepared for the cable, and lockctl does the rest. Keys:
        o push the door, c close it, f force it, r request to exit, p cut the power or restore it, t bring the time,
        ? help, q quit.

        Exit codes: 0 every outcome is the expected one, or the lock was told to quit; 1 something is not as the file
        expects, each difference is named; 2 the command line or the facility file cannot be used.
        """;

    private readonly BoardTerminal _terminal;
    private readonly Argument<string?> _file = new("facility-file") { Description = "The facility to play; the demo facility when left out.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _listen = new("--listen") { Description = "Keep one lock running, its radio on this TCP port of 127.0.0.1; 0 takes any free port.", HelpName = "port" };
    private readonly Option<string?> _lock = new("--lock") { Description = "With --listen: the lock to run, by its name in the file; the first when left out.", HelpName = "name" };
    private readonly Option<string?> _cable = new("--cable") { Description = "With --listen: a lock fresh from the bench, with setup.bin and, if it is there, identity.bin of this folder (lockctl's locks/<id>).", HelpName = "folder" };
    private readonly Option<bool> _plain = new("--plain") { Description = "Plain lines without colour; also when NO_COLOR is set or the output is no terminal." };
    private readonly Option<int?> _pace = new("--pace") { Description = $"How long each movement of a door stays to be seen in colour, ms; {PaceMsDefault} when left out.", HelpName = "ms" };

    private BoardCommandLine(BoardTerminal terminal) => _terminal = terminal;

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, BoardTerminal terminal) => new BoardCommandLine(terminal).Run(args);

    private int Run(IReadOnlyList<string> args)
    {
        RootCommand root = new(Description) { _file, _listen, _lock, _cable, _plain, _pace };
        CheckRange(_listen, 0, PortMax, "A port is a number from 0 to 65535.");
        CheckRange(_pace, 0, PaceMsMax, $"A pace is a number of milliseconds from 0 to {PaceMsMax}.");
        root.Validators.Add(result =>
        {
            if (result.GetResult(_lock) != null && result.GetResult(_listen) == null)
                result.AddError("--lock goes with --listen only.");
            if (result.GetResult(_cable) != null
                && (result.GetResult(_listen) == null || result.GetResult(_lock) != null
                    || result.GetResult(_file) is { Tokens.Count: > 0 }))
                result.AddError(
                    "--cable goes with --listen, and with neither --lock nor a facility file: the folder says which lock it is.");
        });
        root.SetAction(Act);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (ParseError error in parsed.Errors)
                _terminal.Error.WriteLine(error.Message);
            _terminal.Error.WriteLine("See --help.");
            return ExitUnusable;
        }
        return parsed.Invoke(new InvocationConfiguration
        {
            Output = _terminal.Output,
            Error = _terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private static void CheckRange(Option<int?> option, int min, int max, string complaint) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int value) || value < min || value > max))
            result.AddError(complaint);
    });

    private int Act(ParseResult parsed)
    {
        bool isRich = _terminal.HasColours && !parsed.GetValue(_plain);
        if (parsed.GetValue(_cable) is { } folder)
            return ListenFresh(folder, parsed.GetValue(_listen)!.Value, isRich);
        string path = parsed.GetValue(_file) ?? Path.Combine(AppContext.BaseDirectory, "demo-facility.json");
        try
        {
            FacilityFile facility = FacilityParser.Load(path);
            return parsed.GetValue(_listen) is { } port
                ? Listen(facility, parsed.GetValue(_lock), port, isRich)
                : Play(facility, isRich, parsed.GetValue(_pace) ?? PaceMsDefault);
        }
        catch (DemoFileException exception)
        {
            _terminal.Error.WriteLine($"{path}: {exception.Message}");
            return ExitUnusable;
        }
        catch (ProvisioningException exception)
        {
            _terminal.Error.WriteLine(exception.Message);
            return ExitDifferent;
        }
    }

    private int Play(FacilityFile facility, bool isRich, int paceMs)
    {
        IDemoShow show = isRich ? new RichShow(AnsiConsole.Console, paceMs) : new PlainShow(_terminal.Output);
        return show.Run(() => new BoardDemo(facility, show).Play()) ? ExitOk : ExitDifferent;
    }

    private int Listen(FacilityFile facility, string? name, int port, bool isRich)
    {
        LockEntry? entry = name == null ? facility.Locks[0] : facility.Locks.FirstOrDefault(known => known.Name == name);
        if (entry == null)
        {
            _terminal.Error.WriteLine(
                $"There is no lock \"{name}\". Name one of: {string.Join(", ", facility.Locks.Select(known => known.Name))}.");
            return ExitUnusable;
        }
        return Listen(facility, entry, null, port, isRich);
    }

    private int ListenFresh(string folder, int port, bool isRich)
    {
        try
        {
            CableFiles cable = CableFiles.Read(folder);
            FacilityFile bench = cable.Bench();
            return Listen(bench, bench.Locks[0], cable, port, isRich);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _terminal.Error.WriteLine(
                $"{folder} has not what the cable brings: {exception.Message} Name a folder that \"lockctl manifest\" has written, before "
                + "\"lockctl flash\" removes the files.");
            return ExitUnusable;
        }
    }

    private int Listen(FacilityFile facility, LockEntry entry, CableFiles? cable, int port, bool isRich)
    {
        try
        {
            IListenShow show = isRich ? new RichListenShow(facility, AnsiConsole.Console) : new PlainListenShow(facility, _terminal.Output);
            using ListenHost host = new(facility, entry, show, _terminal.HasKeys, _terminal.Stop, cable);
            show.Run(host.Site, () => host.Run(port));
            return ExitOk;
        }
        catch (SocketException exception)
        {
            _terminal.Error.WriteLine($"127.0.0.1:{port} cannot be listened on: {exception.Message}. Choose another port, or 0.");
            return ExitUnusable;
        }
    }
}
