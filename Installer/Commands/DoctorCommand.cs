using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Flash;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl doctor.</summary>
internal static class DoctorCommand
{
    public static Command Make(Terminal terminal)
    {
        Option<string> path = Options.Facility();
        Option<string?> nanoff = Options.Nanoff();
        Command command = new("doctor", """
            Checks what this computer needs for flashing: the flashing tool and the .NET runtime that it is made for, the serial
            ports and whether you may use them, the facility file, an application for each kind of board. It changes nothing and
            opens no port, because that would restart a board.
            """) { path, nanoff };
        command.SetAction(async (parsed, stop) =>
        {
            int missing = await CheckToolAsync(terminal, parsed.GetValue(nanoff), stop).ConfigureAwait(false)
                + CheckPorts(terminal) + CheckFacility(terminal, parsed.GetValue(path)!);
            terminal.Say(missing == 0 ? "Nothing is missing." : $"{missing} of these must be corrected before you flash.");
            return missing == 0 ? ExitCode.Ok : ExitCode.FlashTool;
        });
        return command;
    }

    private static async Task<int> CheckToolAsync(Terminal terminal, string? given, CancellationToken stop)
    {
        try
        {
            string version = await Nanoff.Find(given).CheckAsync(Path.GetTempPath(), stop).ConfigureAwait(false);
            return Tell(terminal, true, "flashing tool", $"nanoff {version}");
        }
        catch (ToolException exception)
        {
            return Tell(terminal, false, "flashing tool", exception.Message);
        }
    }

    private static int CheckPorts(Terminal terminal)
    {
        IReadOnlyList<string> ports = SerialPorts.OfUsb();
        if (ports.Count == 0)
            return Tell(terminal, true, "serial ports", "none; connect a board by USB, with a cable that has data wires");
        return ports.Sum(port => Tell(
            terminal,
            SerialPorts.MayUse(port),
            port,
            SerialPorts.MayUse(port) ? "may be used" : "may not be used by you. Add yourself to the group of the port (often dialout), " +
                "and sign in again."));
    }

    private static int CheckFacility(Terminal terminal, string path)
    {
        if (!File.Exists(path))
            return Tell(terminal, false, "facility file", $"there is no {path}. Create one with \"lockctl facility new\".");
        using FacilityFileStore store = StoreAccess.Open(terminal, path, forWriting: false);
        int missing = Tell(terminal, true, "facility file", $"{store.FilePath}, {store.Facility.Locks.Count} locks");
        foreach (string name in store.Facility.Locks.Select(door => door.Board).Distinct().Order(StringComparer.Ordinal))
        {
            string image = SiteFolder.ImageOf(store.FilePath, BoardFile.Read(name));
            missing += Tell(terminal, File.Exists(image), $"application {name}", File.Exists(image) ? image : "none yet. Build it, then " +
                "\"lockctl image <file>\".");
        }
        return missing;
    }

    private static int Tell(Terminal terminal, bool isGood, string what, string how)
    {
        terminal.Say($"{(isGood ? "ok      " : "MISSING ")} {what}: {how}");
        return isGood ? 0 : 1;
    }
}
