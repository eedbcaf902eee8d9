using System.ComponentModel;
using System.Diagnostics;
using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Flash;

/// <summary>Runs nanoff, the flashing tool of .NET nanoFramework.</summary>
internal sealed class Nanoff
{
    private const string Program = "nanoff";
    private readonly string _path;

    private Nanoff(string path) => _path = path;

    /// <summary>Finds the tool.</summary>
    /// <param name="given">The path of nanoff; null searches PATH and the .NET tools.</param>
    public static Nanoff Find(string? given)
    {
        if (given != null)
            return File.Exists(given) ? new Nanoff(Path.GetFullPath(given)) : throw Missing($"There is no file {given}.");
        string name = OperatingSystem.IsWindows() ? $"{Program}.exe" : Program;
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Append(home)
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return found == null ? throw Missing($"The flashing tool {Program} is not installed.") : new Nanoff(found);
    }

    /// <summary>A nanoff command, as a person types it.</summary>
    public static string Line(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Prepend(Program).Select(word => word.Contains(' ') ? $"\"{word}\"" : word));

    /// <summary>Runs nanoff and passes its output on.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(Terminal terminal, IEnumerable<string> arguments, CancellationToken stop)
    {
        ProcessStartInfo start =
            new(_path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Start(start);
        process.OutputDataReceived += (_, line) => Pass(terminal.Output, line.Data);
        process.ErrorDataReceived += (_, line) => Pass(terminal.Error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next run repeats the step. A nanoff that still runs would disturb it.
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw Missing($"{_path} cannot be started.");
        }
        catch (Win32Exception exception)
        {
            throw Missing($"{_path} cannot be started: {exception.Message}.");
        }
    }

    private static void Pass(TextWriter target, string? line)
    {
        if (line == null)
            return;
        lock (target)
            target.WriteLine($"  {line}");
    }

    private static ToolException Missing(string what) => new(
        ExitCode.FlashTool,
        $"{what} Install it with \"dotnet tool install -g nanoff\" and open a new shell, or give its path with --nanoff. To flash from " +
        $"another computer, show the commands with --dry-run.");
}
