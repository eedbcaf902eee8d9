using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.InstallerTool;
using LockFirmware.InstallerTool.Cli;
using LockFirmware.KeyCrypto;
using LockFirmware.LockLink;
using LockFirmware.Tests.Pc.Board;
using LockFirmware.Tests.Pc.Link;
using LockFirmware.Tests.Rig;
using HardwareBoard = LockFirmware.VirtualBoard.Hardware.VirtualBoard;

namespace LockFirmware.Tests.Pc.InstallerTool;

/// <summary>One run of lockctl, in this process, by its command line.</summary>
internal sealed record ToolRun(int Code, string Output, string Error);

/// <summary>A folder with a facility file, lockctl, and boards that it reaches in driven time.</summary>
internal sealed class ToolBench : IDisposable
{
    public const string Gate = "Gate";
    public const string Unit = "Unit 2";
    private const string Address = "127.0.0.1:4711";

    public ToolBench(bool withLocks = true)
    {
        Folder = Directory.CreateTempSubdirectory("lockctl-").FullName;
        if (!withLocks)
            return;
        Ok("facility", "new", "--name", "North Yard", "--id", "4001", "--zone-rule", "CET-1CEST,M3.5.0,M10.5.0/3", "--zone",
            "Europe/Berlin");
        WriteList("1,Gate,esp32-c3,entry,yes,/dev/ttyUSB0", "2,Unit 2,esp32,unit,,");
        Ok("manifest", PathOf("locks.csv"));
    }

    public string Folder { get; }

    public BenchTime Time { get; set; } = new(LockRig.Noon);

    /// <summary>How far the computer's clock is ahead of the board's.</summary>
    public int ComputerAheadSeconds { get; set; }

    /// <summary>The board at the address; null for none.</summary>
    public HardwareBoard? Board { get; set; }

    /// <summary>The boards at other addresses; an address that is not among them has <see cref="Board"/>.</summary>
    public Dictionary<string, HardwareBoard?> Others { get; } = [];

    /// <summary>The board at an address; null takes <see cref="Others"/> and <see cref="Board"/>.</summary>
    public Func<string, HardwareBoard?>? Reach { get; set; }

    /// <summary>The serial ports of the computer.</summary>
    public ISerialPorts Ports { get; set; } = new SerialPorts(TimeProvider.System);

    /// <summary>The other programs of the computer.</summary>
    public IPrograms Programs { get; set; } = new Programs();

    /// <summary>Changes the link, so that it fails where the test wants it to.</summary>
    public Action<TroubledLink> Trouble { get; set; } = _ => { };

    /// <summary>What a person answers; null if there is no terminal.</summary>
    public string? Answer { get; set; }

    /// <summary>Where the tool reads answers; null takes <see cref="Answer"/>.</summary>
    public TextReader? Input { get; set; }

    /// <summary>Where the tool writes; null takes a writer of its own.</summary>
    public StringWriter? Output { get; set; }

    /// <summary>Interrupts the tool.</summary>
    public CancellationToken Stop { get; set; } = CancellationToken.None;

    /// <summary>Whether each command names the facility file; otherwise the tool finds it from the working folder.</summary>
    public bool NamesFacility { get; init; } = true;

    /// <summary>The facility file: in the folder of the bench, or the one that the tool finds from the working folder.</summary>
    public string FacilityPath => NamesFacility ? PathOf("facility.json") : Path.GetFullPath("facility.json");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void WriteList(params string[] rows) =>
        File.WriteAllLines(PathOf("locks.csv"), rows.Prepend("id,name,board,kind,exit,serialPort"));

    public ToolRun Run(params string[] args)
    {
        StringWriter output = Output ?? new StringWriter();
        StringWriter error = new();
        Terminal terminal = new(output, error, Input ?? new StringReader(Answer ?? string.Empty), Answer != null || Input != null, false)
        {
            Time = new BoardTime(Time, ComputerAheadSeconds),
            Ports = Ports,
            Programs = Programs,
            Link = (place, _) => Link($"{place.Virtual!.Host}:{place.Virtual.Port}"),
        };
        bool takesFacility = NamesFacility && !args.Contains("--facility") && !args.Contains("--help");
        string[] all = takesFacility ? [.. args, "--facility", FacilityPath] : args;
        Task<int> running = Lockctl.RunAsync(all, terminal, Stop);
        return new ToolRun(running.GetAwaiter().GetResult(), output.ToString(), error.ToString());
    }

    /// <summary>Runs a command about a lock at the address.</summary>
    public ToolRun At(params string[] args) => Run([.. args, "--virtual", Address]);

    public string Ok(params string[] args)
    {
        ToolRun run = Run(args);
        Assert.AreEqual(0, run.Code, run.Error);
        return run.Output;
    }

    public string OkAt(params string[] args) => Ok([.. args, "--virtual", Address]);

    /// <summary>Powers a board with the setup secret that the facility file has for a lock.</summary>
    public HardwareBoard PowerOn(string name, byte[]? setupSecret = null)
    {
        Board = new HardwareBoard(Time, setupSecret ?? SetupSecretOf(name), null, entropy => true);
        Board.PowerOn();
        return Board;
    }

    /// <summary>The board that answers at an address.</summary>
    public HardwareBoard? BoardAt(string address) =>
        Reach != null ? Reach(address) : Others.TryGetValue(address, out HardwareBoard? other) ? other : Board;

    /// <summary>Powers a board at another address.</summary>
    public HardwareBoard PowerOnAt(string address, string name)
    {
        HardwareBoard board = new(Time, SetupSecretOf(name), null, entropy => true);
        Others[address] = board;
        board.PowerOn();
        return board;
    }

    public JsonNode Facility() => JsonNode.Parse(File.ReadAllText(FacilityPath))!;

    /// <summary>Changes the facility file, as somebody with an editor would.</summary>
    public void ChangeFacility(Action<JsonNode> change)
    {
        JsonNode facility = Facility();
        change(facility);
        File.WriteAllText(FacilityPath, facility.ToJsonString());
    }

    public JsonNode LockOf(string name) => Facility()["locks"]!.AsArray().Single(door => (string)door!["name"]! == name)!;

    public byte[] SetupSecretOf(string name) => Convert.FromHexString((string)LockOf(name)["setupSecret"]!);

    public int GenerationOf(string name) => (int)LockOf(name)["generation"]!;

    public PhoneKey KeyOf(string file) => KeyText.TryRead(File.ReadAllText(PathOf(file)))!;

    public void Dispose()
    {
        Board?.Dispose();
        foreach (HardwareBoard? other in Others.Values)
            other?.Dispose();
        Directory.Delete(Folder, true);
    }

    private TroubledLink Link(string address)
    {
        TroubledLink link = new(new BenchLink(this, address));
        Trouble(link);
        return link;
    }

    /// <summary>The board's time, for the tool. When the tool waits, the board's time advances at once.</summary>
    private sealed class BoardTime(BenchTime time, int aheadSeconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(LocalTime.Epoch.AddSeconds(time.Utc + aheadSeconds));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            time.Advance((long)dueTime.TotalMilliseconds);
            callback(state);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
