using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>One line of the list of locks.</summary>
internal sealed record ManifestRow(int Line, uint Id, string Name, string Board, DoorKind Kind, bool IsExit, string? SerialPort);

/// <summary>Reads the list of locks and reports all its faults at once.</summary>
internal sealed class ManifestReader(IReadOnlyCollection<string> boards)
{
    private const int ShownLengthMax = 80;
    private const string CommentAdvice = " A row is not left out because it begins with #: remove it from the list.";

    private static readonly StringComparer AnyCase = StringComparer.OrdinalIgnoreCase;
    private static readonly string[] Required = ["id", "name", "board", "kind"];
    private static readonly string[] Known = [.. Required, "exit", "serialPort"];

    private readonly List<string> _problems = [];
    private readonly Dictionary<uint, int> _ids = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <exception cref="ToolException">The list has faults; the message has each with its line.</exception>
    public IReadOnlyList<ManifestRow> Read(string path)
    {
        if (!File.Exists(path))
            throw new ToolException(ExitCode.Unusable, $"There is no file {path}. Write a list with the columns " +
                $"{string.Join(",", Known)}.");
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
        {
            Delimiter = SeparatorOf(path),
            TrimOptions = TrimOptions.Trim,
            BadDataFound = args => _problems.Add($"line {args.Context.Parser?.RawRow}: the quotation marks are not balanced."),
            MissingFieldFound = null,
            PrepareHeaderForMatch = args => args.Header.ToLowerInvariant(),
        };
        using CsvReader csv = new(new StreamReader(path), configuration);
        List<ManifestRow> rows = [];
        if (HasHeader(csv))
        {
            while (csv.Read())
                Add(rows, csv);
            if (rows.Count == 0 && _problems.Count == 0)
                _problems.Add("line 1: the list has no locks.");
        }
        if (_problems.Count > 0)
            throw new ToolException(ExitCode.Unusable, $"{path} cannot be used. Nothing was " +
                $"done:{Environment.NewLine}{string.Join(Environment.NewLine, _problems.Select(problem => $"  {problem}"))}");
        return rows;
    }

    // Spreadsheets write what their country uses. The line of the columns tells, because no column has one of these in its name.
    private static string SeparatorOf(string path)
    {
        string columns = File.ReadLines(path).FirstOrDefault(line => line.Length > 0) ?? string.Empty;
        return columns.Contains(',') ? "," : columns.Contains(';') ? ";" : columns.Contains('\t') ? "\t" : ",";
    }

    private bool HasHeader(CsvReader csv)
    {
        if (!csv.Read() || !csv.ReadHeader())
        {
            _problems.Add($"line 1: the columns are missing. Write {string.Join(",", Known)}.");
            return false;
        }
        string[] columns = csv.HeaderRecord ?? [];
        _problems.AddRange(Required.Where(name => !columns.Contains(name, AnyCase))
            .Select(name => $"line 1: the column {name} is missing."));
        _problems.AddRange(columns.Where(name => !Known.Contains(name, AnyCase))
            .Select(name => $"line 1: unknown column \"{Shown(name)}\". The columns are {string.Join(", ", Known)}."));
        _problems.AddRange(columns.GroupBy(name => name, AnyCase).Where(group => group.Count() > 1)
            .Select(group => $"line 1: the column {group.Key} is there twice."));
        return _problems.Count == 0;
    }

    private void Add(List<ManifestRow> rows, CsvReader csv)
    {
        string row = csv.Parser.RawRecord.Trim('\r', '\n');
        // The parser counts to the last line of a row; a quoted name may go over several.
        int line = csv.Parser.RawRow - row.Count(letter => letter == '\n');
        if (csv.Parser.Count != csv.HeaderRecord!.Length)
            _problems.Add($"line {line}: {csv.Parser.Count} fields instead of {csv.HeaderRecord.Length}: {Shown(row)}");
        uint id = Id(line, Field(csv, "id"));
        string name = Name(line, Field(csv, "name"));
        string board = Board(line, Field(csv, "board"));
        DoorKind kind = Kind(line, Field(csv, "kind"));
        bool isExit = Exit(line, Field(csv, "exit"));
        string port = Field(csv, "serialPort");
        rows.Add(new ManifestRow(line, id, name, board, kind, isExit, port.Length == 0 ? null : port));
    }

    private static string Field(CsvReader csv, string name) =>
        csv.TryGetField(name, out string? value) ? value?.Trim() ?? string.Empty : string.Empty;

    private uint Id(int line, string text)
    {
        if (text.Length == 0)
            _problems.Add($"line {line}: the id is missing.");
        else if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) || id == 0)
            _problems.Add(
                $"line {line}: the id \"{Shown(text)}\" is not a whole number from 1 on.{(text[0] == '#' ? CommentAdvice : string.Empty)}");
        else if (!_ids.TryAdd(id, line))
            _problems.Add($"line {line}: line {_ids[id]} has the id {id} already.");
        else
            return id;
        return 0;
    }

    private string Name(int line, string text)
    {
        if (text.Length == 0)
            _problems.Add($"line {line}: the name is missing.");
        else if (NameText.Complaint(text) is { } complaint)
            _problems.Add($"line {line}: the name \"{Shown(text)}\" {complaint}.");
        else if (!_names.TryAdd(text, line))
            _problems.Add($"line {line}: line {_names[text]} has the name \"{text}\" already.");
        return text;
    }

    private string Board(int line, string text)
    {
        string? board = boards.FirstOrDefault(board => AnyCase.Equals(board, text));
        if (board == null)
            _problems.Add($"line {line}: {(text.Length == 0 ? "the board is missing" : $"unknown board \"{Shown(text)}\"")}. The boards " +
                $"are {string.Join(", ", boards)}.");
        return board ?? text;
    }

    private DoorKind Kind(int line, string text)
    {
        bool isUnit = AnyCase.Equals(text, "unit");
        if (!isUnit && !AnyCase.Equals(text, "entry"))
            _problems.Add($"line {line}: the kind is entry or unit{(text.Length == 0 ? ", and is missing" : $", not \"{Shown(text)}\"")}.");
        return isUnit ? DoorKind.Unit : DoorKind.Entry;
    }

    private bool Exit(int line, string text)
    {
        bool isExit = AnyCase.Equals(text, "yes");
        if (!isExit && text.Length > 0 && !AnyCase.Equals(text, "no"))
            _problems.Add($"line {line}: exit is yes, no or empty, not \"{Shown(text)}\".");
        return isExit;
    }

    // What was refused, on one line that a terminal can show.
    private static string Shown(string text)
    {
        StringBuilder shown = new();
        foreach (char letter in text.Take(ShownLengthMax))
            shown = char.IsControl(letter) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}") : shown.Append(letter);
        return text.Length > ShownLengthMax ? $"{shown}..." : shown.ToString();
    }
}
