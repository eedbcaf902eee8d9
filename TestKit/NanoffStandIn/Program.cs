using LockFirmware.NanoffStandIn;

// Behaves like nanoff v2.5.162 (github.com/nanoframework/nanoFirmwareFlasher, tag v2.5.162) in exit codes, texts, use of the console
// and files, for the options that lockctl uses. The file of each behaviour is named where it is copied. A board is a folder:
// ports/<name of the serial port>, beside this program.
const string Version = "2.5.162+stand-in";

string[] Flags = ["update", "masserase", "deploy", "nobackupconfig", "devicedetails", "suppressnanoffversioncheck"];
string[] Values = ["platform", "target", "serialport", "image", "address", "filedeployment", "fwversion", "verbosity"];

Calls.Add(string.Join(' ', args));
if (args is ["--version"])
{
    // CommandLineParser writes it to standard error, and Program.HandleErrorsAsync leaves the exit code 0.
    Console.Error.WriteLine($"nanoff {Version}");
    return (int)ExitCodes.OK;
}
Dictionary<string, string> options = [];
for (int i = 0; i < args.Length; i++)
{
    string name = args[i].TrimStart('-');
    if (Flags.Contains(name))
        options[name] = string.Empty;
    else if (Values.Contains(name) && i + 1 < args.Length)
        options[name] = args[++i];
    else
    {
        Console.Error.WriteLine($"nanoff {Version}\n\nERROR(S):\n  Option '{name}' is unknown.");
        return (int)ExitCodes.E9000;
    }
}

// Tool/Program.cs, RunOptionsAndReturnExitCodeAsync.
int verbosity = options.GetValueOrDefault("verbosity", "n") switch
{
    "q" or "quiet" => 0,
    "m" or "minimal" => 1,
    "n" or "normal" => 2,
    _ => 3,
};
Console.WriteLine($".NET nanoFramework Firmware Flasher v{Version}");
Console.WriteLine("Copyright (C) 2019 .NET Foundation and nanoFramework project contributors");
Console.WriteLine();
if (!options.ContainsKey("suppressnanoffversioncheck"))
{
    Console.WriteLine("** Can't check the version! **");
    Console.WriteLine("** Continuing anyway. **");
    Console.WriteLine();
}
bool isEsp32 = options.GetValueOrDefault("target", string.Empty).StartsWith("ESP", StringComparison.Ordinal)
    || options.GetValueOrDefault("platform", string.Empty) == "esp32";
Killer.Before(options);
ExitCodes code = ExitCodes.OK;
string? extra = null;
if (options.ContainsKey("deploy") && !options.ContainsKey("image"))
    (code, extra) = (ExitCodes.E9000, "--deploy requires --image to specify the deployment image path.");
else if (isEsp32)
{
    try
    {
        code = new Esp32(options, verbosity).Process();
    }
    catch (Exception exception)
    {
        // Every exception of the chip ends so, also one of the console.
        (code, extra) = (ExitCodes.E4000, exception.Message);
    }
}
else if (!options.ContainsKey("filedeployment"))
    Console.WriteLine("No operation was performed with the options supplied.");
if (code == ExitCodes.OK && options.TryGetValue("filedeployment", out string? list))
{
    // The file is read outside of the try block: without it the program ends with an unhandled exception.
    FileDeployment deployment = new(list, verbosity);
    try
    {
        code = deployment.Deploy();
    }
    catch (Exception exception)
    {
        (code, extra) = (ExitCodes.E2003, exception.Message);
        if (!isEsp32)
            Console.WriteLine("No operation was performed with the options supplied.");
    }
}
Killer.After(options);
// Tool/Program.cs, OutputError.
if (code != ExitCodes.OK && verbosity > 0)
    Console.WriteLine(verbosity < 2 ? $"{code}" : $"Error {code}: {code.Words()}{(extra == null ? string.Empty : $" ({extra})")}");
return (int)code;
