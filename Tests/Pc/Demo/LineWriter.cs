using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace LockFirmware.Tests.Pc.Demo;

/// <summary>The program's output, line by line; a test can wait for a line.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value != '\n')
        {
            _line.Append(value);
            return;
        }
        _lines.Writer.TryWrite(_line.ToString().TrimEnd('\r'));
        _line.Clear();
    }

    public async Task<string> WaitFor(string beginning, TimeSpan timeout)
    {
        using CancellationTokenSource limit = new(timeout);
        while (true)
        {
            string line = await _lines.Reader.ReadAsync(limit.Token);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }
    }
}
