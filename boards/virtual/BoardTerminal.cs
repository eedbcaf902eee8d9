namespace LockFirmware.VirtualBoard;

/// <summary>Where the program writes, and what may be expected of it.</summary>
/// <param name="Output">For what was asked for.</param>
/// <param name="Error">For complaints.</param>
/// <param name="HasColours">Whether colours and redrawn lines come out well there.</param>
/// <param name="HasKeys">Whether somebody can press keys.</param>
/// <param name="Stop">Ends a program that would run on.</param>
internal sealed record BoardTerminal(TextWriter Output, TextWriter Error, bool HasColours, bool HasKeys, CancellationToken Stop)
{
    /// <summary>The terminal of this process.</summary>
    public static BoardTerminal OfProcess(CancellationToken stop)
    {
        bool isDumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        bool wantsNone = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool hasColours = !Console.IsOutputRedirected && !isDumb && !wantsNone;
        return new BoardTerminal(Console.Out, Console.Error, hasColours, !Console.IsInputRedirected, stop);
    }
}
