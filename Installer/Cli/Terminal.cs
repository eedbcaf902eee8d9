using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>Where the tool reads and writes, and the world it works in.</summary>
/// <param name="Output">For what was asked for.</param>
/// <param name="Error">For complaints and warnings.</param>
/// <param name="Input">For answers of a person.</param>
/// <param name="IsInteractive">Whether a person can be asked.</param>
/// <param name="HasColours">Whether colours and redrawn lines come out well.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, TextReader Input, bool IsInteractive, bool HasColours)
{
    /// <summary>This machine's time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the link to a virtual radio.</summary>
    public Func<string, int, ILockLink> VirtualLink { get; init; } = (host, port) => new VirtualRadioLink(host, port);

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        bool wantsNone = Environment.GetEnvironmentVariable("TERM") is "dumb"
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool isInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        return new Terminal(Console.Out, Console.Error, Console.In, isInteractive, !Console.IsOutputRedirected && !wantsNone);
    }

    /// <summary>Now, in the seconds of the locks.</summary>
    public uint Now =>
        LocalTime.TrySeconds(Time.GetUtcNow().UtcDateTime, out uint seconds) is { } wrong
            ? throw new ToolException(ExitCode.Unusable, $"The clock of this computer is wrong. {wrong} Set it and try again.")
            : seconds;

    /// <summary>Says something that goes well on a line of its own.</summary>
    public void Say(string line) => Output.WriteLine(line);

    /// <summary>Says what somebody should look at.</summary>
    public void Warn(string line) => Error.WriteLine($"Warning: {line}");

    /// <summary>Asks a person; without one the answer is no.</summary>
    /// <exception cref="OperationCanceledException">The person interrupted instead of answering.</exception>
    public async Task<bool> ConfirmAsync(string question, CancellationToken stop)
    {
        if (!IsInteractive)
            return false;
        Output.Write($"{question} [y/N] ");
        Output.Flush();
        // A read of the console cannot be broken off: it is left behind, and ends with the process.
        string? answer = await Task.Run(Input.ReadLine, CancellationToken.None).WaitAsync(stop).ConfigureAwait(false);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
