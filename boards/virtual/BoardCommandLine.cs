using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Device.Gpio;
using System.Net.Sockets;
using LockFirmware.LockLink;
using LockFirmware.LockLink.Places;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Listen;
using LockFirmware.VirtualBoard.Pins;
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
        A lock on a PC: the same firmware, on a virtual board.

        Without options the program starts new locks, provisions them over their radio and plays the script of a facility
        file. The clock is simulated. For each attempt you see the answer, the latch and the door. At the end the program
        reads and checks the audit trail of each lock.

        With --listen the program provisions one lock and keeps it running in real time. Other programs reach its radio
        over TCP, with --bluetooth phones reach it over a Bluetooth adapter. With --cable the lock has the files that lockctl
        wrote for the cable; provision it with lockctl if it has no identity. Keys of a terminal move the door, the bolt and
        the lid, make a request to exit, press the reset button, and switch the fire alarm and the power; ? lists them, q quits.

        Exit codes: 0 every outcome is as expected, or you quit; 1 an outcome differs from the file, and each difference is
        listed; 2 the command line or the facility file cannot be used.
        """;

    private readonly BoardTerminal _terminal;
    private readonly Argument<string?> _file = new("facility-file")
    {
        Description = "The facility file to play. Default: the demo facility.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<int?> _listen = new("--listen")
    {
        Description = "Keep one lock running. Its radio is this TCP port of 127.0.0.1; 0 takes any free port.",
        HelpName = "port",
    };
    private readonly Option<string?> _lock = new("--lock")
    {
        Description = "With --listen: the name of the lock in the file. Default: the first lock.",
        HelpName = "name",
    };
    private readonly Option<string?> _cable = new("--cable")
    {
        Description = "With --listen: run a lock that was flashed with setup.bin and, if there is one, identity.bin of this folder "
            + "(lockctl writes locks/<id>). The path of setup.bin instead of the folder: run a lock with that file alone.",
        HelpName = "folder",
    };
    private readonly Option<string?> _bluetooth = new("--bluetooth")
    {
        Description = "With --listen: offer the lock on this Bluetooth adapter too, for example hci0, so that a phone can open it. "
            + "Needs Linux with BlueZ.",
        HelpName = "adapter",
    };
    private readonly Option<string?> _pins = new("--pins")
    {
        Description = "With --listen: use the lines of this chip of the computer, for example gpiochip0, instead of a virtual door. "
            + "A Raspberry Pi is a lock then, for trying; see README.md. Needs Linux with libgpiod.",
        HelpName = "chip",
    };
    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Print plain lines without colour. This is the default when NO_COLOR is set or the output is not a terminal.",
    };
    private readonly Option<int?> _pace = new("--pace")
    {
        Description = "How long each movement of a door stays visible, in milliseconds; for output in colour. "
            + $"Default: {PaceMsDefault}.",
        HelpName = "ms",
    };

    private BoardCommandLine(BoardTerminal terminal) => _terminal = terminal;

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> args, BoardTerminal terminal) => new BoardCommandLine(terminal).Run(args);

    private int Run(IReadOnlyList<string> args)
    {
        RootCommand root = new(Description) { _file, _listen, _lock, _cable, _bluetooth, _pins, _plain, _pace };
        CheckRange(_listen, 0, PortMax, "A port is a number from 0 to 65535.");
        CheckRange(_pace, 0, PaceMsMax, $"A pace is a number of milliseconds from 0 to {PaceMsMax}.");
        root.Validators.Add(result =>
        {
            if (result.GetResult(_lock) != null && result.GetResult(_listen) == null)
                result.AddError("--lock needs --listen. Add --listen <port>, or remove --lock.");
            if (result.GetResult(_bluetooth) is { Tokens.Count: 1 } adapter)
            {
                if (result.GetResult(_listen) == null)
                    result.AddError("--bluetooth needs --listen. Add --listen <port>, or remove --bluetooth.");
                if (!LockPlace.IsAdapter(adapter.Tokens[0].Value))
                    result.AddError($"\"{adapter.Tokens[0].Value}\" is not an adapter. Write it like hci0.");
            }
            if (result.GetResult(_pins) is { Tokens.Count: 1 } chip)
            {
                if (result.GetResult(_listen) == null)
                    result.AddError("--pins needs --listen. Add --listen <port>, or remove --pins.");
                if (RealLines.TryRead(chip.Tokens[0].Value) == null)
                    result.AddError($"\"{chip.Tokens[0].Value}\" is not a chip. Write it like gpiochip0.");
            }
            if (result.GetResult(_cable) != null
                && (result.GetResult(_listen) == null || result.GetResult(_lock) != null
                    || result.GetResult(_file) is { Tokens.Count: > 0 }))
                result.AddError(
                    "--cable needs --listen. It cannot be used with --lock or a facility file, because the folder names the lock.");
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
            return ListenFresh(folder, RadioOf(parsed)!, isRich);
        string path = parsed.GetValue(_file) ?? Path.Combine(AppContext.BaseDirectory, "demo-facility.json");
        try
        {
            FacilityFile facility = FacilityParser.Load(path);
            return RadioOf(parsed) is { } radio
                ? Listen(facility, parsed.GetValue(_lock), radio, isRich)
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

    private ListenRadio? RadioOf(ParseResult parsed) =>
        parsed.GetValue(_listen) is { } port
            ? new ListenRadio(port, parsed.GetValue(_bluetooth), parsed.GetValue(_pins) is { } chip ? RealLines.TryRead(chip) : null)
            : null;

    private int Play(FacilityFile facility, bool isRich, int paceMs)
    {
        IDemoShow show = isRich ? new RichShow(AnsiConsole.Console, paceMs) : new PlainShow(_terminal.Output);
        return show.Run(() => new BoardDemo(facility, show).Play()) ? ExitOk : ExitDifferent;
    }

    private int Listen(FacilityFile facility, string? name, ListenRadio radio, bool isRich)
    {
        LockEntry? entry = name == null ? facility.Locks[0] : facility.Locks.FirstOrDefault(known => known.Name == name);
        if (entry == null)
        {
            _terminal.Error.WriteLine(
                $"There is no lock \"{name}\". Choose one of: {string.Join(", ", facility.Locks.Select(known => known.Name))}.");
            return ExitUnusable;
        }
        return Listen(facility, entry, null, radio, isRich);
    }

    private int ListenFresh(string folder, ListenRadio radio, bool isRich)
    {
        try
        {
            CableFiles cable = CableFiles.Read(folder);
            FacilityFile bench = cable.Bench();
            return Listen(bench, bench.Locks[0], cable, radio, isRich);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _terminal.Error.WriteLine(
                $"{folder} does not have the files for the cable: {exception.Message} Give a folder that \"lockctl manifest\" wrote. "
                + "\"lockctl readback\" removes the files when the lock has them.");
            return ExitUnusable;
        }
    }

    private int Listen(FacilityFile facility, LockEntry entry, CableFiles? cable, ListenRadio radio, bool isRich)
    {
        try
        {
            IListenShow show = isRich ? new RichListenShow(facility, AnsiConsole.Console) : new PlainListenShow(facility, _terminal.Output);
            GpioDriver? lines = radio.Chip is { } chip ? RealLines.Open(chip) : null;
            using ListenHost host = new(facility, entry, show, _terminal.ReadKey, _terminal.Stop, cable, lines);
            show.Run(host.Site, () => host.Run(radio));
            return ExitOk;
        }
        catch (LockLinkException exception)
        {
            _terminal.Error.WriteLine(exception.Message);
            return ExitUnusable;
        }
        catch (SocketException exception)
        {
            _terminal.Error.WriteLine(
                $"The program cannot listen on 127.0.0.1:{radio.Port}: {exception.Message}. Choose another port, or 0.");
            return ExitUnusable;
        }
    }
}
