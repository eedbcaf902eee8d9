namespace LockFirmware.VirtualBoard;

/// <summary>The terminal of the program.</summary>
/// <param name="Output">Gets the results.</param>
/// <param name="Error">Gets the error messages.</param>
/// <param name="HasColours">Whether the terminal shows colours and can redraw lines.</param>
/// <param name="ReadKey">Waits for the next key that somebody presses; null when nobody can.</param>
/// <param name="Stop">Ends a program that runs until it is stopped.</param>
internal sealed record BoardTerminal(TextWriter Output, TextWriter Error, bool HasColours, Func<char>? ReadKey,
    CancellationToken Stop)
{
    /// <summary>The terminal of this process.</summary>
    public static BoardTerminal OfProcess(CancellationToken stop)
    {
        bool isDumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        bool wantsNone = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool hasColours = !Console.IsOutputRedirected && !isDumb && !wantsNone;
        return new BoardTerminal(Console.Out, Console.Error, hasColours,
            Console.IsInputRedirected ? null : () => Console.ReadKey(intercept: true).KeyChar, stop);
    }
}
