using System.CommandLine;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.InstallerTool.Labels;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Commands;

/// <summary>lockctl label.</summary>
internal static class LabelCommand
{
    private sealed record LabelRequest(string[] Locks, string Facility, string Out, int PerPage, bool Svg, bool Json);

    public static Command Make(Terminal terminal)
    {
        Argument<string[]> doors = new("locks")
        {
            Description = "The locks. Default: all locks without an identity.",
            Arity = ArgumentArity.ZeroOrMore
        };
        Option<string> path = Options.Facility();
        Option<string> output = new("--out")
        {
            Description = "The file to write: <out>.pdf, or with --svg <out>-1.svg, <out>-2.svg ...",
            DefaultValueFactory = _ => "labels"
        };
        Option<int> perPage = new("--per-page")
        {
            Description = $"Labels per A4 page: {string.Join(", ", LabelLayout.PerPageChoices)}.",
            DefaultValueFactory = _ => LabelLayout.PerPageChoices[1],
            HelpName = "count"
        };
        perPage.AcceptOnlyFromAmong([.. LabelLayout.PerPageChoices.Select(count => $"{count}")]);
        Option<bool> svg = new("--svg")
        {
            Description = "Write SVG pages, for names in scripts that the PDF cannot show. The computer that prints them needs the fonts."
        };
        Option<bool> json = Options.Json();
        Command command = new("label", """
            Writes sheets of labels of size A4 as one PDF. A label has the lock's name, number and generation, the day, and the QR code
            and the text of its setup secret. Whoever has a label can take over its lock: the installer keeps it, never puts it on the
            lock, and destroys it after provisioning.
            """) { doors, path, output, perPage, svg, json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            terminal,
            new LabelRequest(parsed.GetValue(doors) ?? [], parsed.GetValue(path)!, parsed.GetValue(output)!, parsed.GetValue(perPage),
                parsed.GetValue(svg), parsed.GetValue(json)),
            stop)));
        return command;
    }

    private static int Run(Terminal terminal, LabelRequest request, CancellationToken stop)
    {
        using FacilityFileStore store = StoreAccess.Open(terminal, request.Facility, forWriting: false);
        FacilityLock[] doors = request.Locks.Length > 0
            ? [.. request.Locks.Select(store.Find)]
            : [.. store.Facility.Locks.Where(door => door.InstalledGeneration != door.Generation)];
        Terminal talk = terminal.Beside(request.Json);
        if (doors.Length == 0)
        {
            WriteJson(terminal, request, doors, []);
            talk.Say("Every lock has its identity, so no label is needed. To write labels all the same, give the names of the locks.");
            return ExitCode.Ok;
        }
        string name = store.Facility.Name;
        DateOnly day = DateOnly.FromDateTime(terminal.Time.GetUtcNow().UtcDateTime);
        IReadOnlyList<LabelLayout>[] pages =
            [.. doors.Chunk(request.PerPage).Select(chunk => LabelLayout.OfPage(name, chunk, request.PerPage, day))];
        string[] written = request.Svg ? WriteSvg(talk, name, pages, request.Out, stop) : [WritePdf(name, doors, pages, request.Out)];
        WriteJson(terminal, request, doors, written);
        string files = written.Length == 1 ? written[0] : $"{written[0]} to {written[^1]}";
        talk.Say($"{Count(doors.Length, "label")} on {Count(pages.Length, "page")}: {files}.");
        terminal.Warn("A label shows the setup secret of its lock: whoever has it can take over the lock. Give it to the installer, " +
            "not with the lock. Destroy it and these files after provisioning.");
        return ExitCode.Ok;
    }

    private static void WriteJson(Terminal terminal, LabelRequest request, FacilityLock[] doors, string[] files)
    {
        if (request.Json)
            terminal.Say(JsonText.Of(new
            {
                locks = doors.Select(door => new { id = door.Id, name = door.Name, generation = door.Generation }),
                files = files.Select(Path.GetFullPath),
            }));
    }

    private static string WritePdf(string facility, FacilityLock[] doors, IReadOnlyList<LabelLayout>[] pages, string output)
    {
        foreach (string text in doors.Select(door => door.Name).Prepend(facility))
        {
            if (PdfFont.Missing(text) is { } letter)
                throw new ToolException(ExitCode.Unusable, $"The PDF cannot show the letter {letter} of \"{text}\". Nothing was " +
                    $"written. Use --svg: the computer that prints the pages needs a font for it.");
        }
        SafeFile.Replace($"{output}.pdf", LabelPdf.Make(facility, pages));
        return $"{output}.pdf";
    }

    private static string[] WriteSvg(Terminal terminal, string facility, IReadOnlyList<LabelLayout>[] pages, string output,
        CancellationToken stop)
    {
        ProgressText.Each(terminal, "Pages written", [.. pages.Index()], stop, page =>
            SafeFile.Replace($"{output}-{page.Index + 1}.svg", LabelSheet.Make(facility, page.Item)));
        return [.. Enumerable.Range(1, pages.Length).Select(page => $"{output}-{page}.svg")];
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
