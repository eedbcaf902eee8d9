using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using Spectre.Console;
using Columns = LockFirmware.InstallerTool.Cli.Columns;

namespace LockFirmware.InstallerTool.Locks;

/// <summary>Shows locks that were heard to a person, also on a narrow terminal.</summary>
internal static class ScanShow
{
    // A table of seven columns breaks words where a terminal is narrower.
    private const int WidthOfAll = 160;

    private static readonly string[] Heads = ["signal", "name", "door", "state", "board", "adapter", "address"];

    /// <summary>Writes a lock as text.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="one">The lock.</param>
    /// <param name="door">The door that it says it is; null if there is none.</param>
    public static void Write(Terminal terminal, ScannedLock one, FacilityLock? door)
    {
        string[] cells = Cells(one, door);
        string head = $"{cells[0],8}  ";
        foreach (string line in Lines(cells))
        {
            Columns.Say(terminal, head, line);
            head = new string(' ', head.Length);
        }
    }

    /// <summary>A table without locks.</summary>
    /// <param name="width">The width of the terminal. A narrow one gets what belongs to a lock below each other.</param>
    public static Table Head(int width)
    {
        Table table = new();
        if (width >= WidthOfAll)
            return table.AddColumns(Heads);
        table.AddColumn(new TableColumn(Heads[0]).NoWrap());
        return table.AddColumn("lock");
    }

    /// <summary>Adds a lock to a table.</summary>
    public static void Add(Table table, ScannedLock one, FacilityLock? door)
    {
        string[] cells = Cells(one, door);
        string[] shown = table.Columns.Count == Heads.Length ? cells : [cells[0], string.Join('\n', Lines(cells))];
        table.AddRow([.. shown.Select(Markup.Escape)]);
    }

    /// <summary>All but the signal, below each other: the door, its state, its board, under which name and where it is heard.</summary>
    private static string[] Lines(string[] cells) =>
        [.. new[] { cells[2], cells[3], cells[4], $"{cells[1]}, {cells[5]}, {cells[6]}" }.Where(line => line != "-")];

    private static string[] Cells(ScannedLock one, FacilityLock? door) =>
    [
        one.Heard.Signal is { } dbm ? $"{dbm} dBm" : "?",
        one.Heard.Name.Length > 0 ? one.Heard.Name : "-",
        door?.Name ?? "-",
        StateOf(one),
        one.Identity is { } identity ? $"{identity.Board}, firmware {FirmwareNumber.Text(identity.Firmware)}" : "-",
        one.Heard.Adapter,
        one.Heard.Address,
    ];

    private static string StateOf(ScannedLock one) => one switch
    {
        { Trouble: not null } => "gives no answer",
        { Identity: { IsProvisioned: true } identity } => $"lock {identity.LockId} of facility {identity.FacilityId}",
        { Identity: not null } => "no identity",
        { Heard.IsConnected: true } => "connected to this computer",
        { Heard.IsNew: true } => "no identity",
        { Heard.Number: { } number } => $"lock {number}",
        _ => "unknown",
    };
}
