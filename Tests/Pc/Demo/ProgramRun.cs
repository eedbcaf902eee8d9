using System;
using System.IO;
using System.Text;
using System.Threading;
using LockFirmware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Demo;

/// <summary>One run of the virtual board's program, in this process.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>The demo facility of the repository.</summary>
    public static string DemoFile => Path.Combine(AppContext.BaseDirectory, "demo-facility.json");

    public static ProgramRun Of(params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exitCode = BoardCommandLine.Run(args, new BoardTerminal(output, error, false, null, CancellationToken.None));
        return new ProgramRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a demo facility file with this content.</summary>
    public static ProgramRun OfFile(string content)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content, new UTF8Encoding(false));
            return Of(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The demo facility with one text replaced. The text must occur in it.</summary>
    public static string DemoWith(string text, string replacement)
    {
        string demo = File.ReadAllText(DemoFile);
        int at = demo.IndexOf(text, StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, at, $"the demo holds: {text}");
        return demo[..at] + replacement + demo[(at + text.Length)..];
    }
}
