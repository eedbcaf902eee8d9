namespace LockFirmware.InstallerTool.Cli;

/// <summary>The exit codes of lockctl (docs/lockctl.md). They never change.</summary>
internal static class ExitCode
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Ok = 0;

    /// <summary>The lock refused, or something is wrong with it.</summary>
    public const int Refused = 1;

    /// <summary>The command line or a file cannot be used; nothing was done.</summary>
    public const int Unusable = 2;

    /// <summary>The flashing tool is missing or failed.</summary>
    public const int FlashTool = 3;

    /// <summary>The lock cannot be reached, or the connection ended.</summary>
    public const int Link = 4;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;
}

/// <summary>The command failed. The message says why and what to do next.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    /// <summary>See <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
