using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using LockFirmware.VirtualBoard;
using ToolTerminal = LockFirmware.InstallerTool.Cli.Terminal;

namespace LockFirmware.Tests.Pc.Demo;

/// <summary>A listening lock that was flashed with the files of the cable, and lockctl over TCP.</summary>
[TestClass]
[TestCategory("Slow")]
public sealed class CableTests
{
    // A lock that never listens fails the test after this time, so that the test ends.
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    private string _folder = string.Empty;

    [TestInitialize]
    public async Task Prepare()
    {
        _folder = Directory.CreateTempSubdirectory("cable-").FullName;
        await File.WriteAllLinesAsync(Path.Combine(_folder, "locks.csv"), ["id,name,board,kind,exit,serialPort", "7,Gate,esp32,entry,,"]);
        await Lockctl("facility", "new", "--name", "Yard", "--zone-rule", "UTC0");
        await Lockctl("manifest", Path.Combine(_folder, "locks.csv"));
    }

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task A_lock_takes_the_identity_that_the_cable_brought()
    {
        string status = await WithLock((address, _) => Lockctl("status", "Gate", "--virtual", address, "--set-time"));
        Assert.Contains("generation     1", status);
    }

    [TestMethod]
    public async Task A_lock_with_its_setup_secret_alone_is_provisioned_over_the_air()
    {
        File.Delete(Path.Combine(_folder, "locks", "7", "identity.bin"));
        await WithLock(async (address, output) =>
        {
            await output.WaitFor("signal not set up: ", HangTimeout);
            Assert.Contains("has its identity", await Lockctl("provision", "Gate", "--virtual", address, "--set-time"));
            await Lockctl("identify", "Gate", "--virtual", address);
            await output.WaitFor("signal identify: ", HangTimeout);
            return await Lockctl("open", "Gate", "--virtual", address);
        });
    }

    [TestMethod]
    public void A_folder_without_the_files_is_named()
    {
        ProgramRun run = ProgramRun.Of("--listen", "0", "--cable", _folder);
        Assert.AreEqual(BoardCommandLine.ExitUnusable, run.ExitCode);
        Assert.Contains(_folder, run.Error);
        Assert.Contains("lockctl manifest", run.Error);
    }

    [TestMethod]
    public void The_folder_says_which_lock_it_is_and_nothing_else_may()
    {
        foreach (string[] args
            in new[] { new[] { "--cable", _folder }, ["--cable", _folder, "--listen", "0", "--lock", "Gate"],
                [ProgramRun.DemoFile, "--cable", _folder, "--listen", "0"] })
        {
            ProgramRun run = ProgramRun.Of(args);
            Assert.AreEqual(BoardCommandLine.ExitUnusable, run.ExitCode);
            Assert.Contains("--cable needs --listen", run.Error);
        }
    }

    /// <summary>Runs the virtual board's program, and something while it listens.</summary>
    private async Task<string> WithLock(Func<string, LineWriter, Task<string>> act)
    {
        using CancellationTokenSource stop = new();
        LineWriter output = new();
        VirtualBoard.BoardTerminal terminal = new(output, TextWriter.Null, false, null, stop.Token);
        Task<int> program =
            Task.Run(() => BoardCommandLine.Run(["--listen", "0", "--cable", Path.Combine(_folder, "locks", "7")], terminal));
        string said = await act("127.0.0.1:" + (await output.WaitFor("listening on 127.0.0.1:", HangTimeout)).Split(':')[1], output)
            .WaitAsync(HangTimeout);
        await stop.CancelAsync();
        Assert.AreEqual(BoardCommandLine.ExitOk, await program.WaitAsync(HangTimeout));
        return said;
    }

    private async Task<string> Lockctl(params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        ToolTerminal terminal = new(output, error, TextReader.Null, false, false);
        int code = await LockFirmware.InstallerTool.Lockctl.RunAsync([.. args, "--facility", Path.Combine(_folder, "facility.json")],
            terminal, CancellationToken.None);
        Assert.AreEqual(0, code, error.ToString());
        return output.ToString();
    }
}
