using System;
using System.Collections.Generic;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using LockFirmware.Tests.Pc.InstallerTool;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>
/// An empty folder in which the commands of a document are typed: lockctl in this process, the stand-in for the flashing tool with a
/// board on its port, and a virtual board for each lock.
/// </summary>
internal sealed class InstallSite : IDisposable
{
    private const string Port = "ttyUSB0";
    private const string Repository = "LockFirmware";
    private const string BoardOption = "-p:Board=";

    private readonly ToolBench _bench = new(withLocks: false) { NamesFacility = false };
    private readonly Dictionary<string, HardwareBoard> _boards = [];
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly NanoffBench _nanoff;

    public InstallSite()
    {
        _nanoff = new NanoffBench(_bench, images: []);
        _nanoff.AddPort(Port);
        Directory.CreateDirectory(_bench.PathOf(Repository));
        Directory.SetCurrentDirectory(_bench.Folder);
    }

    /// <summary>What the flashing tool was called with, a line each.</summary>
    public string[] Flashed => _nanoff.Calls;

    /// <summary>The board of a lock that a command has reached.</summary>
    public HardwareBoard BoardOf(string name) => _boards[name];

    /// <summary>Types a command of the shell: cd, mkdir, or the build of an image.</summary>
    public static void TypeShell(string line)
    {
        string[] words = line.Split(' ');
        if (words[0] == "cd")
            Directory.SetCurrentDirectory(words[1]);
        else if (words[0] == "mkdir")
            Directory.CreateDirectory(words[^1]);
        else if (line.StartsWith("dotnet build LockController", StringComparison.Ordinal))
        {
            Assert.AreEqual(Repository, Path.GetFileName(Directory.GetCurrentDirectory()), "the build runs in the repository");
            string board = words.Single(word => word.StartsWith(BoardOption, StringComparison.Ordinal))[BoardOption.Length..];
            NanoImage.Write(Path.GetFullPath(Path.Combine(words[Array.IndexOf(words, "-o") + 1], "LockController.bin")), board);
        }
    }

    /// <summary>Types a command of lockctl and expects it to succeed.</summary>
    /// <returns>What it says.</returns>
    public string Type(string line)
    {
        List<string> words = [.. CommandLineParser.SplitCommandLine(line).Skip(1)];
        if (words[0] == "flash" && !words.Contains("--dry-run"))
            words.AddRange(["--nanoff", _nanoff.Program]);
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
        string flashed = _nanoff.ConfigOf(Port, "setup.bin");
        bool hasCable = File.Exists(flashed) && File.ReadAllBytes(flashed).AsSpan().SequenceEqual(setupSecret);
        HardwareBoard board;
        if (hasCable)
        {
            board = _nanoff.Start(Port);
        }
        else
        {
            board = new(_bench.Time, setupSecret, null, _ => true);
            board.PowerOn();
        }
        _boards.Add(name, board);
        return board;
    }
}
