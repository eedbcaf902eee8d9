using System;
using System.Collections.Generic;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using LockFirmware.LockController.Lifecycle;
using LockFirmware.Tests.Pc.InstallerTool;
using LockFirmware.VirtualBoard.Listen;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.Docs;

/// <summary>
/// An empty folder in which the commands of a document are typed: lockctl in this process, the stand-in for the flashing tool with a
/// board on its port, and the virtual boards that were started to listen.
/// </summary>
internal sealed class InstallSite : IDisposable
{
    private const string Port = "ttyUSB0";
    private const string Repository = "LockFirmware";
    private const string BoardOption = "-p:Board=";

    private readonly ToolBench _bench = new(withLocks: false) { NamesFacility = false };
    // The terminals behind the first one begin in the repository.
    private const string Listen = "dotnet run --project boards/virtual -- --listen ";
    private readonly Dictionary<string, HardwareBoard> _boards = [];
    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly NanoffBench _nanoff;

    public InstallSite()
    {
        _nanoff = new NanoffBench(_bench, images: []);
        _nanoff.AddPort(Port, "ESP32-S3");
        Directory.CreateDirectory(_bench.PathOf(Repository));
        Directory.SetCurrentDirectory(_bench.Folder);
        _bench.Reach = address => _boards.GetValueOrDefault(address);
    }

    /// <summary>What the flashing tool was called with, a line each.</summary>
    public string[] Flashed => _nanoff.Calls;

    /// <summary>The board that listens at a port.</summary>
    public HardwareBoard BoardAt(string port) => _boards[$"127.0.0.1:{port}"];

    /// <summary>What the cable brought to the board on the port of the flashing tool.</summary>
    public byte[] Cabled(string file) => File.ReadAllBytes(_nanoff.ConfigOf(Port, file));

    /// <summary>Types a command of the shell: cd, mkdir, the build of an image, or a virtual board that listens.</summary>
    public void TypeShell(string line)
    {
        string[] words = line.Split(' ');
        if (line.StartsWith(Listen, StringComparison.Ordinal))
        {
            Assert.AreEqual("--cable", words[^2]);
            StartListening(words[^3], CableFiles.Read(Path.Combine(_bench.PathOf(Repository), words[^1])));
        }
        else if (words[0] == "cd")
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
        ToolRun run = _bench.Run([.. words]);
        Assert.AreEqual(0, run.Code, $"{line}: {run.Error}");
        return run.Output;
    }

    private void StartListening(string port, CableFiles cable)
    {
        HardwareBoard board = new(_bench.Time, cable.SetupSecret, null, _ => true);
        if (cable.Identity != null)
            board.Flash.Files.Write(DeployedIdentity.FileName, cable.Identity);
        board.PowerOn();
        _boards.Add($"127.0.0.1:{port}", board);
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        foreach (HardwareBoard board in _boards.Values)
            board.Dispose();
        _bench.Board = null;
        _bench.Dispose();
    }
}
