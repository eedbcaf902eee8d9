using System.Collections.ObjectModel;
using System.CommandLine.Parsing;
using System.ComponentModel;
using LockFirmware.InstallerTool.Labels;
using LockFirmware.InstallerTool.Locks;
using LockFirmware.KeyIssuing.FacilityFiles;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>Prints a tag with the name of a lock, so that its board is put behind the right door. It has no secret.</summary>
/// <param name="setup">What the bench works with.</param>
internal sealed class TagPrinter(BenchSetup setup)
{
    /// <summary>Writes tags/&lt;id&gt;.pdf and gives it to the program.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public async Task<string?> PrintAsync(BenchClaim claim, string mac, CancellationToken stop)
    {
        string facility;
        using (FacilityFileStore store = StoreAccess.Open(setup.Terminal, setup.Facility, forWriting: false))
            facility = store.Facility.Name;
        if (PdfFont.Missing(claim.Name + facility) is { } letter)
            return $"the PDF cannot show the letter {letter}";
        string path = Path.Combine(setup.Folder, "tags", $"{claim.Id}.pdf");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DateOnly day = DateOnly.FromDateTime(setup.Terminal.Time.GetUtcNow().UtcDateTime);
        string[] lines =
            [$"lock {claim.Id} · {facility}", $"generation {claim.Generation} · {day:yyyy-MM-dd}", $"{claim.Board.Name} · {mac}"];
        SafeFile.Replace(path, LabelPdf.Tag(claim.Name, lines));
        string[] words = [.. CommandLineParser.SplitCommandLine(setup.Print!)];
        try
        {
            int code = await setup.Terminal.Programs.RunAsync(
                words[0], [.. words[1..], path], ReadOnlyDictionary<string, string>.Empty, _ => { }, stop).ConfigureAwait(false);
            return code == 0 ? null : $"{words[0]} ended with {code}";
        }
        catch (Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
