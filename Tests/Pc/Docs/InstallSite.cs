using System;
using System.Collections.Generic;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.Tests.Pc.InstallerTool;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>
/// An installer's folder in which the commands of a document are typed: lockctl in this process, a stand-in for the flashing
/// tool that keeps what goes over the cable, and a virtual board for each lock.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class InstallSite : IDisposable
{
    private const string Image = "bin/esp32-c3/LockController.bin";

    private readonly ToolBench _bench = new(withLocks: false);
    private readonly Dictionary<string, HardwareBoard> _boards = [];
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly string _nanoff;

    public InstallSite()
    {
        Directory.SetCurrentDirectory(_bench.Folder);
        Directory.CreateDirectory(Path.GetDirectoryName(Image)!);
        File.WriteAllBytes(Image, [1]);
        _nanoff = _bench.PathOf("nanoff-stand-in");
        File.WriteAllText(_nanoff, """
            #!/bin/sh
            cd "$(dirname "$0")"
            echo "$@" >> cable.log
            if [ "$1" = --filedeployment ]; then mkdir -p cable && cp "$(dirname "$2")"/*.bin cable/; fi
            """);
        File.SetUnixFileMode(_nanoff, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What the flashing tool was called with, a line each.</summary>
    public string[] Flashed => File.Exists("cable.log") ? File.ReadAllLines("cable.log") : [];

    /// <summary>The board of a lock that a command has reached.</summary>
    public HardwareBoard BoardOf(string name) => _boards[name];

    /// <summary>Types a command of lockctl and expects it to succeed.</summary>
    /// <returns>What it says.</returns>
    public string Type(string line)
    {
        List<string> words = [.. CommandLineParser.SplitCommandLine(line).Skip(1)];
        if (words[0] == "flash" && !words.Contains("--dry-run"))
            words.AddRange(["--nanoff", _nanoff]);
        if (words.Contains("--virtual"))
            _bench.Board = Reach(words[1]);
        ToolRun run = _bench.Run([.. words]);
        Assert.AreEqual(0, run.Code, $"{line}: {run.Error}");
        return run.Output;
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        foreach (HardwareBoard board in _boards.Values)
            board.Dispose();
        _bench.Board = null;
        _bench.Dispose();
    }

    /// <summary>The lock at the door: with what the cable brought, or else with the setup secret alone.</summary>
    private HardwareBoard Reach(string name)
    {
        if (_boards.TryGetValue(name, out HardwareBoard? known))
            return known;
        byte[] setupSecret = _bench.SetupSecretOf(name);
        HardwareBoard board = new(_bench.Time, setupSecret, null, _ => true);
        bool hasCable = File.Exists("cable/setup.bin") && File.ReadAllBytes("cable/setup.bin").AsSpan().SequenceEqual(setupSecret);
        if (hasCable)
            board.Flash.Files.Write(DeployedIdentity.FileName, File.ReadAllBytes("cable/" + DeployedIdentity.FileName));
        board.PowerOn();
        _boards.Add(name, board);
        return board;
    }
}
