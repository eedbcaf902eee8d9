using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.NanoffStandIn;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>
/// The stand-in of nanoff in this process, which is faster than a process of its own. Every other program is a process.
/// </summary>
/// <param name="path">The path of the stand-in.</param>
internal sealed class StandInPrograms(string path) : IPrograms
{
    private const int Crashed = 134;
    private readonly Programs _others = new();

    public Task<int> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        Action<string> show, CancellationToken stop)
    {
        if (program != path)
            return _others.RunAsync(program, arguments, environment, show, stop);
        string[] args = [.. arguments];
        return Task.Run(() => Run(args, environment["TMPDIR"], show), stop);
    }

    private int Run(string[] args, string temporary, Action<string> show)
    {
        using LineWriter output = new(show);
        try
        {
            // A Unix shell passes on one byte.
            return new Flasher(new OwnComputer(Path.GetDirectoryName(path)!, temporary, output)).Run(args) & byte.MaxValue;
        }
        catch (Exception exception)
        {
            output.WriteLine($"Unhandled exception. {exception}");
            return Crashed;
        }
    }

    private sealed record OwnComputer(string Folder, string Temporary, TextWriter Writer) : Computer(Folder, Temporary, Writer, Writer)
    {
        public override void ReplaceLine(string line) => throw new IOException("There is no line above.");

        public override void KillCaller() => throw new NotSupportedException("The caller is the test. Let it run in a process of its own.");
    }

    /// <summary>Passes on lines, which end like those of a process: with a line feed, a carriage return or both.</summary>
    private sealed class LineWriter(Action<string> show) : TextWriter
    {
        private readonly StringBuilder _line = new();
        private bool _isAfterReturn;

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            bool isSecondHalf = _isAfterReturn && value == '\n';
            _isAfterReturn = value == '\r';
            if (isSecondHalf)
                return;
            if (value is '\r' or '\n')
                Show();
            else
                _line.Append(value);
        }

        protected override void Dispose(bool disposing)
        {
            if (_line.Length > 0)
                Show();
            base.Dispose(disposing);
        }

        private void Show()
        {
            show(_line.ToString());
            _line.Clear();
        }
    }
}
