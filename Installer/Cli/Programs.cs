using System.Diagnostics;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>Programs as processes of their own.</summary>
internal sealed class Programs : IPrograms
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        Action<string> show, CancellationToken stop)
    {
        ProcessStartInfo start =
            new(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Lock oneAtATime = new();
        void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data == null)
                return;
            lock (oneAtATime)
                show(line.Data);
        }
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever runs it again would be disturbed by one that still runs.
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;
    }
}
