using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using LockFirmware.TestKit.Repository;

namespace LockFirmware.Tests.Pc.Boards;

/// <summary>A build and the documents say on which boards the lock fits the managed heap.</summary>
[TestClass]
public class BoardMemoryTests
{
    private const int Reported = 54_472;

    // What a board of each target has: PSRAM of its usual module, less what the runtime keeps of it for the system.
    // Source: targets/ESP32/defconfig and targets/ESP32/_nanoCLR/Memory.cpp of nanoframework/nf-interpreter, main of July 2026.
    private static readonly Dictionary<string, int> Heaps = new()
    {
        ["esp32"] = (4 << 20) - 262_144,
        ["esp32-c3"] = Reported,
        ["esp32-s3"] = (2 << 20) - 1_286_144,
        ["esp32-s3-octal"] = (8 << 20) - 1_048_576,
    };

    [TestMethod]
    public void Each_board_has_the_heap_that_the_runtime_gives_it()
    {
        foreach (string name in BoardSources.RealNames)
            Assert.AreEqual(Heaps[name], BoardMemory.HeapBytes(name), name);
    }

    [TestMethod]
    public void The_first_page_about_boards_says_what_the_lock_needs_and_what_each_board_has()
    {
        string readme = RepositoryFiles.Read("boards/README.md");
        StringAssert.Contains(readme, $"The lock needs {Number(BoardMemory.NeededBytes)} bytes of managed heap");
        foreach (string name in BoardSources.RealNames)
            StringAssert.Contains(readme, $"| {Number(BoardMemory.HeapBytes(name))} |", name);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void A_build_for_a_board_that_the_lock_does_not_fit_says_so_and_goes_on()
    {
        string[] boards = [.. BoardSources.RealNames];
        int exitCode = Tell(out string output, [.. boards.Select(board => $"Board={board}")]);
        Assert.AreEqual(0, exitCode, output);
        foreach (string name in boards)
        {
            bool isTold = output.Contains($"warning LOCK0001: The lock does not fit the board '{name}'");
            Assert.AreEqual(!BoardMemory.Fits(name), isTold, output);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void The_warning_has_both_figures()
    {
        int missing = BoardMemory.HeapBytes("esp32-c3") + 1;
        int exitCode = Tell(out string output, $"Board=esp32-c3;LockHeapBytes={missing}", $"Board=esp32-c3;LockHeapBytes={Reported}");
        Assert.AreEqual(0, exitCode, output);
        StringAssert.Contains(output, $"it needs {missing} bytes of managed heap, and this board has {Reported}.");
        Assert.DoesNotContain($"it needs {Reported} bytes", output);
    }

    [TestMethod]
    public void Every_build_for_a_board_asks()
    {
        StringAssert.Contains(RepositoryFiles.Read("LockController/LockController.csproj"), "<Import Project=\"../boards/Memory.targets\"");
        StringAssert.Contains(RepositoryFiles.Read("boards/Memory.targets"), "AfterTargets=\"CoreCompile\"");
    }

    // One build that asks for each set of properties, with warnings as errors.
    private static int Tell(out string output, params string[] properties)
    {
        string folder = Directory.CreateTempSubdirectory("board-memory-").FullName;
        try
        {
            string targets = RepositoryFiles.PathOf("boards/Memory.targets");
            string project = Path.Combine(folder, "ask.proj");
            XElement build = new("Target", new XAttribute("Name", "Ask"), properties.Select(set => new XElement("MSBuild",
                new XAttribute("Projects", targets), new XAttribute("Properties", set),
                new XAttribute("Targets", "TellWhetherTheLockFits"))));
            File.WriteAllText(project, new XElement("Project", build).ToString());
            return DotNet.Run(out output, "msbuild", project, "-t:Ask", "-nodeReuse:false", "-nologo",
                "-p:TreatWarningsAsErrors=true", "-p:MSBuildTreatWarningsAsErrors=true");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Number(int bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
