using System.Text.RegularExpressions;

namespace LockFirmware.InstallerTool.Flash;

/// <summary>What a run of nanoff said, and how it ended. Its exit code alone does not say whether a step is done.</summary>
internal sealed partial class NanoffOutput
{
    // A Unix shell passes on one byte of an exit code.
    private const int UnixCodes = 256;
    private const string NothingDone = "No operation was performed";
    private const string Again =
        "Check the cable and the port, hold BOOT while it connects, and run the same command again. It continues with this step.";
    private const string Written = "Flash write complete.";

    private readonly List<string> _lines = [];

    /// <summary>The exit code. On Unix it is that of nanoff modulo 256.</summary>
    public int Code { get; set; }

    /// <summary>Everything that it wrote, in lines.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>The last line that is not empty.</summary>
    public string LastLine => _lines.LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? string.Empty;

    /// <summary>How it ended and what to do, in sentences.</summary>
    public string Ending => Code == 0 ? LastLine : $"nanoff ended with {CodeText}. {Advice()}";

    /// <summary>Whether the starter of .NET programs says that the runtime of this program is not installed.</summary>
    public bool NeedsOtherRuntime => Code != 0 && Text.Contains(".NET to run this application", StringComparison.Ordinal);

    /// <summary>Adds a line.</summary>
    public void Add(string line) => _lines.Add(Colours().Replace(line, string.Empty));

    /// <summary>Why a step is not done.</summary>
    /// <param name="step">firmware, files or application.</param>
    /// <param name="files">The content files of the step files: source and destination of each.</param>
    /// <returns>Null when it is done; else what happened and what to do, in sentences.</returns>
    public string? Complaint(string step, IReadOnlyList<(string Source, string Destination)> files)
    {
        if (Code != 0)
            return $"nanoff ended with {CodeText} in step {step}. {Advice()}";
        if (Text.Contains(NothingDone, StringComparison.Ordinal))
            return $"nanoff did nothing in step {step}, because it does not know the target of this board. Use the lockctl of the " +
                $"firmware's version.";
        if (step == FlashStep.Files)
        {
            string[] missing = [.. files.Where(file => !HasArrived(file)).Select(file => file.Destination)];
            return missing.Length == 0 ? null : $"nanoff ended without an error, but did not say that {string.Join(" and ", missing)} " +
                $"arrived. The storage of the lock may be full or damaged.";
        }
        // The words of the step firmware are not shown at the verbosity that works without a terminal.
        return step == FlashStep.Application && !Text.Contains(Written, StringComparison.Ordinal)
            ? "nanoff ended without an error, but did not say that it wrote the application. Check the cable."
            : null;
    }

    private bool HasArrived((string Source, string Destination) file) =>
        _lines.Any(line => line.Contains($"Deploying file {file.Source} to {file.Destination}...", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith("OK", StringComparison.Ordinal));

    private string CodeText => NamedCode() is { } code && code != Code ? $"{Code} (E{code})" : $"{Code}";

    /// <summary>nanoff's own code: from its words, because a Unix shell cuts it.</summary>
    private int? NamedCode()
    {
        Match named = ErrorText().Matches(Text).LastOrDefault() is { Success: true } match ? match : Match.Empty;
        if (!named.Success)
            return null;
        int code = int.Parse(named.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        return code == Code || code % UnixCodes == Code ? code : null;
    }

    private string Advice() => (NamedCode() ?? Code) switch
    {
        2000 or 2002 or 2003 => "The runtime on the board does not answer. Press the board's reset button, wait five seconds, and run " +
            "the same command again. If it stays so, the runtime does not fit this board: check the board's name in the list of locks.",
        4000 or 4003 or 4004 => Again,
        4005 or 6000 => "The port does not exist, or you may not use it. Check its name, close other programs that have it open, and on " +
            "Linux add yourself to the group of the port (often dialout).",
        6002 => "Another program has the port. Close it.",
        9005 or 9006 or 9007 => "The runtime could not be downloaded. Check the network, and that the version in board.json still exists.",
        9008 => "There is no application at the path that was given.",
        134 => "It crashed. The lines above say why.",
        _ => Again,
    };

    [GeneratedRegex(@"\bE(\d{4})\b")]
    private static partial Regex ErrorText();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Colours();
}
