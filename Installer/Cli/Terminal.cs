using LockFirmware.LockLink;
using LockFirmware.LockLink.Bluez;
using LockFirmware.LockLink.Places;

namespace LockFirmware.InstallerTool.Cli;

/// <summary>The input, the output, the clock, the links and the other programs of lockctl. Tests replace them.</summary>
/// <param name="Output">For the results of the command.</param>
/// <param name="Error">For errors and warnings.</param>
/// <param name="Input">For the answers of a person.</param>
/// <param name="IsInteractive">Whether a person can answer questions.</param>
/// <param name="HasColours">Whether the terminal can show colours and progress bars.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, TextReader Input, bool IsInteractive, bool HasColours)
{
    /// <summary>The time of this computer.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The serial ports of this computer.</summary>
    public ISerialPorts Ports { get; init; } = new SerialPorts(TimeProvider.System);

    /// <summary>The other programs of this computer.</summary>
    public IPrograms Programs { get; init; } = new Programs();

    /// <summary>Makes the link to a lock at a place.</summary>
    public Func<LockPlace, SoughtLock, ILockLink> Link { get; init; } = PlaceLinks.Make;

    /// <summary>Reaches the Bluetooth service of this computer.</summary>
    public Func<CancellationToken, Task<IBluez>> OpenBluez { get; init; } =
        async cancel => await BluezBus.OpenAsync(cancel).ConfigureAwait(false);

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        bool wantsNone = Environment.GetEnvironmentVariable("TERM") is "dumb"
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool isInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        return new Terminal(Console.Out, Console.Error, Console.In, isInteractive, !Console.IsOutputRedirected && !wantsNone);
    }

    /// <summary>The time of this computer, seconds since 2020-01-01T00:00:00Z.</summary>
    public uint Now =>
        LocalTime.TrySeconds(Time.GetUtcNow().UtcDateTime, out uint seconds) is { } wrong
            ? throw new ToolException(ExitCode.Unusable, $"The clock of this computer is wrong. {wrong} Set it and try again.")
            : seconds;

    /// <summary>For what a command says on its way to a result in JSON: on standard error, plain, and nobody is asked.</summary>
    /// <param name="isJson">Whether the result is JSON; otherwise nothing changes.</param>
    public Terminal Beside(bool isJson) => isJson ? this with { Output = Error, IsInteractive = false, HasColours = false } : this;

    /// <summary>Writes a line of the result.</summary>
    public void Say(string line) => Output.WriteLine(line);

    /// <summary>Writes a warning.</summary>
    public void Warn(string line) => Error.WriteLine($"Warning: {line}");

    /// <summary>Asks before something that cannot be undone.</summary>
    /// <param name="question">What will happen, and the question.</param>
    /// <param name="yes">Whether the answer was given with --yes.</param>
    /// <param name="stop">Interrupts.</param>
    /// <exception cref="ToolException">The answer is no, or there is nobody who could answer.</exception>
    public async Task DemandAsync(string question, bool yes, CancellationToken stop)
    {
        if (!yes && !await ConfirmAsync(question, stop).ConfigureAwait(false))
            throw new ToolException(ExitCode.Unusable, "Nothing was done. Use --yes to do it without a question.");
    }

    /// <summary>Asks a yes-or-no question. Without a person the answer is no.</summary>
    /// <exception cref="OperationCanceledException">The person interrupted instead of answering.</exception>
    public async Task<bool> ConfirmAsync(string question, CancellationToken stop)
    {
        return IsInteractive && await AskAsync($"{question} [y/N]", stop).ConfigureAwait(false) is "y" or "yes";
    }

    /// <summary>Asks a person.</summary>
    /// <returns>The answer in small letters, without spaces around it; empty for none.</returns>
    /// <exception cref="OperationCanceledException">The person interrupted instead of answering.</exception>
    public async Task<string> AskAsync(string question, CancellationToken stop)
    {
        Output.Write($"{question} ");
        Output.Flush();
        // A read of the console cannot be cancelled. After an interrupt it goes on until the process ends.
        string? answer = await Task.Run(Input.ReadLine, CancellationToken.None).WaitAsync(stop).ConfigureAwait(false);
        return answer?.Trim().ToLowerInvariant() ?? string.Empty;
    }
}
