using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using LockFirmware.InstallerTool.Cli;

namespace LockFirmware.InstallerTool.Bench;

/// <summary>What a bench did, a line each: bench.csv beside the facility file. It has no secrets.</summary>
/// <param name="path">The file. It is continued.</param>
/// <param name="time">The clock of this computer.</param>
internal sealed class BenchLog(string path, TimeProvider time)
{

    private readonly Lock _turn = new();

    private sealed record Entry(string Utc, string Port, string Chip, string Mac, uint Lock, string Name, ushort Generation, string What);

    /// <summary>Adds a line.</summary>
    public void Add(string port, Flash.ChipDetails chip, BenchClaim claim, string what)
    {
        string utc = JsonText.Utc(time.GetUtcNow());
        lock (_turn)
        {
            bool isNew = !File.Exists(path);
            // A name that begins like a formula is text for a spreadsheet, too.
            CsvConfiguration form = new(CultureInfo.InvariantCulture)
            {
                HasHeaderRecord = isNew,
                InjectionOptions = InjectionOptions.Escape,
            };
            using StreamWriter file = new(path, append: true);
            using CsvWriter csv = new(file, form);
            csv.WriteRecords(new[] { new Entry(utc, port, chip.Chip, chip.Mac, claim.Id, claim.Name, claim.Generation, what) });
        }
    }
}
