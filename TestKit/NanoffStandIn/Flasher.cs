namespace LockFirmware.NanoffStandIn;

/// <summary>
/// Behaves like nanoff v2.5.162 (github.com/nanoframework/nanoFirmwareFlasher, tag v2.5.162) in exit codes, texts, use of the console
/// and files, for the options that lockctl uses. The file of each behaviour is named where it is copied. A board is a folder:
/// ports/(name of the serial port), beside the program.
/// </summary>
/// <param name="computer">Where it runs.</param>
public sealed class Flasher(Computer computer)
{
    private const string Version = "2.5.162+stand-in";

    private static readonly string[] Flags =
        ["update", "masserase", "deploy", "nobackupconfig", "devicedetails", "suppressnanoffversioncheck"];
    private static readonly string[] Values =
        ["platform", "target", "serialport", "image", "address", "filedeployment", "fwversion", "verbosity"];

    private readonly Dictionary<string, string> _options = [];

    private bool IsEsp32 => _options.GetValueOrDefault("target", string.Empty).StartsWith("ESP", StringComparison.Ordinal)
        || _options.GetValueOrDefault("platform", string.Empty) == "esp32";

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> args)
    {
        Calls.Add(computer.Folder, string.Join(' ', args));
        if (args is ["--version"])
        {
            // CommandLineParser writes it to standard error, and Program.HandleErrorsAsync leaves the exit code 0.
            computer.Error.WriteLine($"nanoff {Version}");
            return (int)ExitCodes.OK;
        }
        if (UnknownAmong(args) is { } name)
        {
            computer.Error.WriteLine($"nanoff {Version}\n\nERROR(S):\n  Option '{name}' is unknown.");
            return (int)ExitCodes.E9000;
        }
        return (int)Run();
    }

    /// <summary>Reads the options.</summary>
    /// <returns>One that is unknown, or null.</returns>
    private string? UnknownAmong(IReadOnlyList<string> args)
    {
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i].TrimStart('-');
            if (Flags.Contains(name))
                _options[name] = string.Empty;
            else if (Values.Contains(name) && i + 1 < args.Count)
                _options[name] = args[++i];
            else
                return name;
        }
        return null;
    }

    /// <summary>Tool/Program.cs, RunOptionsAndReturnExitCodeAsync.</summary>
    private ExitCodes Run()
    {
        int verbosity = _options.GetValueOrDefault("verbosity", "n") switch
        {
            "q" or "quiet" => 0,
            "m" or "minimal" => 1,
            "n" or "normal" => 2,
            _ => 3,
        };
        Greet();
        Killer.Before(_options, computer);
        (ExitCodes code, string? extra) = OnChip(verbosity);
        if (code == ExitCodes.OK && _options.TryGetValue("filedeployment", out string? list))
            (code, extra) = OnFiles(list, verbosity);
        Killer.After(_options, computer);
        // Tool/Program.cs, OutputError.
        if (code != ExitCodes.OK && verbosity > 0)
            computer.Output.WriteLine(
                verbosity < 2 ? $"{code}" : $"Error {code}: {code.Words()}{(extra == null ? string.Empty : $" ({extra})")}");
        return code;
    }

    private void Greet()
    {
        computer.Output.WriteLine($".NET nanoFramework Firmware Flasher v{Version}");
        computer.Output.WriteLine("Copyright (C) 2019 .NET Foundation and nanoFramework project contributors");
        computer.Output.WriteLine();
        if (_options.ContainsKey("suppressnanoffversioncheck"))
            return;
        computer.Output.WriteLine("** Can't check the version! **");
        computer.Output.WriteLine("** Continuing anyway. **");
        computer.Output.WriteLine();
    }

    private (ExitCodes Code, string? Extra) OnChip(int verbosity)
    {
        if (_options.ContainsKey("deploy") && !_options.ContainsKey("image"))
            return (ExitCodes.E9000, "--deploy requires --image to specify the deployment image path.");
        try
        {
            if (IsEsp32)
                return (new Esp32(_options, verbosity, computer).Process(), null);
        }
        catch (Exception exception)
        {
            // Every exception of the chip ends so, also one of the console.
            return (ExitCodes.E4000, exception.Message);
        }
        if (!_options.ContainsKey("filedeployment"))
            SayNothingDone();
        return (ExitCodes.OK, null);
    }

    private (ExitCodes Code, string? Extra) OnFiles(string list, int verbosity)
    {
        // The file is read outside of the try block: without it the program ends with an unhandled exception.
        FileDeployment deployment = new(list, verbosity, computer);
        try
        {
            return (deployment.Deploy(), null);
        }
        catch (Exception exception)
        {
            if (!IsEsp32)
                SayNothingDone();
            return (ExitCodes.E2003, exception.Message);
        }
    }

    private void SayNothingDone() => computer.Output.WriteLine("No operation was performed with the options supplied.");
}
