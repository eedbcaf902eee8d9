using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Commands;
using LockFirmware.KeyIssuing.FacilityFiles;
using LockFirmware.LockLink;

namespace LockFirmware.InstallerTool;

/// <summary>The commands of lockctl, and how each of them ends.</summary>
internal static class Lockctl
{
    private const string Name = "lockctl";

    private const string Description = """
        The installer's tool. It creates the facility file, prepares and flashes locks, puts them into service and checks them.

        Order for a first installation: facility new, manifest, image, flash, readback (or label and provision over the air), status.

        Exit codes: 0 done, or nothing to do; 1 the lock refused, or something is wrong with it; 2 the command line or a file
        cannot be used, nothing was done; 3 the flashing tool is missing or failed; 4 the lock cannot be reached, or the
        connection ended; 130 interrupted. You can repeat every command.
        """;

    /// <summary>Runs a command line.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken stop)
    {
        if (EmptyArgument(args) is { } empty)
        {
            terminal.Error.WriteLine($"{empty} is empty. Give it a value, or leave it out.");
            return ExitCode.Unusable;
        }
        RootCommand root = new(Description)
        {
            FacilityCommand.Make(terminal),
            ManifestCommand.Make(terminal),
            ListCommand.Make(terminal),
            RenameCommand.Make(terminal),
            MoveCommand.Make(terminal),
            RemoveCommand.Make(terminal),
            ImageCommand.Make(terminal),
            FlashCommand.Make(terminal),
            BenchCommand.Make(terminal),
            ReadBackCommand.Make(terminal),
            LabelCommand.Make(terminal),
            ProvisionCommand.Make(terminal),
            ReplaceCommand.Make(terminal),
            ScanCommand.Make(terminal),
            StatusCommand.Make(terminal),
            OpenCommands.MakeIdentify(terminal),
            OpenCommands.MakeOpen(terminal),
            EventsCommand.Make(terminal),
            AcceptCommand.Make(terminal),
            ResetCommand.Make(terminal),
            KeyCommand.Make(terminal),
            JobCommand.Make(terminal),
            DoctorCommand.Make(terminal),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            Complain(terminal.Error, args, parsed);
            return ExitCode.Unusable;
        }
        return await GuardAsync(terminal, () => parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null
            },
            stop)).ConfigureAwait(false);
    }

    /// <summary>Says what is wrong with a command line, and where to read on.</summary>
    private static void Complain(TextWriter error, IReadOnlyList<string> args, ParseResult parsed)
    {
        string[] words = [.. Commands(parsed.CommandResult).Reverse()];
        string command = string.Join(' ', words.Prepend(Name));
        if (parsed.CommandResult.Command.Subcommands.Count > 0)
        {
            string given = parsed.UnmatchedTokens.Count > 0 ? $"\"{command}\" has no command \"{parsed.UnmatchedTokens[0]}\"." :
                $"Give a command of \"{command}\".";
            error.WriteLine($"{given} \"{command} --help\" lists them.");
            return;
        }
        foreach (ParseError wrong in parsed.Errors)
            error.WriteLine(wrong.Message);
        // The likeliest mistake: lockctl flash Unit 12.
        int extra = args.Index().Skip(words.Length + 1).FirstOrDefault(arg => parsed.UnmatchedTokens.Contains(arg.Item)).Index;
        if (extra > 0 && !args[extra].StartsWith('-') && !args[extra - 1].StartsWith('-'))
            error.WriteLine($"A name of several words needs quotes: \"{args[extra - 1]} {args[extra]}\".");
        error.WriteLine($"See \"{command} --help\".");
    }

    /// <summary>The names of a command and of those above it, without that of the program.</summary>
    private static IEnumerable<string> Commands(CommandResult result)
    {
        for (CommandResult? at = result; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
            yield return at.Command.Name;
    }

    /// <summary>The name of the first argument that is empty: no command takes one.</summary>
    private static string? EmptyArgument(IReadOnlyList<string> args)
    {
        for (int i = 0; i < args.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(args[i]))
                return i > 0 && args[i - 1].StartsWith("--", StringComparison.Ordinal) ? args[i - 1] : $"Argument {i + 1}";
        }
        return null;
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
            terminal.Error.WriteLine("Interrupted. The completed steps are kept. Run the same command again to continue.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"{exception.Message.TrimEnd('.')}. Check the path, its permissions and the free disk space, and " +
                $"try again.");
            return ExitCode.Unusable;
        }
    }
}
