using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.LockController.Lifecycle;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>The stand-in of nanoff in the folder of a bench, with boards on its ports and images for them.</summary>
internal sealed class NanoffBench
{
    public const string Port = "COM5";

    /// <summary>A version of the runtime, for boards that pin none.</summary>
    public const string Runtime = "1.17.0.1";

    private static readonly Dictionary<string, string> Chips = new()
    {
        ["esp32"] = "ESP32",
        ["esp32-c3"] = "ESP32-C3",
        ["esp32-s3"] = "ESP32-S3",
    };

    private readonly ToolBench _bench;
    private bool _isChipGiven;

    public NanoffBench(ToolBench bench)
        : this(bench, ["esp32", "esp32-c3", "esp32-s3"])
    {
    }

    public NanoffBench(ToolBench bench, string[] images)
    {
        _bench = bench;
        bench.Programs = new StandInPrograms(Program);
        foreach (string file in new[] { OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff", "nanoff.dll", "nanoff.runtimeconfig.json" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), bench.PathOf(file));
        AddPort(Port);
        foreach (string board in images)
            NanoImage.Write(bench.PathOf($"images/{board}/LockController.bin"), board);
    }

    /// <summary>Lets each run of the stand-in be a process of its own, as nanoff is.</summary>
    public void RunAsProcesses() => _bench.Programs = new Programs();

    /// <summary>The path of the stand-in.</summary>
    public string Program => _bench.PathOf(OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff");

    /// <summary>What nanoff was called with, a line each, without its questions for version and chip.</summary>
    public string[] Calls => File.Exists(_bench.PathOf("calls"))
        ? [.. File.ReadAllLines(_bench.PathOf("calls"))
            .Where(line => line != "--version" && !line.Contains("--devicedetails", StringComparison.Ordinal))]
        : [];

    /// <summary>A board that was never flashed on a port.</summary>
    public void AddPort(string port) => Directory.CreateDirectory(PortPath(port));

    /// <summary>A board with another chip than an ESP32 on a port.</summary>
    public void AddPort(string port, string chip)
    {
        AddPort(port);
        _isChipGiven |= port == Port;
        File.WriteAllText(PortPath(port, "chip"), chip);
    }

    /// <summary>What the board on the port suffers from: lines of the stand-in's file of faults.</summary>
    public void Faults(string port, params string[] faults) => File.WriteAllLines(PortPath(port, "faults"), faults);

    /// <summary>The files of the partition config of the board on a port.</summary>
    public string ConfigOf(string port, string file) => PortPath(port, Path.Combine("config", file));

    /// <summary>The path of a part of the board on a port.</summary>
    public string PortPath(string port, string part = "") => _bench.PathOf(Path.Combine("ports", port, part));

    /// <summary>The arguments of a lock's flashing. The board on the port has its chip, unless the test put another one there.</summary>
    public string[] Args(string door, params string[] more)
    {
        if (!_isChipGiven)
            File.WriteAllText(PortPath(Port, "chip"), Chips[(string)_bench.LockOf(door)["board"]!]);
        return ["flash", door, "--port", Port, "--nanoff", Program, "--runtime", Runtime, .. more];
    }

    /// <summary>Flashes a lock and expects it to succeed.</summary>
    public ToolRun Flash(string door, params string[] more)
    {
        ToolRun run = _bench.Run(Args(door, more));
        Assert.AreEqual(0, run.Code, run.Error);
        return run;
    }

    /// <summary>Starts a lock with what is in the flash of the board on a port, at every address.</summary>
    public HardwareBoard Start(string port = Port)
    {
        Assert.IsTrue(HasProgram(port), "it has a program");
        return _bench.Board = Make(port);
    }

    /// <summary>Whether the board on a port has a runtime and an application.</summary>
    public bool HasProgram(string port) => File.Exists(PortPath(port, "runtime")) && File.Exists(PortPath(port, "application.bin"));

    /// <summary>A lock with what is in the flash of the board on a port, with power.</summary>
    public HardwareBoard Make(string port)
    {
        byte[] setupSecret = File.ReadAllBytes(ConfigOf(port, "setup.bin"));
        HardwareBoard board = new(_bench.Time, setupSecret, null, _ => true);
        if (File.Exists(ConfigOf(port, DeployedIdentity.FileName)))
            board.Flash.Files.Write(DeployedIdentity.FileName, File.ReadAllBytes(ConfigOf(port, DeployedIdentity.FileName)));
        board.PowerOn();
        return board;
    }

    /// <summary>The files below a folder, also hidden ones.</summary>
    public static IEnumerable<string> FilesBelow(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];
}
