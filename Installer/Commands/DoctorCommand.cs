using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl doctor.</summary>
internal static class DoctorCommand
{
    private const string Tool = "flashing tool";
    private const string Port = "serial port";
    private const string Facility = "facility file";
    private const string Application = "application";

    public static Command Make(Terminal terminal)
    {
        Option<string> path = Options.Facility();
        Option<string?> nanoff = Options.Nanoff();
        Option<bool> json = Options.Json();
        Command command = new("doctor", """
            Checks what this computer needs for flashing: the flashing tool and the .NET runtime that it is made for, the serial
            ports and whether you may use them, the facility file, an application for each kind of board. It changes nothing and
            opens no port, because that would restart a board.
            """) { path, nanoff, json };
        command.SetAction(async (parsed, stop) =>
        {
            Check[] checks =
                [await CheckToolAsync(terminal, parsed.GetValue(nanoff), stop).ConfigureAwait(false), .. CheckPorts(),
                .. CheckFacility(terminal, parsed.GetValue(path)!)];
            int missing = checks.Count(check => !check.IsGood);
            if (parsed.GetValue(json))
            {
                terminal.Say(JsonText.Of(new { isReady = missing == 0, checks }));
                return missing == 0 ? ExitCode.Ok : ExitCode.FlashTool;
            }
            foreach (Check check in checks)
                terminal.Say($"{(check.IsGood ? "ok      " : "MISSING ")} {check.Kind}{(check.Name.Length > 0 ? " " + check.Name : "")}: " +
                    check.Detail);
            terminal.Say(missing == 0 ? "Nothing is missing." : $"{missing} of these must be corrected before you flash.");
            return missing == 0 ? ExitCode.Ok : ExitCode.FlashTool;
        });
        return command;
    }

    private static async Task<Check> CheckToolAsync(Terminal terminal, string? given, CancellationToken stop)
    {
        try
        {
            string version = await Nanoff.Find(terminal.Programs, given).CheckAsync(Path.GetTempPath(), stop).ConfigureAwait(false);
            return new Check(Tool, string.Empty, true, $"nanoff {version}");
        }
        catch (ToolException exception)
        {
            return new Check(Tool, string.Empty, false, exception.Message);
        }
    }

    private static IEnumerable<Check> CheckPorts()
    {
        IReadOnlyList<string> ports = SerialPorts.OfUsb();
        if (ports.Count == 0)
            return [new Check(Port, string.Empty, true, "none; connect a board by USB, with a cable that has data wires")];
        return ports.Select(port => new Check(
            Port,
            port,
            SerialPorts.MayUse(port),
            SerialPorts.MayUse(port) ? "may be used" : "may not be used by you. Add yourself to the group of the port (often dialout), " +
                "and sign in again."));
    }

    private static IEnumerable<Check> CheckFacility(Terminal terminal, string path)
    {
        if (!File.Exists(path))
            return [new Check(Facility, string.Empty, false, $"there is no {path}. Create one with \"lockctl facility new\".")];
        using FacilityFileStore store = StoreAccess.Open(terminal, path, forWriting: false);
        List<Check> checks = [new Check(Facility, string.Empty, true, $"{store.FilePath}, {store.Facility.Locks.Count} locks")];
        foreach (string name in store.Facility.Locks.Select(door => door.Board).Distinct().Order(StringComparer.Ordinal))
        {
            string image = SiteFolder.ImageOf(store.FilePath, BoardFile.Read(name));
            checks.Add(new Check(Application, name, File.Exists(image), File.Exists(image) ? image : "none yet. Build it, then " +
                "\"lockctl image <file>\"."));
        }
        return checks;
    }

    /// <summary>One thing that flashing needs.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Name">Which of several; empty for the only one.</param>
    /// <param name="IsGood">Whether it can be used.</param>
    /// <param name="Detail">Its version or place, or what to do.</param>
    private sealed record Check(string Kind, string Name, bool IsGood, string Detail);
}
