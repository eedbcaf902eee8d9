using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using LockFirmware.InstallerTool.Cli;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>Ports that a test plugs in and out. Nothing waits for a clock.</summary>
internal sealed class ScriptedPorts : ISerialPorts
{
    private readonly Channel<string[]> _changes = Channel.CreateUnbounded<string[]>();
    private volatile string[] _now = [];

    /// <summary>Plugs boards in and out.</summary>
    public void Set(params string[] ports)
    {
        _now = ports;
        _changes.Writer.TryWrite(ports);
    }

    public IReadOnlyList<string> List(IReadOnlyList<string> named) => Among(_now, named);

    public async Task<IReadOnlyList<string>> NextAsync(IReadOnlyList<string> before, IReadOnlyList<string> named, CancellationToken stop)
    {
        while (true)
        {
            IReadOnlyList<string> next = Among(await _changes.Reader.ReadAsync(stop), named);
            if (!next.SequenceEqual(before))
                return next;
        }
    }

    private static string[] Among(string[] ports, IReadOnlyList<string> named) =>
        [.. ports.Where(port => named.Count == 0 || named.Contains(port))];
}

/// <summary>A writer that tells each line, so that a test can act at that moment.</summary>
internal sealed class ToldLines(Action<string> told) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        told(value ?? string.Empty);
    }
}

/// <summary>A bench: a list of locks, ports with boards, and a radio that reaches each board as soon as it has a program.</summary>
internal sealed class BenchWorld : IDisposable
{
    // A bench that never ends fails the test after this time, so that the test ends.
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, HardwareBoard> _boards = new();

    public BenchWorld(params string[] list)
    {
        Tool = new ToolBench(withLocks: false) { Ports = Ports };
        Tool.Ok("facility", "new", "--name", "North Yard", "--id", "4001", "--zone-rule", "UTC0");
        Tool.WriteList(list);
        Tool.Ok("manifest", Tool.PathOf("locks.csv"));
        Nanoff = new NanoffBench(Tool);
        Tool.Reach = Reach;
    }

    public ScriptedPorts Ports { get; } = new();

    public ToolBench Tool { get; }

    public NanoffBench Nanoff { get; }

    /// <summary>What the test does at a line of the output.</summary>
    public Action<string> Told { get; set; } = _ => { };

    /// <summary>Runs a bench that reads back the boards on some ports.</summary>
    public ToolRun Run(string[] reads, params string[] more)
    {
        string[] radio = reads.Length == 0 ? [] : ["--virtual", .. reads.Select(AddressOf)];
        Tool.Output = new ToldLines(line => Told(line));
        using CancellationTokenSource limit = new(HangTimeout);
        Tool.Stop = limit.Token;
        ToolRun run = Tool.Run(["bench", "--nanoff", Nanoff.Program, "--runtime", NanoffBench.Runtime, .. radio, .. more]);
        (Tool.Output, Tool.Stop) = (null, CancellationToken.None);
        return run;
    }

    /// <summary>The number of the lock that the board on a port has become; 0 for none.</summary>
    public uint LockAt(string port) =>
        File.Exists(Nanoff.ConfigOf(port, "identity.bin")) ? Reach(AddressOf(port))!.Firmware!.Engine.Memory.Identity.LockId : 0;

    public void Dispose()
    {
        foreach (HardwareBoard board in _boards.Values)
            board.Dispose();
        Tool.Dispose();
    }

    private static string AddressOf(string port) => $"127.0.0.1:{6000 + int.Parse(port[^1..])}";

    private HardwareBoard? Reach(string address)
    {
        string port = "COM" + address[^1];
        return !Nanoff.HasProgram(port) ? null : _boards.GetOrAdd(port, Nanoff.Make);
    }
}
