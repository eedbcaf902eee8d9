using System.Globalization;
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
            TrimOptions = TrimOptions.Trim,
            BadDataFound = args => _problems.Add($"line {args.Context.Parser?.RawRow}: the quotation marks are not balanced."),
            MissingFieldFound = null,
            AllowComments = true,
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

    private bool HasHeader(CsvReader csv)
    {
        if (!csv.Read() || !csv.ReadHeader())
        {
            _problems.Add($"line 1: the columns are missing. Write {string.Join(",", Known)}.");
            return false;
        }
        string[] columns = csv.HeaderRecord ?? [];
        _problems.AddRange(Required.Where(name => !columns.Contains(name)).Select(name => $"line 1: the column {name} is missing."));
        _problems.AddRange(columns.Where(name => !Known.Contains(name)).Select(name => $"line 1: unknown column \"{name}\". The columns " +
            $"are {string.Join(", ", Known)}."));
        _problems.AddRange(columns.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"line 1: the column " +
            $"{group.Key} is there twice."));
        return _problems.Count == 0;
    }

    private void Add(List<ManifestRow> rows, CsvReader csv)
    {
        int line = csv.Parser.RawRow;
        if (csv.Parser.Count != csv.HeaderRecord!.Length)
            _problems.Add($"line {line}: {csv.Parser.Count} fields instead of {csv.HeaderRecord.Length}.");
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
            _problems.Add($"line {line}: the id \"{text}\" is not a whole number from 1 on.");
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
            _problems.Add($"line {line}: the name {complaint}.");
        else if (!_names.TryAdd(text, line))
            _problems.Add($"line {line}: line {_names[text]} has the name \"{text}\" already.");
        return text;
    }

    private string Board(int line, string text)
    {
        if (!boards.Contains(text))
            _problems.Add($"line {line}: {(text.Length == 0 ? "the board is missing" : $"unknown board \"{text}\"")}. The boards are " +
                $"{string.Join(", ", boards)}.");
        return text;
    }

    private DoorKind Kind(int line, string text)
    {
        if (text is not ("entry" or "unit"))
            _problems.Add($"line {line}: the kind is entry or unit{(text.Length == 0 ? ", and is missing" : $", not \"{text}\"")}.");
        return text == "unit" ? DoorKind.Unit : DoorKind.Entry;
    }

    private bool Exit(int line, string text)
    {
        if (text is not ("" or "yes" or "no"))
            _problems.Add($"line {line}: exit is yes, no or empty, not \"{text}\".");
        return text == "yes";
    }
}
