using System.CommandLine;
using System.Security.Cryptography;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyCrypto;
using LockFirmware.KeyIssuing.FacilityFiles;
using Command = System.CommandLine.Command;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl manifest.</summary>
internal static class ManifestCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string> list = new("list")
        {
            Description = "A CSV file with the columns id,name,board,kind,exit,serialPort. kind is " +
            "entry or unit, exit is yes or no; the last two may be empty."
        };
        Option<string> path = Options.Facility();
        Option<bool> json = Options.Json();
        Command command = new("manifest", """
            Adds a list of locks to the facility file. For each lock it writes the files for flashing into locks/<id> beside the
            facility file: identity, setup secret, deploy.json. If the list has faults, each is reported with its line, and
            nothing is done. Locks that are in the facility file already stay unchanged. After an interruption run it again.
            """) { list, path, json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            terminal, parsed.GetValue(list)!, parsed.GetValue(path)!, parsed.GetValue(json), stop)));
        return command;
    }

    private static int Run(Terminal terminal, string list, string path, bool asJson, CancellationToken stop)
    {
        using FacilityFileStore store = StoreAccess.Open(terminal, path, forWriting: true);
        IReadOnlyList<ManifestRow> rows = new ManifestReader(BoardFile.Names()).Read(list);
        HashSet<uint> known = [.. store.Facility.Locks.Select(door => door.Id)];
        int added = Take(store, rows, list);
        FacilityLock[] doors = [.. rows.Select(row => store.Facility.Locks.Find(door => door.Id == row.Id)!)];
        LockFolder[] missing =
            [.. doors.Where(door => door.InstalledGeneration != door.Generation).Select(door => new LockFolder(store, door))
                .Where(folder => !folder.IsDeployed && !folder.HasFiles)];
        Terminal talk = terminal.Beside(asJson);
        ProgressText.Each(talk, "Locks prepared", missing, stop, folder => folder.WriteFiles());
        if (asJson)
        {
            terminal.Say(JsonText.Of(doors.Select(door =>
                ListCommand.LineOf(store, door) with { IsNew = !known.Contains(door.Id) })));
            return ExitCode.Ok;
        }
        terminal.Say(added + missing.Length == 0
            ? $"All {rows.Count} locks are prepared already; nothing to do."
            : $"{added} locks added, files written for {missing.Length}. Keep these files secret until they are in the locks.");
        if (missing.Length > 0)
            terminal.Say("Next: \"lockctl flash <lock> --port <port>\" for each lock, or \"lockctl label\" to provision over the air.");
        return ExitCode.Ok;
    }

    /// <summary>Adds all new locks at once and saves the file before an identity of a new lock is written.</summary>
    private static int Take(FacilityFileStore store, IReadOnlyList<ManifestRow> rows, string list)
    {
        List<string> problems = [];
        List<FacilityLock> added = [];
        bool hasChanged = false;
        foreach (ManifestRow row in rows)
        {
            FacilityLock? known = store.Facility.Locks.Find(door => door.Id == row.Id);
            FacilityLock? namesake =
                store.Facility.Locks.Find(door => door.Id != row.Id
                    && string.Equals(door.Name, row.Name, StringComparison.OrdinalIgnoreCase));
            FacilityLock? numbered = store.Facility.Locks.Find(door => door.Id != row.Id && IsNumberOf(row.Name, door.Id));
            uint? called = rows.FirstOrDefault(other => other.Id != row.Id && IsNumberOf(row.Name, other.Id))?.Id ?? numbered?.Id;
            if (called != null)
                problems.Add($"line {row.Line}: the name \"{row.Name}\" is also the number of lock {called}, so it is ambiguous. Add a " +
                    $"word to the name.");
            else if (namesake != null)
                problems.Add($"line {row.Line}: lock {namesake.Id} in the facility file has the name \"{row.Name}\" already.");
            else if (known == null)
                added.Add(New(row));
            else if (known.Name != row.Name || known.Board != row.Board || known.Kind != row.Kind || known.IsExit != row.IsExit)
                problems.Add($"line {row.Line}: lock {row.Id} is \"{known.Name}\" on {known.Board}, " +
                    $"{known.Kind.ToString().ToLowerInvariant()}{(known.IsExit ? ", exit" : string.Empty)}, in the facility file. Use " +
                    $"another id, or correct the list. For other hardware use \"lockctl replace\".");
            else if (known.SerialPort != row.SerialPort)
            {
                known.SerialPort = row.SerialPort;
                hasChanged = true;
            }
        }
        if (problems.Count > 0)
            throw new ToolException(ExitCode.Unusable, $"{list} contradicts the facility file. Nothing was " +
                $"done:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(problem => $"  {problem}"))}");
        added.ForEach(store.Add);
        if (added.Count > 0 || hasChanged)
            store.Save();
        return added.Count;
    }

    private static bool IsNumberOf(string name, uint id) => uint.TryParse(name, out uint number) && number == id;

    private static FacilityLock New(ManifestRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Board = row.Board,
        Kind = row.Kind,
        IsExit = row.IsExit,
        SerialPort = row.SerialPort,
        SetupSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Hmac.HashSize)),
        Generation = 1,
    };
}
