using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Commands;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool;

/// <summary>The command tree, and what every command ends with.</summary>
internal static class Lockctl
{
    private const string Description = """
        The installer's tool: makes the facility file, prepares and flashes locks, brings them into service and looks after them.

        In the order of a first installation: facility new, manifest, flash (or label and provision over the air), status.

        Exit codes: 0 done, or nothing was left to do; 1 the lock refused, or told what is not as it should be; 2 the command
        line or a file cannot be used, nothing was done; 3 the flashing tool is missing or failed; 4 the lock cannot be
        reached, or the connection ended; 130 interrupted. Every command may be repeated.
        """;

    /// <summary>Runs a command line.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken stop)
    {
        RootCommand root = new(Description)
        {
            FacilityCommand.Make(terminal),
            ManifestCommand.Make(terminal),
            FlashCommand.Make(terminal),
            LabelCommand.Make(terminal),
            ProvisionCommand.Make(terminal),
            ReplaceCommand.Make(terminal),
            StatusCommand.Make(terminal),
            OpenCommands.MakeIdentify(terminal),
            OpenCommands.MakeOpen(terminal),
            EventsCommand.Make(terminal),
            ResetCommand.Make(terminal),
            KeyCommand.Make(terminal),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (ParseError error in parsed.Errors)
                terminal.Error.WriteLine(error.Message);
            terminal.Error.WriteLine("See --help.");
            return ExitCode.Unusable;
        }
        return await GuardAsync(terminal, () => parsed.InvokeAsync(
            new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            stop)).ConfigureAwait(false);
    }

    private static async Task<int> GuardAsync(Terminal terminal, Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (ToolException exception)
        {
            terminal.Error.WriteLine(exception.Message);
            return exception.ExitCode;
        }
        catch (FacilityFileException exception)
        {
            terminal.Error.WriteLine(exception.Message);
            return ExitCode.Unusable;
        }
        catch (LockLinkException exception)
        {
            terminal.Error.WriteLine(exception.Message);
            return ExitCode.Link;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Interrupted. What was done is done; the same command goes on from there.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"{exception.Message.TrimEnd('.')}. Check the path, its permissions and the room on the disk, and try again.");
            return ExitCode.Unusable;
        }
    }
}
