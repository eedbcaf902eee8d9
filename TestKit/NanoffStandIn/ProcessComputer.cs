using System.Diagnostics;
using System.Globalization;

namespace LockFirmware.NanoffStandIn;

/// <summary>The computer of this process.</summary>
internal sealed record ProcessComputer() : Computer(
    Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), Path.GetTempPath(), Console.Out, Console.Error)
{
    private const int ParentAt = 1;

    /// <summary>The same calls as in Library/Esp32Operations.cs.</summary>
    public override void ReplaceLine(string line)
    {
        Console.SetCursorPosition(0, Console.CursorTop);
        Console.Write(new string(' ', Console.WindowWidth));
        int current = Console.CursorTop;
        Console.SetCursorPosition(0, current - 1);
        Console.Write(new string(' ', Console.WindowWidth));
        Console.SetCursorPosition(0, current - 1);
        Console.WriteLine(line);
    }

    /// <summary>On Linux only.</summary>
    public override void KillCaller()
    {
        // After the name in brackets: state, then the parent.
        string[] fields = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ');
        Process.GetProcessById(int.Parse(fields[ParentAt], CultureInfo.InvariantCulture)).Kill();
        Environment.Exit(1);
    }
}
