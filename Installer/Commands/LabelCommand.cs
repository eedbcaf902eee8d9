using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Labels;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl label.</summary>
internal static class LabelCommand
{
    public static Command Make(Terminal terminal)
    {
        Argument<string[]> doors = new("locks")
        {
            Description = "The locks. Default: all locks without an " +
            "identity.",
            Arity = ArgumentArity.ZeroOrMore
        };
        Option<string> path = Options.Facility();
        Option<string> output = new("--out")
        {
            Description = "The files to write: <out>-1.svg, <out>-2.svg " +
            "...",
            DefaultValueFactory = _ => "labels"
        };
        Option<int> perPage = new("--per-page")
        {
            Description = $"Labels per A4 page: " +
            $"{string.Join(", ", LabelSheet.PerPageChoices)}.",
            DefaultValueFactory = _ => LabelSheet.PerPageChoices[1],
            HelpName = "count"
        };
        perPage.AcceptOnlyFromAmong([.. LabelSheet.PerPageChoices.Select(count => $"{count}")]);
        Command command = new("label", """
            Writes sheets of labels as SVG pages of size A4. A label has the lock's name, its number and the QR code of its setup
            secret. Whoever has a label can take over its lock: the installer keeps it, never puts it on the lock, and destroys
            it after provisioning.
            """) { doors, path, output, perPage };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            terminal, parsed.GetValue(doors) ?? [], parsed.GetValue(path)!, parsed.GetValue(output)!, parsed.GetValue(perPage), stop)));
        return command;
    }

    private static int Run(Terminal terminal, string[] names, string path, string output, int perPage, CancellationToken stop)
    {
        using FacilityFileStore store = FacilityFileStore.Open(path, terminal.Warn, forWriting: false);
        FacilityLock[] doors = names.Length > 0
            ? [.. names.Select(store.Find)]
            : [.. store.Facility.Locks.Where(door => door.InstalledGeneration != door.Generation)];
        if (doors.Length == 0)
        {
            terminal.Say("Every lock has its identity, so no label is needed. To write labels all the same, give the names of the locks.");
            return ExitCode.Ok;
        }
        (int Number, FacilityLock[] Doors)[] pages = [.. doors.Chunk(perPage).Select((chunk, i) => (i + 1, chunk))];
        ProgressText.Each(terminal, "Pages written", pages, stop, page =>
            SafeFile.Replace($"{output}-{page.Number}.svg", LabelSheet.Make(store.Facility.Name, page.Doors, perPage)));
        terminal.Say($"{Count(doors.Length, "label")} on {Count(pages.Length, "page")}: " +
            $"{output}-1.svg{(pages.Length > 1 ? $" to {output}-{pages.Length}.svg" : string.Empty)}.");
        terminal.Warn("A label shows the setup secret of its lock: whoever has it can take over the lock. Give it to the installer, " +
            "not with the lock. Destroy it and these files after provisioning.");
        return ExitCode.Ok;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
