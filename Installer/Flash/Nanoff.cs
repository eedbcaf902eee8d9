using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Flash;

/// <summary>Runs nanoff, the flashing tool of .NET nanoFramework.</summary>
/// <remarks>
/// Options, texts and exit codes were read in its source at the tag v2.5.162: nanoFirmwareFlasher.Tool/Program.cs,
/// Tool/Esp32Manager.cs, Library/Esp32Operations.cs, Library/EspTool.cs, Library/FileDeployment/FileDeploymentManager.cs.
/// </remarks>
internal sealed partial class Nanoff
{
    /// <summary>The version that the texts were read in.</summary>
    public const string Version = "2.5.162";

    /// <summary>The command that installs it, also where a newer .NET runtime than its own is the only one.</summary>
    public const string Install = $"dotnet tool install -g nanoff --version {Version} --allow-roll-forward";

    private const string Program = "nanoff";
    private const int VersionMajor = 2;
    private const int VersionMinor = 5;
    // Older versions have other texts, and some report success for a classic ESP32 that was not written (nanoframework/Home#1737).
    private const int VersionBuildMin = 162;

    // A progress bar that is rewound with carriage returns: each step would be a line.
    private static readonly string[] Progress = ["Writing at 0x", "Reading flash", "Backing up config partition"];

    private readonly IPrograms _programs;
    private readonly string _path;

    private Nanoff(IPrograms programs, string path)
    {
        _programs = programs;
        _path = path;
    }

    /// <summary>Finds the tool.</summary>
    /// <param name="programs">Runs it.</param>
    /// <param name="given">The path of nanoff; null searches PATH and the .NET tools.</param>
    public static Nanoff Find(IPrograms programs, string? given)
    {
        if (given != null)
            return File.Exists(given) ? new Nanoff(programs, Path.GetFullPath(given)) : throw Missing($"There is no file {given}.");
        string name = OperatingSystem.IsWindows() ? $"{Program}.exe" : Program;
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Append(home)
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return found == null ? throw Missing($"The flashing tool {Program} is not installed.") : new Nanoff(programs, found);
    }

    /// <summary>A nanoff command, as a person types it.</summary>
    public static string Line(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Prepend(Program).Select(word => word.Contains(' ') ? $"\"{word}\"" : word));

    /// <summary>Checks that the tool starts, and that its version has the options and texts that lockctl knows.</summary>
    /// <returns>Its version.</returns>
    public async Task<string> CheckAsync(string workFolder, CancellationToken stop)
    {
        NanoffOutput output = await RunAsync(["--version"], workFolder, _ => { }, stop).ConfigureAwait(false);
        if (output.NeedsOtherRuntime)
            throw new ToolException(ExitCode.FlashTool, $"{_path} does not start: it is made for .NET 8, and this computer has other " +
                $"versions of .NET only. Install the runtime of .NET 8, or install nanoff so that it takes a newer one: \"dotnet tool " +
                $"uninstall -g nanoff\", then \"{Install}\".");
        Match version = VersionText().Match(output.Text);
        if (output.Code != 0 || !version.Success)
            throw new ToolException(ExitCode.FlashTool, $"{_path} is no nanoff that lockctl knows: \"--version\" ended with " +
                $"{output.Code} and said \"{output.LastLine}\". Install it with \"{Install}\".");
        int Part(int at) => int.Parse(version.Groups[at].Value, CultureInfo.InvariantCulture);
        if (Part(1) != VersionMajor || Part(2) != VersionMinor || Part(3) < VersionBuildMin)
            throw new ToolException(ExitCode.FlashTool, $"{_path} has the version {version.Value}. lockctl knows the commands of " +
                $"{VersionMajor}.{VersionMinor}.{VersionBuildMin} and later ones of {VersionMajor}.{VersionMinor}. Run \"dotnet tool " +
                $"uninstall -g nanoff\", then \"{Install}\".");
        return version.Value;
    }

    /// <summary>Asks which chip is on a port. It restarts the board.</summary>
    public async Task<ChipDetails> DetailsAsync(string port, CancellationToken stop)
    {
        string[] arguments = ["--platform", "esp32", "--serialport", port, "--devicedetails", "--verbosity", "normal",
            "--suppressnanoffversioncheck"];
        NanoffOutput output = await RunAsync(arguments, Path.GetTempPath(), _ => { }, stop).ConfigureAwait(false);
        return output.Code == 0 && ChipDetails.Read(output.Text) is { } details
            ? details
            : throw new ToolException(ExitCode.FlashTool, $"No ESP32 answers. {output.Ending}");
    }

    /// <summary>Runs a command and passes its output on, without the progress bars.</summary>
    /// <param name="terminal">Where the output goes.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="workFolder">
    /// The tool's folder for temporary files. nanoff can leave there what it read from a lock, so the caller removes it.
    /// </param>
    /// <param name="stop">Interrupts.</param>
    public Task<NanoffOutput> RunAsync(Terminal terminal, IEnumerable<string> arguments, string workFolder, CancellationToken stop) =>
        RunAsync(
            arguments,
            workFolder,
            line =>
            {
                if (line.Trim().Length > 0 && !Progress.Any(start => line.TrimStart().StartsWith(start, StringComparison.Ordinal)))
                    terminal.Say($"  {line}");
            },
            stop);

    private async Task<NanoffOutput> RunAsync(IEnumerable<string> arguments, string workFolder, Action<string> show,
        CancellationToken stop)
    {
        Dictionary<string, string> environment = new() { ["TMPDIR"] = workFolder, ["TMP"] = workFolder, ["TEMP"] = workFolder };
        NanoffOutput output = new();
        void Take(string line)
        {
            output.Add(line);
            show(line);
        }
        try
        {
            output.Code = await _programs.RunAsync(_path, arguments, environment, Take, stop).ConfigureAwait(false);
            return output;
        }
        catch (Win32Exception exception)
        {
            throw Missing($"{_path} cannot be started: {exception.Message}.");
        }
    }

    private static ToolException Missing(string what) => new(
        ExitCode.FlashTool,
        $"{what} Install it with \"{Install}\" and open a new shell, or give its path with --nanoff. To flash from another computer, " +
        $"show the commands with --dry-run.");

    [GeneratedRegex(@"\b(\d+)\.(\d+)\.(\d+)\b")]
    private static partial Regex VersionText();
}
