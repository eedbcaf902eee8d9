using System.CommandLine;
using LockFirmware.VirtualBoard.Demo;
using LockFirmware.VirtualBoard.Facility;
using LockFirmware.VirtualBoard.Show;

namespace LockFirmware.VirtualBoard;

/// <summary>The commands of the program, and what each ends with.</summary>
internal static class CommandLine
{
    /// <summary>All is as expected.</summary>
    public const int ExitOk = 0;

    /// <summary>Something came out otherwise than the facility file expects.</summary>
    public const int ExitDifferent = 1;

    /// <summary>The command line or the facility file cannot be used.</summary>
    public const int ExitUnusable = 2;

    /// <summary>Runs a command line.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        FacilityFile facility;
        string path = args.FirstOrDefault(a => !a.StartsWith('-')) ?? Path.Combine(AppContext.BaseDirectory, "demo-facility.json");
        try
        {
            facility = FacilityParser.Load(path);
        }
        catch (FacilityFileException exception)
        {
            error.WriteLine($"{path}: {exception.Message}");
            return ExitUnusable;
        }
        IShow show = new PlainShow(output);
        return show.Run(() => new DemoRun(facility, show).Play()) ? ExitOk : ExitDifferent;
    }
}
